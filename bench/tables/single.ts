import { Backtest, loadWorkflow, prepare, run } from '../../src/index.ts';
import {
  CASH,
  COMMISSION,
  crossoverBars,
  outcomeOf,
  QUANTITY,
  runEngine,
  runLoop,
  runNaive,
  SEED,
  SYMBOL,
} from '../engines/crossover.ts';
import type { BenchGroup } from '../harness/case.ts';
import { rateTable } from '../harness/rate-table.ts';
import type { Table } from './table.ts';

const BARS = 1_000_000;
const PERIODS = [{ fast: 20, slow: 100 }];

/** What a user writes: trades and the equity curve are kept by default. */
function configuration(bars: number): Record<string, unknown> {
  return {
    name: 'bench',
    seed: SEED,
    data: [{ symbol: SYMBOL, source: { type: 'random_walk', bars, interval: '1m' } }],
    strategies: [{ id: 'trend', type: 'sma_crossover', params: PERIODS[0] }],
    portfolios: [
      {
        id: 'main',
        strategies: ['trend'],
        cash: CASH,
        direction: 'long_short',
        sizing: { type: 'fixed', quantity: QUANTITY },
      },
    ],
    execution: { commission: { type: 'fixed', amount: COMMISSION } },
  };
}

const group: BenchGroup = {
  id: 'sma',
  title: 'SMA 20/100 on minute bars, long and short',
  reference: 'naive',
  tolerance: 0,
  cases: [
    {
      id: 'run',
      label: 'run(): bars made, hashed, run; trades and equity kept',
      setUp: (scale) => {
        const workflow = configuration(scale.bars(BARS));
        return async () => outcomeOf((await run(workflow)).result);
      },
    },
    {
      id: 'prepared',
      label: 'Backtest.run() once bars are there; trades and equity kept',
      setUp: async (scale) => {
        const { spec } = await prepare(await loadWorkflow(configuration(scale.bars(BARS))));
        return async () => outcomeOf(await new Backtest(spec).run());
      },
    },
    {
      id: 'engine-keeping',
      label: 'Backtest.runSync(); trades and equity kept',
      setUp: (scale) => {
        const series = crossoverBars(scale.bars(BARS));
        return () => runEngine(series, PERIODS, { keep: true });
      },
    },
    {
      id: 'engine',
      label: 'Backtest.runSync(); metrics alone kept',
      setUp: (scale) => {
        const series = crossoverBars(scale.bars(BARS));
        return () => runEngine(series, PERIODS);
      },
    },
    {
      id: 'naive',
      label: 'naive engine; metrics alone kept',
      setUp: (scale) => {
        const series = crossoverBars(scale.bars(BARS));
        return () => runNaive(series, PERIODS, true);
      },
    },
    {
      id: 'loop',
      label: 'loop without events; metrics alone kept',
      setUp: (scale) => {
        const series = crossoverBars(scale.bars(BARS));
        return () => runLoop(series, PERIODS);
      },
    },
  ],
};

export const single: Table = {
  name: 'single',
  title: 'One strategy on one symbol, 1,000,000 bars',
  groups: [group],
  run: (scale, print) => rateTable('single', [group], { kind: 'rate', of: 'bars' }, scale, print),
};
