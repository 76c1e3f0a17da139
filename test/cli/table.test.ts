import { expect, test } from 'vitest';
import { tableLines } from '../../src/cli/table.ts';

const columns = [
  { heading: 'Portfolio', align: 'left' },
  { heading: 'Return', align: 'right' },
  { heading: 'Trades', align: 'right' },
] as const;
const rows = [
  ['a', '1.00%', '7'],
  ['longer name', '-12.00%', '1,234'],
];

test('columns are as wide as their widest cell, numbers to the right', () => {
  expect(tableLines(columns, rows, 80)).toEqual([
    'Portfolio     Return  Trades',
    'a              1.00%       7',
    'longer name  -12.00%   1,234',
  ]);
});

test('a column without room is left out whole, but never the first', () => {
  expect(tableLines(columns, rows, 27)[2]).toBe('longer name  -12.00%');
  expect(tableLines(columns, rows, 28)[2]).toBe('longer name  -12.00%   1,234');
  expect(tableLines(columns, rows, 1)[2]).toBe('longer name');
});
