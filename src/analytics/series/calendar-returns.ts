/** Lengths by which returns are put together. */
export type CalendarSpan = 'day' | 'week' | 'month' | 'quarter' | 'year';

/**
 * Returns compounded within each span of the calendar (UTC; weeks as in ISO 8601), in order; spans without a return are
 * left out. A span that the series begins or ends in counts with what there is of it.
 */
export function calendarReturns(
  returns: Float64Array,
  timestamp: Float64Array,
  span: CalendarSpan,
): Float64Array {
  const out: number[] = [];
  let [current, wealth] = [Number.NaN, 1];
  for (let i = 0; i < returns.length; i++) {
    const key = spanOf(timestamp[i], span);
    if (key !== current && i > 0) {
      out.push(wealth - 1);
      wealth = 1;
    }
    current = key;
    wealth *= 1 + returns[i];
  }
  if (returns.length > 0) out.push(wealth - 1);
  return Float64Array.from(out);
}

const DAY = 86_400_000;

/** A number that is the same for all times of one span, and grows. */
function spanOf(time: number, span: CalendarSpan): number {
  const day = Math.floor(time / DAY);
  if (span === 'day') return day;
  // 1970-01-01 was a Thursday.
  if (span === 'week') return Math.floor((day + 3) / 7);
  const date = new Date(time);
  const year = date.getUTCFullYear();
  if (span === 'year') return year;
  const month = date.getUTCMonth();
  return span === 'month' ? 12 * year + month : 4 * year + Math.floor(month / 3);
}
