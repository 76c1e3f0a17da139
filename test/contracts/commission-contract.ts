import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CommissionDefinition } from '../../src/execution/commission.ts';
import { roundMoney } from '../../src/market/money.ts';
import { describesItself } from './describes-itself.ts';

const positive = (max: number) => fc.double({ min: 1e-3, max, noNaN: true });

const fills = fc.record({
  symbol: fc.constantFrom('A', 'B', 'C'),
  units: positive(1e6),
  // Beyond some billions doubles are coarser than the grid.
  price: positive(1e4),
  multiplier: fc.constantFrom(1, 50),
  side: fc.constantFrom(1, -1),
  maker: fc.boolean(),
  monthUnits: fc.constantFrom(0, 100, 1e6),
  monthValue: fc.constantFrom(0, 1e5, 1e9),
});

/** What every commission model promises, whatever its parameters. */
export function commissionContract(definition: CommissionDefinition, paramSets: readonly unknown[]): void {
  describe(`commission ${definition.type}`, () => {
    describesItself(definition);

    test('is money on the grid, never below 0 and never infinite', () => {
      fc.assert(
        fc.property(fills, fc.constantFrom(...paramSets), (fill, params) => {
          const money = definition.create(definition.params.parse(params))(fill);
          expect(money).toBeGreaterThanOrEqual(0);
          expect(money).toBeLessThan(Number.POSITIVE_INFINITY);
          expect(money).toBe(roundMoney(money));
        }),
      );
    });

    test('is the same for the same fill, whatever was charged before', () => {
      fc.assert(
        fc.property(fills, fills, fc.constantFrom(...paramSets), (one, other, params) => {
          const model = definition.create(definition.params.parse(params));
          const first = model(one);
          model(other);
          expect(model(one)).toBe(first);
        }),
      );
    });
  });
}
