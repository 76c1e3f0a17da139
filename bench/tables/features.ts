import { generateBars } from '../../src/data/generate-bars.ts';
import { type FeatureMode, FeatureTable, featureKey, featureRegistry } from '../../src/features/index.ts';
import type { BarSeries } from '../../src/market/bar-series.ts';
import { HAND_WRITTEN } from '../engines/hand-written-features.ts';
import type { BenchCase, BenchGroup, Outcome } from '../harness/case.ts';
import { rateTable } from '../harness/rate-table.ts';
import type { Scale } from '../harness/scale.ts';
import type { Table } from './table.ts';

const BARS = 1_000_000;
/** Values of a column that are compared, at equal distances. */
const SAMPLES = 1000;

function someBars(scale: Scale): BarSeries {
  // Prices that stay away from 0, so that a relative difference means something.
  return generateBars({ symbol: 'X', kind: 'gbm', seed: 7, bars: scale.bars(BARS), interval: '1m' });
}

/** A table is made anew in each run, as a backtest does; the mode decides whether bars come at once or one by one. */
function runTable(series: BarSeries, type: string, outputs: readonly string[], mode: FeatureMode): Outcome {
  const table = new FeatureTable(series, mode);
  const column = table.column(outputs.length === 1 ? { type } : { type, output: outputs[0] });
  if (mode === 'columns') table.compute();
  else for (let i = 0; i < series.length; i++) table.advanceTo(i);
  return outcomeOf(column);
}

function outcomeOf(column: Float64Array): Outcome {
  const step = column.length / SAMPLES;
  const sampled = Array.from({ length: SAMPLES }, (_, i) => column[Math.floor(i * step)]);
  return { work: column.length, events: null, answers: [sampled] };
}

const groups = [...featureRegistry].map(({ type, outputs }): BenchGroup => {
  const table = (id: string, label: string, mode: FeatureMode): BenchCase => ({
    id,
    label,
    setUp: (scale) => {
      const series = someBars(scale);
      return () => runTable(series, type, outputs, mode);
    },
  });
  const loop = Object.hasOwn(HAND_WRITTEN, type) ? HAND_WRITTEN[type] : undefined;
  const cases = [table('columns', 'columns', 'columns'), table('incremental', 'bar by bar', 'incremental')];
  if (loop !== undefined) {
    cases.push({
      id: 'loop',
      label: 'hand-written loop',
      setUp: (scale) => {
        const series = someBars(scale);
        return () => outcomeOf(loop(series));
      },
    });
  }
  return {
    id: type,
    title: featureKey({ type }),
    reference: loop === undefined ? 'columns' : 'loop',
    // Running sums of squares lose half of the digits: that is what the hand-written deviation is like.
    tolerance: 1e-5,
    cases,
  };
});

export const features: Table = {
  name: 'features',
  title: 'Features with default parameters, 1,000,000 bars',
  groups,
  run: (scale, print) => rateTable('features', groups, { kind: 'time', of: 'bar' }, scale, print),
};
