import { expect, test } from 'vitest';
import { overfittingProbability } from '../../../src/analytics/significance/overfitting.ts';
import { Random } from '../../../src/foundation/random.ts';

function noise(trials: number, periods: number, seed: number): Float64Array[] {
  const random = new Random(seed);
  return Array.from({ length: trials }, () => Float64Array.from({ length: periods }, () => random.normal()));
}

test('a trial that is better in every period is no accident', () => {
  const trials = noise(5, 160, 1).map((returns, i) => returns.map((value) => value + (i === 2 ? 3 : 0)));
  expect(overfittingProbability(trials, 8)).toMatchObject({ probability: 0, splits: 70 });
});

test('the best of what is noise is below the median about half of the time', () => {
  const found = Array.from(
    { length: 20 },
    (_, seed) => overfittingProbability(noise(20, 200, seed), 6).probability,
  );
  const mean = found.reduce((sum, one) => sum + one, 0) / found.length;
  expect(mean).toBeGreaterThan(0.35);
  expect(mean).toBeLessThan(0.65);
});

test('two trials that mirror one another are always chosen wrongly', () => {
  // The first is good in the first half of all blocks and bad in the other, the second the other way round.
  const swing = Float64Array.from({ length: 40 }, (_, i) => (i < 20 ? 1 : -1) + 0.01 * (i % 3));
  const { probability, logits } = overfittingProbability([swing, swing.map((value) => -value)], 2);
  expect(probability).toBe(1);
  // Last of two: rank 1 of 3.
  expect(Array.from(logits, Math.exp)).toEqual([expect.closeTo(0.5, 14), expect.closeTo(0.5, 14)]);
});

test.each([
  ['one trial', () => overfittingProbability(noise(1, 100, 1)), 'two trials'],
  ['an odd number of blocks', () => overfittingProbability(noise(2, 100, 1), 7), 'even number of blocks'],
  ['too few periods', () => overfittingProbability(noise(2, 20, 1), 16), '32 periods, found 20'],
  [
    'trials of different length',
    () => overfittingProbability([...noise(1, 99, 1), ...noise(1, 98, 1)], 4),
    'one length',
  ],
])('refuses %s', (_, act, message) => {
  expect(act).toThrow(message);
});
