import {
  askedAtEveryBar,
  crossoverBars,
  type Periods,
  runEngine,
  runLoop,
  runNaive,
} from '../engines/crossover.ts';
import type { BenchCase, BenchGroup } from '../harness/case.ts';
import { rateTable } from '../harness/rate-table.ts';
import type { Scale } from '../harness/scale.ts';
import { busy, calm } from './portfolio-sets.ts';
import type { Table } from './table.ts';

const BARS = 100_000;
/** More would show the same and take minutes; its cost for a portfolio does not fall with their number. */
const NAIVE_PORTFOLIOS = 10;

function group(name: string, fills: string, count: number, periodsOf: (i: number) => Periods): BenchGroup {
  const some = (scale: Scale, full = count) =>
    Array.from({ length: Math.min(scale.portfolios(count), full) }, (_, i) => periodsOf(i));
  const naive = (id: string, label: string, sharedBars: boolean): BenchCase => ({
    id,
    label: `${label}, ${NAIVE_PORTFOLIOS} portfolios`,
    setUp: (scale) => {
      const series = crossoverBars(scale.bars(BARS));
      return () => runNaive(series, some(scale, NAIVE_PORTFOLIOS), sharedBars);
    },
  });
  return {
    id: `${name}-${count}`,
    title: `${count.toLocaleString('en')} portfolios, ${name}: ${fills}`,
    reference: 'naive',
    tolerance: 0,
    cases: [
      {
        id: 'engine',
        label: 'engine',
        setUp: (scale) => {
          const series = crossoverBars(scale.bars(BARS));
          return () => runEngine(series, some(scale));
        },
      },
      {
        id: 'engine-every-bar',
        label: 'engine, strategy without triggers: asked at every bar',
        setUp: (scale) => {
          const series = crossoverBars(scale.bars(BARS));
          return () => runEngine(series, some(scale), { definition: askedAtEveryBar });
        },
      },
      naive('naive', 'naive, one BAR for all', true),
      naive('naive-own-bars', 'naive, a BAR for each', false),
      {
        id: 'loop',
        label: 'loop without events',
        setUp: (scale) => {
          const series = crossoverBars(scale.bars(BARS));
          return () => runLoop(series, some(scale));
        },
      },
    ],
  };
}

const groups = [100, 1000].flatMap((count) => [
  group('busy', 'SMA 5–24 / 40–99', count, busy),
  group('calm', 'SMA 50–100 / 200–400', count, calm),
]);

export const portfolios: Table = {
  name: 'portfolios',
  title: 'Many portfolios on shared features, 100,000 bars',
  groups,
  run: (scale, print) =>
    rateTable('portfolios', groups, { kind: 'rate', of: 'portfolio-bars' }, scale, print),
};
