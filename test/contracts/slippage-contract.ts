import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { generateBars } from '../../src/data/generate-bars.ts';
import type { SlippageDefinition } from '../../src/execution/slippage.ts';
import { describesItself } from './describes-itself.ts';

const fills = fc
  .record({
    seed: fc.integer({ min: 1, max: 1e6 }),
    bars: fc.integer({ min: 1, max: 60 }),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    units: fc.double({ min: 1e-3, max: 1e9, noNaN: true }),
    place: fc.double({ min: 0, max: 1, noNaN: true }),
    side: fc.constantFrom(1, -1),
  })
  .map(({ seed, bars, at, units, place, side }) => {
    const series = generateBars({ symbol: 'X', kind: 'random_walk', seed, bars });
    const index = Math.min(bars - 1, Math.floor(at * bars));
    const { [index]: low } = series.low;
    const { [index]: high } = series.high;
    return { series, index, units, side, reference: low + place * (high - low) };
  });

/** What every slippage model promises, whatever its parameters. */
export function slippageContract(definition: SlippageDefinition, paramSets: readonly unknown[]): void {
  describe(`slippage ${definition.type}`, () => {
    describesItself(definition);

    test('never moves a price in favour of the trader, and keeps it above 0', () => {
      fc.assert(
        fc.property(fills, fc.constantFrom(...paramSets), ({ reference, side, ...input }, params) => {
          const price = definition.create(definition.params.parse(params))(reference, side, input);
          expect(side * (price - reference)).toBeGreaterThanOrEqual(0);
          expect(price).toBeGreaterThan(0);
        }),
      );
    });

    test('gives the same price for the same fill, whatever came before', () => {
      fc.assert(
        fc.property(fills, fills, fc.constantFrom(...paramSets), (one, other, params) => {
          const model = definition.create(definition.params.parse(params));
          const price = () => model(one.reference, one.side, one);
          const first = price();
          model(other.reference, other.side, other);
          expect(price()).toBe(first);
        }),
      );
    });

    test('reads no bar after the one that fills', () => {
      fc.assert(
        fc.property(
          fills,
          fc.constantFrom(...paramSets),
          ({ series, index, units, side, reference }, params) => {
            const model = definition.create(definition.params.parse(params));
            const cut = series.slice(0, index + 1);
            expect(model(reference, side, { series: cut, index, units })).toBe(
              model(reference, side, { series, index, units }),
            );
          },
        ),
      );
    });
  });
}
