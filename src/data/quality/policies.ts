import { z } from 'zod';

/** What is looked for in the rows of a file, in the order in which it is reported. */
export const CHECKS = [
  'order',
  'duplicates',
  'missing',
  'non_positive',
  'ohlc',
  'spikes',
  'gaps',
  'stale',
  'zero_volume',
] as const;
export type Check = (typeof CHECKS)[number];

/** What each check finds. */
export const CHECK_DESCRIPTIONS: Readonly<Record<Check, string>> = {
  order: 'a time earlier than one before it',
  duplicates: 'a time that was there already',
  missing: 'an empty cell, or one that is no finite number',
  non_positive: 'a price that is not above 0, a volume below 0',
  ohlc: 'a high below the low, an open or close outside of them',
  spikes: 'a price far from the last close, measured by the usual move',
  gaps: 'bars that are not there',
  stale: 'the same open, high, low and close again and again',
  zero_volume: 'a bar in which nothing was traded',
};

/**
 * - `error`: the load ends, and says where.
 * - `drop`: the row is left out. `sort` puts it in its place; of duplicates the first stays.
 * - `fill`: a synthetic bar stands instead, flat at the last close, on which no order fills.
 * - `flag`: the bar stays, with `FLAGGED_BAR` set, and is reported.
 * - `ignore`: not looked for.
 */
export type Policy = 'error' | 'drop' | 'sort' | 'fill' | 'flag' | 'ignore';

// What makes a bar unusable cannot be flagged and kept; what is merely odd need not be looked for.
const unusable = z.enum(['error', 'drop', 'fill']).default('error');
const odd = z.enum(['error', 'drop', 'fill', 'flag', 'ignore']).default('ignore');

export const qualitySchema = z.strictObject({
  order: z.enum(['error', 'drop', 'sort']).default('error').describe(CHECK_DESCRIPTIONS.order),
  duplicates: z.enum(['error', 'drop']).default('error').describe(CHECK_DESCRIPTIONS.duplicates),
  missing: unusable.describe(CHECK_DESCRIPTIONS.missing),
  non_positive: unusable.describe(CHECK_DESCRIPTIONS.non_positive),
  ohlc: unusable.describe(CHECK_DESCRIPTIONS.ohlc),
  spikes: odd.describe(CHECK_DESCRIPTIONS.spikes),
  gaps: z.enum(['error', 'fill', 'flag', 'ignore']).default('ignore').describe(CHECK_DESCRIPTIONS.gaps),
  stale: odd.describe(CHECK_DESCRIPTIONS.stale),
  zero_volume: odd.describe(CHECK_DESCRIPTIONS.zero_volume),
  spike_size: z
    .number()
    .positive()
    .default(20)
    .describe('a move is a spike above this many times the median move of the bars before'),
  spike_bars: z.int().min(20).max(10_000).default(100).describe('bars that the median move is taken over'),
  stale_bars: z.int().min(2).default(5).describe('equal bars in a row from which on they are stale'),
  gap_bars: z
    .int()
    .min(0)
    .optional()
    .describe('bars that may be missing in a row: 2 weekdays of daily bars, none of others by default'),
});

export type QualityPolicies = z.output<typeof qualitySchema>;

/** Rows that cannot be used are errors, and nothing else is looked for. */
export const STRICT: QualityPolicies = qualitySchema.parse({});

/** Everything is looked for, and nothing changed that can stay: for a report on a file. */
export const REPORTING: QualityPolicies = qualitySchema.parse({
  order: 'sort',
  duplicates: 'drop',
  missing: 'drop',
  non_positive: 'drop',
  ohlc: 'drop',
  spikes: 'flag',
  gaps: 'flag',
  stale: 'flag',
  zero_volume: 'flag',
});

/** Whether a load with these policies only needs to know that all is well. */
export function isStrict(policies: QualityPolicies): boolean {
  return CHECKS.every((check) => policies[check] === STRICT[check]);
}
