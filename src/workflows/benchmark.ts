import { Backtest, type PortfolioResult } from '../engine/backtest.ts';
import type { BacktestSpec } from '../engine/backtest-spec.ts';
import { sizingRegistry } from '../risk/sizing.ts';
import { strategyRegistry } from '../strategies/index.ts';
import type { PreparedRun } from './prepare.ts';

/** What buying and holding one symbol would have brought. */
export interface Benchmark {
  readonly symbol: string;
  readonly portfolio: PortfolioResult;
}

/**
 * Buys the configuration's benchmark at its first bar, with all the cash of the first portfolio and at the costs of the
 * run, and holds it until `to`. It is a run of its own: that of the user is the same with and without it.
 *
 * @param to UTC milliseconds; the end of the last slice of the run.
 * @returns null where the configuration names no benchmark, or it had no bar until then.
 */
export async function runBenchmark({ config, spec }: PreparedRun, to: number): Promise<Benchmark | null> {
  const { benchmark: symbol } = config;
  const market = spec.markets.find(({ series }) => series.symbol === symbol);
  if (symbol === undefined || market === undefined) return null;
  const { closeTime } = market.series;
  let bars = closeTime.length;
  while (bars > 0 && !(closeTime[bars - 1] <= to)) bars--;
  if (bars === 0) return null;
  const series = bars === closeTime.length ? market.series : market.series.slice(0, bars);
  const backtest = new Backtest(holding(spec, { ...market, series }));
  try {
    const { portfolios } = await backtest.run();
    return { symbol, portfolio: portfolios[0] };
  } finally {
    backtest.engine.dispose();
  }
}

function holding(spec: BacktestSpec, market: BacktestSpec['markets'][number]): BacktestSpec {
  const [{ cash, keepEquity }] = spec.portfolios;
  const percent = { percent: 100 };
  return {
    ...spec,
    containers: [],
    routes: [],
    markets: [market],
    strategies: [
      {
        id: 'buy_and_hold',
        definition: strategyRegistry.get('buy_and_hold'),
        params: {},
        symbols: [market.series.symbol],
        trusted: true,
      },
    ],
    portfolios: [
      {
        id: 'benchmark',
        strategies: [{ id: 'buy_and_hold', weight: 1 }],
        cash,
        direction: 'long_only',
        sizing: { type: 'percent_of_equity', rule: sizingRegistry.get('percent_of_equity').create(percent) },
        limits: [],
        leverage: 1,
        keepEquity,
        keepTrades: false,
      },
    ],
  };
}
