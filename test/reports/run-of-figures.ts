import { openSession, type RunSession } from '../../src/reports/run/run-session.ts';

export const WORKFLOW = {
  name: 'sp500-trend',
  data: [{ symbol: 'SPX', source: 'dataset:sp500-daily', from: '2006-01-03', to: '2010-12-31' }],
  strategies: [{ id: 'trend', type: 'sma_crossover', params: { fast: 20, slow: 100 } }],
  portfolios: [
    {
      id: 'balanced',
      strategies: ['trend'],
      cash: 100_000,
      sizing: { type: 'percent_of_equity', percent: 95 },
    },
  ],
  execution: {
    profile: 'next_open',
    slippage: { type: 'bps', bps: 1 },
    commission: { type: 'per_share', amount: 0.005, minimum: 1 },
  },
  benchmark: 'SPX',
};

let opened: Promise<RunSession> | undefined;

/** Five years of the S&P 500, at their end. Shared by the tests of a file, which do not move it. */
export function sessionAtEnd(): Promise<RunSession> {
  opened ??= openSession(WORKFLOW).then(async (session) => {
    await session.goto('end');
    return session;
  });
  return opened;
}
