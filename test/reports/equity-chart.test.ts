import { expect, test } from 'vitest';
import { equityChart } from '../../src/reports/equity-chart.ts';

const DAY = 86_400_000;
const times = Array.from({ length: 50 }, (_, i) => Date.UTC(2020, 0, 1) + i * DAY);
const options = { width: 60, height: 12, colors: 'none' } as const;

test('is as large as it was asked to be and names each line with its last value', () => {
  const lines = equityChart(
    [
      { label: 'hold', timestamp: times, equity: times.map((_, i) => 100 + i) },
      { label: 'mine', timestamp: times, equity: times.map((_, i) => 200 - i) },
    ],
    options,
  ).split('\n');
  expect(lines).toHaveLength(12);
  expect(new Set(lines.map((line) => line.length))).toEqual(new Set([60]));
  expect(lines[0]).toMatch(/hold 149\s+\S+ mine 151/);
});

test('a line with times of its own is shown at its last value by then', () => {
  const whole = times.map((_, i) => 100 + i);
  const sparse = times.filter((_, i) => i % 10 === 0);
  const drawn = equityChart(
    [
      { label: 'a', timestamp: times, equity: whole },
      { label: 'b', timestamp: sparse, equity: sparse.map((_, i) => 100 + i) },
    ],
    options,
  );
  expect(drawn).toMatch(/b 104/);
});

test('is coloured where colours are wanted, and there need be no line at all', () => {
  const one = [{ label: 'a', timestamp: times, equity: times.map(() => 100) }];
  expect(equityChart(one, { ...options, colors: '16' })).toContain('\u001b[');
  expect(equityChart(one, options)).not.toContain('\u001b[');
  expect(equityChart([], options).split('\n')).toHaveLength(12);
});
