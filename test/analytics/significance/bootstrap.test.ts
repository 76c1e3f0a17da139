import { expect, test } from 'vitest';
import { bootstrapIntervals } from '../../../src/analytics/significance/bootstrap.ts';
import { normalQuantile } from '../../../src/analytics/significance/normal.ts';
import { Random } from '../../../src/foundation/random.ts';

const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;

function normalReturns(count: number, seed: number): Float64Array {
  const random = new Random(seed);
  return Float64Array.from({ length: count }, () => random.normal());
}

test('the interval of a mean of independent returns is about as wide as theory says', () => {
  const [found] = bootstrapIntervals(normalReturns(400, 7), [mean], new Random(1), {
    block: 1,
    resamples: 4000,
  });
  const { low, high } = found!;
  const width = (2 * normalQuantile(0.975)) / Math.sqrt(400);
  expect((high - low) / width).toBeGreaterThan(0.9);
  expect((high - low) / width).toBeLessThan(1.1);
});

test('the same seed gives the same interval, and the interval holds the value of the record', () => {
  const returns = normalReturns(300, 3);
  const once = bootstrapIntervals(returns, [mean], new Random(5));
  expect(bootstrapIntervals(returns, [mean], new Random(5))).toEqual(once);
  expect(once[0]?.low).toBeLessThan(mean(returns));
  expect(once[0]?.high).toBeGreaterThan(mean(returns));
});

test('blocks keep what follows upon what: runs of equal returns widen the interval', () => {
  const single = normalReturns(100, 11);
  const runs = Float64Array.from({ length: 1000 }, (_, i) => single[Math.floor(i / 10)]);
  const width = (block: number) => {
    const [found] = bootstrapIntervals(runs, [mean], new Random(2), { block });
    return found!.high - found!.low;
  };
  expect(width(20) / width(1)).toBeGreaterThan(2);
});

test('there is none without returns, or where the statistic seldom exists', () => {
  expect(bootstrapIntervals(new Float64Array(), [mean], new Random(1))).toEqual([null]);
  expect(bootstrapIntervals(normalReturns(10, 1), [() => Number.NaN], new Random(1))).toEqual([null]);
});
