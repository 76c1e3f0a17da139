import { expect, test } from 'vitest';
import { type NumberFormat, numberFormatter } from '../../../src/reports/text-chart/number-format.ts';

test.each<[number, NumberFormat, number, number, string]>([
  [101.5, {}, 0.5, 102, '101.5'],
  [101.5, { decimals: 2 }, 0.5, 102, '101.50'],
  [1234567, {}, 1000, 2e6, '1,234,567'],
  [-1234.5, { prefix: '$' }, 0.5, 2000, '-$1,234.5'],
  [0.125, { style: 'percent' }, 0.005, 1, '12.5%'],
  [-0.05, { style: 'percent' }, 0.05, 1, '-5%'],
  [1_500_000, { style: 'compact' }, 500_000, 2e6, '1.5M'],
  [0, { style: 'compact' }, 500_000, 2e6, '0.0'],
  [2.5e9, {}, 5e8, 5e9, '2.5B'],
  [1.5e18, {}, 5e17, 2e18, '1.5e+18'],
  [2e-11, {}, 1e-12, 5e-11, '2.0e-11'],
  [-1e-9, {}, 1, 10, '0'],
])('%d as %o in steps of %d up to %d is %4$s', (value, format, step, largest, text) => {
  expect(numberFormatter(format, step, largest)(value)).toBe(text);
});
