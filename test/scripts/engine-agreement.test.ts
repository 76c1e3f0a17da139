import { expect, test } from 'vitest';
import { agreementTable, agrees, engineAgreement } from '../../scripts/engine-agreement.ts';

const agreement = engineAgreement(60, 4);

test('the engine and the naive engine agree in the cases that the table counts', () => {
  expect(agrees(agreement)).toBe(true);
  const table = agreementTable(agreement);
  expect(table).toMatch(/^orders +[\d,]+ {2}agree$/m);
  expect(table).toMatch(/^equity values +[\d,]+ {2}agree$/m);
  for (const [, { compared }] of Object.entries(agreement.values)) expect(compared).toBeGreaterThan(0);
});

test('a value that differs is counted and told', () => {
  const values = { ...agreement.values, fills: { compared: 1234, differ: 2 } };
  expect(agrees({ ...agreement, values })).toBe(false);
  expect(agreementTable({ ...agreement, values })).toMatch(/^fills +1,234 {2}2 DIFFER$/m);
});

test('it says how often each part of the engine had a say', () => {
  const families = [...agreement.parts.keys()];
  expect(families).toEqual(
    expect.arrayContaining(['strategies', 'sizing', 'limits', 'slippage', 'commission']),
  );
  expect([...(agreement.parts.get('sizing')?.keys() ?? [])].length).toBeGreaterThan(3);
});
