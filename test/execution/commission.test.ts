import { expect, test } from 'vitest';
import { type CommissionInput, commissionRegistry } from '../../src/execution/commission.ts';
import { commissionContract } from '../contracts/commission-contract.ts';

const TIERS = [
  { from: 0, percent: 0.1 },
  { from: 100_000, percent: 0.05, per_unit: 0.01 },
];
const CRYPTO = {
  exchanges: [
    {
      name: 'NYSE',
      symbols: ['A'],
      taker: { per_unit: 0.005 },
      sale: { percent: 0.002 },
      minimum: 1,
      maximum_percent: 1,
    },
    { name: 'elsewhere', maker: { percent: -0.01 }, taker: { percent: 0.05, fixed: 0.5 } },
  ],
};
const PARAMS: Record<string, readonly unknown[]> = {
  none: [{}],
  percent: [{ percent: 0 }, { percent: 0.1, minimum: 1 }],
  per_share: [{ amount: 0.005, minimum: 1 }, { amount: 0 }],
  fixed: [{ amount: 1.5 }, { amount: 0, minimum: 2 }],
  tiered: [{ tiers: TIERS }, { by: 'units', tiers: TIERS, minimum: 3 }],
  schedule: [CRYPTO, { exchanges: [{ name: 'one', symbols: ['B'], taker: {} }] }],
};

test('every registered model is held to the contract', () => {
  expect(Object.keys(PARAMS).sort()).toEqual(commissionRegistry.types.sort());
});

for (const [type, sets] of Object.entries(PARAMS)) commissionContract(commissionRegistry.get(type), sets);

const charge = (type: string, params: unknown, fill: Partial<CommissionInput>) => {
  const definition = commissionRegistry.get(type);
  return definition.create(definition.params.parse(params))({
    symbol: 'A',
    units: 100,
    price: 50,
    multiplier: 1,
    side: 1,
    maker: false,
    monthUnits: 0,
    monthValue: 0,
    ...fill,
  });
};

test('a tier holds from what was traded in the month before the fill', () => {
  expect(charge('tiered', { tiers: TIERS }, { monthValue: 99_999 })).toBe(5);
  expect(charge('tiered', { tiers: TIERS }, { monthValue: 100_000 })).toBe(2.5 + 1);
});

test('tiers must start at 0 and rise', () => {
  const { params } = commissionRegistry.get('tiered');
  expect(params.safeParse({ tiers: [{ from: 5 }] }).error?.issues[0]).toMatchObject({
    path: ['tiers', 0, 'from'],
    message: 'the first tier must be from 0',
  });
  expect(params.safeParse({ tiers: [{ from: 0 }, { from: 9 }, { from: 9 }] }).success).toBe(false);
});

test('the exchange of the symbol charges: minimum, sales and maximum by its schedule', () => {
  expect(charge('schedule', CRYPTO, {})).toBe(1);
  expect(charge('schedule', CRYPTO, { units: 1_000 })).toBe(5);
  expect(charge('schedule', CRYPTO, { units: 1_000, side: -1 })).toBe(5 + 1);
  // One percent of 10 is less than the minimum, and the maximum wins.
  expect(charge('schedule', CRYPTO, { units: 1, price: 10 })).toBe(0.1);
});

test('a maker may be paid for, but a fill never earns', () => {
  expect(charge('schedule', CRYPTO, { symbol: 'B' })).toBe(2.5 + 0.5);
  expect(charge('schedule', CRYPTO, { symbol: 'B', maker: true })).toBe(0);
});

test('a symbol that no exchange names is free', () => {
  const one = { exchanges: [{ name: 'one', symbols: ['B'], taker: { fixed: 1 } }] };
  expect(charge('schedule', one, { symbol: 'A' })).toBe(0);
  expect(charge('schedule', one, { symbol: 'B' })).toBe(1);
});
