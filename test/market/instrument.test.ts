import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeInstrument, unitsOf, wholeLots } from '../../src/market/instrument.ts';

const lotSizes = fc.constantFrom(1, 10, 100, 0.5, 0.1, 0.01, 0.001, 1e-8);

describe('lots', () => {
  test('3 lots of 0.1 are 0.3 units, and 0.3 units are 3 lots', () => {
    expect(unitsOf(3, 0.1)).toBe(0.3);
    expect(wholeLots(0.3, 0.1)).toBe(3);
    expect(wholeLots(0.1 + 0.2, 0.1)).toBe(3);
  });

  test('lots survive the way to units and back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), lotSizes, (lots, lotSize) => {
        expect(wholeLots(unitsOf(lots, lotSize), lotSize)).toBe(lots);
      }),
    );
  });

  test('whole lots never cover more than was asked for, and leave less than one lot', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e6, noNaN: true }), lotSizes, (units, lotSize) => {
        const covered = unitsOf(wholeLots(units, lotSize), lotSize);
        const hair = 8 * Number.EPSILON * Math.max(units, lotSize);
        expect(covered).toBeLessThanOrEqual(units + hair);
        expect(units - covered).toBeLessThan(lotSize + hair);
      }),
    );
  });
});

describe('makeInstrument', () => {
  test('is a share in US dollars unless told otherwise', () => {
    expect(makeInstrument('SPX')).toEqual({ symbol: 'SPX', lotSize: 1, multiplier: 1, currency: 'USD' });
    expect(makeInstrument('ES', { multiplier: 50, currency: 'EUR' })).toMatchObject({
      multiplier: 50,
      currency: 'EUR',
    });
  });

  test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY, 0.3, 1.5])(
    'refuses a lot size of %d',
    (lotSize) => {
      expect(() => makeInstrument('X', { lotSize })).toThrow(
        `lot size of X must be a whole number or 1 divided by one, found ${lotSize}`,
      );
    },
  );

  test.each([0, -50, Number.NaN])('refuses a multiplier of %d', (multiplier) => {
    expect(() => makeInstrument('X', { multiplier })).toThrow(
      `multiplier of X must be above 0, found ${multiplier}`,
    );
  });
});
