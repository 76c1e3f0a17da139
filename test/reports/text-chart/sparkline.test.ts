import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bar, sparkline, TIERS } from '../../../src/reports/text-chart/index.ts';

test('a sparkline goes from the lowest to the highest value, with gaps, and is filled up with blanks', () => {
  expect(sparkline([1, 2, 3, 4, 5, 6, 7, 8], 8)).toBe('▁▂▃▄▅▆▇█');
  expect(sparkline([1, Number.NaN, 8], 5)).toBe('▁ █  ');
  expect(sparkline([1, 8], 2, { tier: 'ascii' })).toBe('.@');
  expect(sparkline([3, 3], 2)).toBe('▅▅');
  expect(sparkline([], 3)).toBe('   ');
});

test('a sparkline of more values than cells ends with the newest one', () => {
  expect(sparkline([0, 0, 0, 0, 0, 1], 3)).toBe('▁▁█');
});

test('a bar is exact to an eighth of a cell, never more than full, and never empty above zero', () => {
  expect(bar(3, 4, 8)).toBe('██████  ');
  expect(bar(1, 16, 4)).toBe('▎   ');
  expect(bar(9, 4, 3)).toBe('███');
  expect(bar(1e-9, 4, 3)).toBe('▏  ');
  expect(bar(-1, 4, 3)).toBe('   ');
  expect(bar(Number.NaN, 4, 3)).toBe('   ');
  expect(bar(3, 4, 2, { tier: 'ascii' })).toBe('#-');
});

test('values that are told apart by the last bit alone are level', () => {
  // Half their difference is 0: the line was empty.
  expect(sparkline([5.4e-323, 6e-323], 2)).toHaveLength(2);
});

test('both fill exactly the width they are given, whatever the numbers', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double(), { maxLength: 60 }),
      fc.integer({ min: 0, max: 40 }),
      fc.double(),
      fc.constantFrom(...TIERS),
      (values, width, max, tier) => {
        expect(sparkline(values, width, { tier })).toHaveLength(width);
        expect(bar(values[0] ?? 0, max, width, { tier })).toHaveLength(width);
      },
    ),
  );
});
