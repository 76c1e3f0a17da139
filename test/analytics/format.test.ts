import { expect, test } from 'vitest';
import { formatDate, formatMetric, formatNumber } from '../../src/analytics/format.ts';
import type { MetricUnit } from '../../src/analytics/metric.ts';

test.each<[number | null, MetricUnit, string]>([
  [null, 'fraction', '–'],
  [0.12345, 'fraction', '12.35%'],
  [-0.10954, 'fraction', '-10.95%'],
  [12.5, 'fraction', '1,250.00%'],
  [-0.00001, 'fraction', '0.00%'],
  [1234567.891, 'money', '1,234,567.89'],
  [-1234.5, 'money', '-1,234.50'],
  [-999.999, 'money', '-1,000.00'],
  [100, 'money', '100.00'],
  [1.7238, 'ratio', '1.72'],
  [12345, 'count', '12,345'],
  [12.54, 'bars', '12.5'],
  [361, 'days', '361.0 days'],
  [0, 'days', '0.0 days'],
  [0.25, 'days', '6.0 h'],
  [0.01, 'days', '14.4 min'],
  [Date.UTC(2016, 0, 4), 'date', '2016-01-04'],
  [Date.UTC(2016, 0, 4, 14, 30), 'date', '2016-01-04T14:30:00Z'],
])('%d as %s reads %s', (value, unit, text) => {
  expect(formatMetric(value, unit)).toBe(text);
});

test('milliseconds of a date show where there are some', () => {
  expect(formatDate(Date.UTC(2016, 0, 4, 14, 30, 0, 250))).toBe('2016-01-04T14:30:00.250Z');
});

test('numbers too large for thousands, or infinite, are written as they are', () => {
  expect(formatNumber(1e21, 2)).toBe('1e+21');
  expect(formatNumber(Number.NEGATIVE_INFINITY, 2)).toBe('-Infinity');
});
