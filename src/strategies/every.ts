import { z } from 'zod';

/** How often something is done: after a number of moments with bars, or with the first of each calendar period (UTC). */
export type Every = number | 'week' | 'month' | 'quarter' | 'year';

const DAY_MS = 86_400_000;

export function everyParam(byDefault: Every) {
  return z
    .union([z.int().min(1), z.enum(['week', 'month', 'quarter', 'year'])], {
      error: 'must be a number of bars, or week, month, quarter or year',
    })
    .default(byDefault)
    .describe('bars, or the first bar of each week, month, quarter or year (UTC)');
}

/** Number of the period that a moment lies in; another number, another period. @param number counts moments from 1. */
export function periodOf(every: Every, time: number, number: number): number {
  if (typeof every === 'number') return Math.floor((number - 1) / every);
  // 1970-01-01 was a Thursday; weeks begin on Monday.
  if (every === 'week') return Math.floor((time / DAY_MS + 3) / 7);
  const date = new Date(time);
  const year = date.getUTCFullYear();
  if (every === 'year') return year;
  const month = 12 * year + date.getUTCMonth();
  return every === 'month' ? month : Math.floor(month / 3);
}
