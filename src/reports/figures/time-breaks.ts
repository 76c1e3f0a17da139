const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
/** Plotly walks through every break of an axis: over longer times they cost more than they help. */
const LONGEST_DAYS = 3 * 366;

/** Plotly's breaks for times at which there never are bars: weekends, and nights of a market that closes. */
export function timeBreaks(times: ArrayLike<number>): Readonly<Record<string, unknown>>[] {
  const { length } = times;
  if (length < 10 || (times[length - 1] - times[0]) / DAY > LONGEST_DAYS) return [];
  const minutes = new Set<number>();
  let weekend = false;
  for (let i = 0; i < length; i++) {
    const day = Math.floor(times[i] / DAY + 4) % 7;
    weekend ||= day === 0 || day === 6;
    minutes.add(Math.floor((times[i] % DAY) / MINUTE));
  }
  const breaks: Readonly<Record<string, unknown>>[] = weekend
    ? []
    : [{ bounds: [6, 1], pattern: 'day of week' }];
  const night = closedHours(minutes, times);
  if (night !== null) breaks.push({ bounds: night, pattern: 'hour' });
  return breaks;
}

/** Hours [close, open] without a bar on any day; null for days of one bar, and where it is never closed for long. */
function closedHours(minutes: ReadonlySet<number>, times: ArrayLike<number>): [number, number] | null {
  if (minutes.size < 2) return null;
  const sorted = [...minutes].sort((a, b) => a - b);
  const length = shortestGap(times) / MINUTE;
  const close = sorted[sorted.length - 1] + length;
  const open = sorted[0];
  // Three hours at least: pauses at noon stay, as on any chart.
  if (open + 1440 - close < 180) return null;
  return [close / 60, open / 60];
}

/** The shortest time between two of ascending moments that differ, at most a day; milliseconds. */
export function shortestGap(times: ArrayLike<number>): number {
  let shortest = DAY;
  for (let i = 1; i < times.length; i++) {
    const gap = times[i] - times[i - 1];
    if (gap > 0 && gap < shortest) shortest = gap;
  }
  return shortest;
}
