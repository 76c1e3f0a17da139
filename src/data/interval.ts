import { z } from 'zod';

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const WEEK = 7 * DAY;

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: SECOND, m: MINUTE, h: HOUR, d: DAY, w: WEEK };
const PATTERN = /^([1-9][0-9]{0,8})(ms|s|m|h|d|w)$/;

/** A length of time as people type it: `30s`, `5m`, `1h`, `1d`, `1w`. */
export const intervalSchema = z
  .string()
  .regex(PATTERN, 'must be a whole number with a unit (ms, s, m, h, d, w), such as 5m');

/** Milliseconds in an interval that passed `intervalSchema`. */
export function intervalMs(text: string): number {
  const match = PATTERN.exec(text);
  if (match === null) throw new RangeError(`not an interval: ${text}`);
  return Number(match[1]) * UNITS[match[2]];
}

/**
 * The spacing (ms) that occurs most often between neighbours of `times`, the shortest of equally frequent ones;
 * undefined when no two times differ. Gaps (nights, weekends) are rarer than the bar's own length.
 */
export function mostCommonSpacing(times: Float64Array): number | undefined {
  const counts = new Map<number, number>();
  for (let i = 1; i < times.length; i++) {
    const spacing = times[i] - times[i - 1];
    if (spacing > 0) counts.set(spacing, (counts.get(spacing) ?? 0) + 1);
  }
  let best: number | undefined;
  for (const [spacing, count] of counts) {
    const bestCount = best === undefined ? 0 : (counts.get(best) ?? 0);
    if (best === undefined || count > bestCount || (count === bestCount && spacing < best)) best = spacing;
  }
  return best;
}

/** A length of time as `intervalSchema` takes it, in the largest unit that divides it: `5m`, `1d`. */
export function intervalText(ms: number): string {
  const [unit, size] = Object.entries(UNITS).findLast(([, length]) => ms % length === 0) ?? ['ms', 1];
  return `${ms / size}${unit}`;
}
