import { z } from 'zod';
import { type FeatureSource, featureSourceSchema } from './request.ts';

/** Bars that a feature looks back over. The upper end only catches slips: 100,000 one-minute bars are a year. */
export function periodParam(byDefault: number, atLeast = 1, meaning = 'number of bars') {
  return z.int().min(atLeast).max(100_000).default(byDefault).describe(meaning);
}

/** A parameter that says what a feature is computed from: a bar field, `close` by default, or another feature. */
export function sourceParam(
  byDefault: FeatureSource = 'close',
  meaning = 'what it is computed from: a bar field, or another feature',
) {
  return featureSourceSchema.default(byDefault).describe(meaning);
}

/** How many times something is taken: band widths and the like. */
export function multiplierParam(byDefault: number, meaning: string) {
  return z.number().positive().max(100).default(byDefault).describe(meaning);
}

/** Scales a volatility per bar to one per year by the square root of this. */
export function periodsPerYearParam() {
  return z
    .number()
    .positive()
    .max(100_000_000)
    .default(1)
    .describe('bars per year, to annualise by its square root (252 for daily bars); 1 leaves it per bar');
}

export function timeZoneParam() {
  return z
    .string()
    .refine(isTimeZone, { error: 'must be an IANA time zone such as America/New_York' })
    .default('UTC')
    .describe('IANA time zone in which the clock is read, such as America/New_York');
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
