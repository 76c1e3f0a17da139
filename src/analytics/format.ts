import type { MetricUnit } from './metric.ts';

/** What people see where there is no value. */
export const NO_VALUE = '–';

/**
 * A metric's value as people read it, the same in every locale: `12.34%`, `-1,234.50` (money), `1,234` (count), `1.72`
 * (ratio), `361.0 days` (hours or minutes below a day), `12.5` (bars), `2016-01-04` or `2016-01-04T14:30:00Z` (date, UTC).
 */
export function formatMetric(value: number | null, unit: MetricUnit): string {
  if (value === null) return NO_VALUE;
  switch (unit) {
    case 'fraction':
      return `${formatNumber(value * 100, 2)}%`;
    case 'money':
    case 'ratio':
      return formatNumber(value, 2);
    case 'count':
      return formatNumber(value, 0);
    case 'bars':
      return formatNumber(value, 1);
    case 'days':
      return formatDays(value);
    case 'date':
      return formatDate(value);
  }
}

/** `1 bar`, `1,234 bars`. @param many of words whose plural is more than an s behind them. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${formatNumber(count, 0)} ${count === 1 ? one : many}`;
}

/** Fixed decimals with a comma between thousands; never "-0". */
export function formatNumber(value: number, decimals: number): string {
  // From 1e21 on `toFixed` writes an exponent, which has no thousands.
  if (!(Math.abs(value) < 1e21)) return String(value);
  const fixed = Math.abs(value).toFixed(decimals);
  const [whole, ...fraction] = fixed.split('.');
  const text = [whole.replaceAll(/\B(?=(\d{3})+$)/g, ','), ...fraction].join('.');
  return value < 0 && Number(fixed) !== 0 ? `-${text}` : text;
}

/** ISO 8601 in UTC: the date alone at midnight, milliseconds only where there are some. */
export function formatDate(timestamp: number): string {
  return new Date(timestamp).toISOString().replace('T00:00:00.000Z', '').replace('.000Z', 'Z');
}

function formatDays(days: number): string {
  const size = Math.abs(days);
  if (size >= 1 || size === 0) return `${formatNumber(days, 1)} days`;
  const hours = days * 24;
  return size * 24 >= 1 ? `${formatNumber(hours, 1)} h` : `${formatNumber(hours * 60, 1)} min`;
}
