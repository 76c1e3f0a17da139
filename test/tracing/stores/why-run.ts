import { join } from 'node:path';
import { z } from 'zod';
import { sma } from '../../../src/features/index.ts';
import { defineStrategy, type Signal } from '../../../src/strategies/strategy.ts';
import { run } from '../../../src/workflows/run-workflow.ts';

/** By number of the bar: a long, half of it sold, a reversal, the short bought back. */
const SCRIPT: Readonly<Record<number, Signal>> = {
  10: { action: 'BUY' },
  14: { action: 'BUY', target: 0.5, reason: 'half of the profit is enough' },
  18: { action: 'SELL' },
  22: { action: 'EXIT' },
};

const scripted = defineStrategy({
  type: 'scripted',
  description: 'Trades by a script, and looks at an average.',
  params: z.strictObject({}),
  features: () => ({ average: sma(5), close: 'close' }),
  decide: ({ average, close }, bar, when) => {
    const signal = SCRIPT[bar.number];
    if (signal === undefined) return null;
    when.above(close, average);
    when.below(close, average);
    return signal;
  },
});

/** Two portfolios that follow one strategy. Returns the folder of the run. */
export async function tracedRun(
  folder: string,
  tracing: Record<string, unknown> = { default: { mode: 'full' } },
): Promise<string> {
  const portfolio = { strategies: ['s'], cash: 100_000, direction: 'long_short' };
  const { directory } = await run(
    {
      name: 'why',
      data: [{ symbol: 'X', source: 'generate:gbm?bars=30&seed=7' }],
      strategies: [{ id: 's', type: scripted }],
      portfolios: [
        { id: 'a', ...portfolio, sizing: { type: 'fixed', quantity: 100 } },
        { id: 'b', ...portfolio, sizing: { type: 'percent_of_equity', percent: 50 } },
      ],
      execution: {
        slippage: { type: 'bps', bps: 10 },
        commission: { type: 'per_share', amount: 0.01, minimum: 1 },
      },
      tracing,
    },
    { baseDirectory: folder, results: join(folder, 'results'), now: () => Date.UTC(2026, 0, 15, 9, 30) },
  );
  return directory as string;
}
