import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  defineFeature,
  FeatureTable,
  featureKey,
  featureRegistry,
  periodParam,
  sma,
  sourceParam,
  stateless,
} from '../../src/features/index.ts';
import { run } from '../../src/index.ts';
import { featureContract } from '../contracts/feature-contract.ts';
import { userLine } from '../support/user-line.ts';
import { compute } from './compute.ts';
import { makeBars } from './make-bars.ts';
import { eachFrom } from './naive-averages.ts';

const closeLocation = defineFeature({
  type: 'close_location',
  description: 'Where the close stands between low and high, 0 to 1.',
  inputs: { high: 'high', low: 'low', close: 'close' },
  value: ({ high, low, close }) => (high > low ? (close - low) / (high - low) : null),
});

const medianPrice = defineFeature({
  type: 'median_price',
  description: 'Median of the last period values.',
  params: z.strictObject({ period: periodParam(5), source: sourceParam() }),
  inputs: ({ source }) => ({ x: source }),
  window: ({ period }) => period,
  value: ({ x }) => x.sort()[x.length >> 1],
});

const bounds = defineFeature({
  type: 'bounds',
  description: 'Half and double of the close.',
  params: z.strictObject({}),
  inputs: () => ['close'],
  outputs: ['half', 'double'],
  warmUp: () => 0,
  create: (_, [close], [half, double]) =>
    stateless((from, to) => {
      for (let i = from; i < to; i++) {
        half[i] = close[i] / 2;
        double[i] = close[i] * 2;
      }
    }),
});

const median = (values: Float64Array) => [...values].sort((a, b) => a - b)[values.length >> 1];

featureContract(
  medianPrice.definition,
  [1, 5, 8].map((period) => ({
    params: { period },
    naive: ({ close }) => [eachFrom(close, period - 1, (i) => median(close.slice(i - period + 1, i + 1)))],
    constant: (c) => [c],
  })),
  [1],
);

featureContract(
  closeLocation.definition,
  [
    {
      params: {},
      naive: ({ high, low, close }) => [Array.from(close, (x, i) => (x - low[i]) / (high[i] - low[i]))],
      constant: () => [Number.NaN],
    },
  ],
  [0],
);

describe("a user's feature", () => {
  test('of one bar is a function of its fields, absent where it says nothing', () => {
    const bars = makeBars([3, 5, 7, NaN], [4, 5, 8, 9], [2, 5, 4, 9]);
    expect(compute(bars, closeLocation())).toEqual([0.5, NaN, 0.75, NaN]);
  });

  test('over a window is a function of its last values, and cannot change the bars', () => {
    const bars = makeBars([3, 1, 2, 9, NaN, 5, 4, 6]);
    expect(compute(bars, medianPrice({ period: 3 }))).toEqual([NaN, NaN, 2, 2, NaN, NaN, NaN, 5]);
    expect([...bars.close]).toEqual([3, 1, 2, 9, NaN, 5, 4, 6]);
  });

  test('can be made of other features, and others of it', () => {
    const bars = makeBars([1, 2, 3, 4, 5, 6, 7, 8]);
    const tower = sma(2, { source: medianPrice({ period: 3, source: sma(2) }) });
    expect(featureKey(tower)).toBe('sma_2_of_median_price_3_of_sma_2');
    expect(compute(bars, tower)).toEqual([NaN, NaN, NaN, NaN, 3, 4, 5, 6]);
  });

  test('with several outputs is asked for by output', () => {
    expect(compute(makeBars([2, 3]), bounds({}, 'double'))).toEqual([4, 6]);
    expect(userLine(() => featureKey(bounds({}, 'quarter')))).toContain(
      'feature bounds has no output "quarter"',
    );
  });

  test('that is defined again, as in a notebook cell, counts for tables made from then on', () => {
    const bars = makeBars([1, 2, 3]);
    const define = (factor: number) =>
      defineFeature({
        type: 'scaled_close',
        description: 'The close, scaled.',
        inputs: { close: 'close' },
        value: ({ close }) => factor * close,
      });
    const table = new FeatureTable(bars, 'columns');
    const before = table.column(define(2)());
    table.compute();
    const after = define(10)();
    expect([...before]).toEqual([2, 4, 6]);
    expect(compute(bars, after)).toEqual([10, 20, 30]);
    expect(userLine(() => table.column(after))).toBe(
      'feature scaled_close was defined anew after "scaled_close" was computed (run again, or make a new table)',
    );
    expect(featureRegistry.types.filter((type) => type === 'scaled_close')).toHaveLength(1);
  });

  test('in a file of its own is found by a strategy that imports it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'admf-feature-'));
    const index = new URL('../../src/index.ts', import.meta.url).href;
    writeFileSync(
      join(folder, 'close-location.ts'),
      `import { defineFeature } from '${index}';
       export const location = defineFeature({
         type: 'location_from_file', description: 'Close between low and high.',
         inputs: { high: 'high', low: 'low', close: 'close' },
         value: ({ high, low, close }) => (close - low) / (high - low),
       });`,
    );
    writeFileSync(
      join(folder, 'strategy.ts'),
      `import { defineStrategy, sma } from '${index}';
       import { z } from '${import.meta.resolve('zod')}';
       import { location } from './close-location.ts';
       export default defineStrategy({
         type: 'strong_close', description: 'Buys strong closes.', params: z.strictObject({}),
         features: () => ({ strength: sma(5, { source: location() }) }),
         decide: ({ strength }) =>
           strength.now > 0.6 ? { action: 'BUY' } : strength.now < 0.4 ? { action: 'EXIT' } : null,
       });`,
    );
    writeFileSync(
      join(folder, 'workflow.yaml'),
      [
        'data: [{ symbol: X, source: "generate:gbm?bars=500&seed=7" }]',
        'strategies: [{ id: strong, type: ./strategy.ts }]',
        'portfolios: [{ id: all, strategies: [strong], cash: 100000 }]',
      ].join('\n'),
    );
    const { portfolio } = await run(join(folder, 'workflow.yaml'));
    expect(portfolio('all').funnel.fills).toBeGreaterThan(10);
  });
});

describe("a mistake in a user's feature is told in one line", () => {
  const simple = { description: 'x', inputs: { close: 'close' } } as const;

  test.each([
    ['sma', 'feature "sma" is there already (choose another name, such as my_sma)'],
    [
      'My Feature',
      '"My Feature" cannot name a feature (small letters, digits and single underscores, a letter first: close_location)',
    ],
  ])('the name %s', (type, line) => {
    expect(userLine(() => defineFeature({ ...simple, type, value: () => 1 }))).toBe(line);
  });

  test('a value that is no number', () => {
    const words = defineFeature({ ...simple, type: 'words', value: () => 'up' as unknown as number });
    expect(userLine(() => compute(makeBars([1]), words()))).toBe(
      'feature words gave "up" at bar 1 (a number, or null while there is none)',
    );
  });

  test('a window that is no number of bars', () => {
    const half = defineFeature({ ...simple, type: 'half_window', window: () => 2.5, value: () => 1 });
    expect(userLine(() => compute(makeBars([1]), half()))).toBe(
      'feature half_window: window gave 2.5 (a whole number of bars, 1 or more)',
    );
  });

  test('a parameter that it does not have', () => {
    expect(userLine(() => featureKey({ type: 'median_price', params: { perod: 3 } }))).toContain(
      'feature median_price has no parameter "perod" (did you mean "period"?)',
    );
    // @ts-expect-error: parameters are known to the type checker
    void medianPrice({ perod: 3 });
  });
});
