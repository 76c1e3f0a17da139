import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normalCdf, normalQuantile } from '../../../src/analytics/significance/normal.ts';

// statistics.NormalDist of Python 3.11, and math.erfc at −6.
test.each([
  [0, 0.5],
  [1, 0.8413447460685429],
  [-1.96, 0.024997895148220435],
  [2.9999, 0.998649658717045],
  [3.5, 0.9997673709209645],
  [-6, 9.865876450376946e-10],
])('normalCdf(%f)', (z, share) => {
  expect(normalCdf(z) / share).toBeCloseTo(1, 12);
});

test.each([
  [0.5, 0],
  [0.95, 1.6448536269514715],
  [0.99, 2.3263478740408408],
  [0.001, -3.090232306167813],
  [1e-9, -5.9978070150076865],
])('normalQuantile(%f)', (share, z) => {
  expect(normalQuantile(share)).toBeCloseTo(z, 11);
});

test('one undoes the other', () => {
  fc.assert(
    fc.property(fc.double({ min: -5, max: 5, noNaN: true }), (z) => {
      expect(normalQuantile(normalCdf(z))).toBeCloseTo(z, 8);
    }),
  );
});

test('the ends are infinite, and what is no share has no value', () => {
  expect([0, 1, -0.1, Number.NaN].map(normalQuantile)).toEqual([
    Number.NEGATIVE_INFINITY,
    Number.POSITIVE_INFINITY,
    Number.NaN,
    Number.NaN,
  ]);
});
