import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FeatureTable } from '../../src/features/index.ts';
import { BarSeries } from '../../src/market/bar-series.ts';
import type { SizingDefinition, SizingInput } from '../../src/risk/sizing.ts';
import { describesItself } from './describes-itself.ts';

const amount = (min: number, max: number) => fc.double({ min, max, noNaN: true });

const inputs = fc.record({
  equity: amount(-1e6, 1e9),
  price: amount(1e-3, 1e5),
  multiplier: fc.constantFrom(1, 50),
  weight: amount(0.01, 1),
  symbols: fc.integer({ min: 1, max: 500 }),
  stopDistance: fc.oneof(fc.constant(Number.NaN), amount(1e-6, 1e4)),
  feature: fc.oneof(fc.constant(Number.NaN), fc.constant(0), amount(1e-6, 10)),
  trades: fc
    .record({
      wins: fc.nat(50),
      losses: fc.nat(50),
      flat: fc.nat(3),
      win: amount(0.01, 1e4),
      loss: amount(0.01, 1e4),
    })
    .map(({ wins, losses, flat, win, loss }) => ({
      count: wins + losses + flat,
      wins,
      losses,
      won: wins * win,
      lost: losses * loss,
      lastLoss: () => Number.NEGATIVE_INFINITY,
    })),
});

/** What every sizing rule promises, whatever its parameters. */
export function sizingContract(definition: SizingDefinition, paramSets: readonly unknown[]): void {
  const parsed = paramSets.map((params) => definition.params.parse(params));
  const inputOf = (
    params: unknown,
    { feature, trades, ...rest }: typeof inputs extends fc.Arbitrary<infer T> ? T : never,
  ): SizingInput => ({
    ...rest,
    features: Object.fromEntries(
      Object.keys(definition.features?.(params) ?? {}).map((name) => [name, feature]),
    ),
    trades: definition.readsTrades === true ? trades : null,
  });

  describe(`sizing ${definition.type}`, () => {
    describesItself(definition);

    test('gives units, 0 or above and finite, also while features warm up and when everything is lost', () => {
      fc.assert(
        fc.property(inputs, fc.constantFrom(...parsed), (raw, params) => {
          const units = definition.create(params)(inputOf(params, raw));
          expect(units).toBeGreaterThanOrEqual(0);
          expect(units).toBeLessThan(Number.POSITIVE_INFINITY);
        }),
      );
    });

    test('gives the same size for the same input, whatever was asked before', () => {
      fc.assert(
        fc.property(inputs, inputs, fc.constantFrom(...parsed), (one, other, params) => {
          const rule = definition.create(params);
          const first = rule(inputOf(params, one));
          rule(inputOf(params, other));
          expect(rule(inputOf(params, one))).toBe(first);
        }),
      );
    });

    test('asks for features that there are', () => {
      const table = new FeatureTable(BarSeries.allocate('X', 0), 'columns');
      for (const params of parsed) {
        for (const request of Object.values(definition.features?.(params) ?? {})) {
          expect(table.column(request)).toHaveLength(0);
        }
      }
    });
  });
}
