import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fitGeneralisedPareto, tailEstimate } from '../../src/analytics/series/generalised-pareto.ts';
import { Random } from '../../src/foundation/random.ts';

/** Quantiles of a generalised Pareto distribution at the middles of n equal shares. */
function quantiles(shape: number, scale: number, n: number): Float64Array {
  return Float64Array.from({ length: n }, (_, i) => {
    const rest = 1 - (i + 0.5) / n;
    return shape === 0 ? -scale * Math.log(rest) : (scale / shape) * (rest ** -shape - 1);
  });
}

function logLikelihood(values: Float64Array, shape: number, scale: number): number {
  return values.reduce(
    (sum, x) =>
      sum -
      Math.log(scale) -
      (Math.abs(shape) < 1e-9 ? x / scale : (1 / shape + 1) * Math.log1p((shape * x) / scale)),
    0,
  );
}

describe('a generalised Pareto distribution', () => {
  test.each([
    [-0.3, 1],
    [0, 2.5],
    [0.2, 0.01],
    [0.5, 40],
    [1.2, 1],
  ])('of shape %d and scale %d is found again', (shape, scale) => {
    const found = fitGeneralisedPareto(quantiles(shape, scale, 20_000));
    expect(found?.shape).toBeCloseTo(shape, 1.7);
    expect((found?.scale ?? 0) / scale).toBeCloseTo(1, 1.7);
  });

  test('fits better than any other near it, and does not care for the unit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 20, max: 200 }), (seed, n) => {
        const random = new Random(seed);
        const values = Float64Array.from({ length: n }, () => Math.abs(random.normal()) ** 1.5 + 1e-6);
        const found = fitGeneralisedPareto(values);
        if (found === null) throw new Error('nothing was fitted');
        const best = logLikelihood(values, found.shape, found.scale);
        for (const [a, b] of [
          [1.01, 1],
          [0.99, 1],
          [1, 1.01],
          [1, 0.99],
        ]) {
          const other = logLikelihood(values, found.shape * a, found.scale * b);
          // At the smallest shape allowed, the best is not the top of the hill.
          if (found.shape > -0.49 && Number.isFinite(other))
            expect(other).toBeLessThanOrEqual(best + 1e-6 * n);
        }
        const larger = fitGeneralisedPareto(values.map((value) => 1000 * value));
        expect(larger?.shape).toBeCloseTo(found.shape, 6);
        expect((larger?.scale ?? 0) / found.scale).toBeCloseTo(1000, 3);
      }),
      { numRuns: 50 },
    );
  });

  test('is not fitted to values that are all the same', () => {
    expect(fitGeneralisedPareto(new Float64Array(50).fill(0.5))).toBeNull();
  });
});

describe('the tail of returns', () => {
  test('says what would be seen of many more returns from the same distribution', () => {
    // Losses beyond 1 % are Pareto of shape 0.25 and scale 0.01, a tenth of 20,000 periods.
    const tail = quantiles(0.25, 0.01, 2000).map((x) => -0.01 - x);
    const rest = Float64Array.from({ length: 18_000 }, (_, i) => -0.01 + (i + 1) * 1e-6);
    const found = tailEstimate(Float64Array.from([...tail, ...rest]).sort(), 0.001);
    const loss = 0.01 + (0.01 / 0.25) * (0.01 ** -0.25 - 1);
    expect(found?.valueAtRisk).toBeCloseTo(-loss, 2.5);
    expect(found?.expectedShortfall).toBeCloseTo(-(loss + 0.01 - 0.25 * 0.01) / 0.75, 2);
  });

  test('is nothing where fewer than 20 returns are in it', () => {
    const values = Float64Array.from({ length: 180 }, (_, i) => (i - 90) / 1000);
    expect(tailEstimate(values, 0.01)).toBeNull();
    expect(
      tailEstimate(
        Float64Array.from({ length: 250 }, (_, i) => (i - 90) / 1000),
        0.01,
      ),
    ).not.toBeNull();
    expect(tailEstimate(new Float64Array(0), 0.01)).toBeNull();
  });
});
