import { MS_PER_DAY } from '../../analytics/annualise.ts';
import { lowerBound } from '../../foundation/binary-search.ts';
import { drawdowns, type EquityLine } from '../figures/returns.ts';
import { CRISIS_WINDOWS } from './crisis-windows.ts';

/** What a line did between two moments; fractions. */
export interface WindowReturn {
  readonly total: number;
  /** Deepest fall within, ≤ 0, from the equity before its first value on. */
  readonly drawdown: number;
}

/**
 * @param from of the first value that counts, UTC milliseconds; what it is compared with is the value before.
 * @param to of the last value that counts.
 * @returns null where the line has no value before the window or none in it.
 */
export function windowReturn(line: EquityLine, from: number, to: number): WindowReturn | null {
  const start = lowerBound(line.time, from);
  const end = lowerBound(line.time, to + 1) - 1;
  const before = start > 0 ? line.equity[start - 1] : start === 0 ? line.initial : undefined;
  if (end < start || before === undefined || !(before > 0)) return null;
  const equity = Float64Array.from({ length: end - start + 1 }, (_, i) => line.equity[start + i]);
  return {
    total: equity[equity.length - 1] / before - 1,
    drawdown: drawdowns({ equity, initial: before }).reduce((deepest, one) => Math.min(deepest, one), 0),
  };
}

export interface CrisisRow {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  /** By line. */
  readonly returns: readonly (WindowReturn | null)[];
}

/** The crises that lie wholly within the time of the first line. */
export function crisisRows(lines: readonly EquityLine[]): CrisisRow[] {
  const [{ time }] = lines;
  if (time.length === 0) return [];
  return CRISIS_WINDOWS.flatMap(({ name, from, to }) => {
    const start = Date.parse(from);
    const end = Date.parse(to) + MS_PER_DAY - 1;
    if (start < time[0] || end > time[time.length - 1]) return [];
    return [{ name, from, to, returns: lines.map((line) => windowReturn(line, start, end)) }];
  });
}

export interface TrailingRow {
  readonly label: string;
  readonly returns: readonly (WindowReturn | null)[];
}

/** Returns of the last month, quarter and so on up to the end of the first line, as far as it reaches. */
export function trailingRows(lines: readonly EquityLine[]): TrailingRow[] {
  const [{ time }] = lines;
  if (time.length === 0) return [];
  const end = time[time.length - 1];
  const last = new Date(end);
  const [year, month, day] = [last.getUTCFullYear(), last.getUTCMonth(), last.getUTCDate()];
  // A day that a month does not have is its last: a month before 31 March is 28 February.
  const monthsAgo = (count: number) =>
    Math.min(Date.UTC(year, month - count, day), Date.UTC(year, month - count + 1, 0)) + MS_PER_DAY;
  const starts: readonly (readonly [string, number])[] = [
    ['Month to date', Date.UTC(year, month, 1)],
    ['3 months', monthsAgo(3)],
    ['6 months', monthsAgo(6)],
    ['Year to date', Date.UTC(year, 0, 1)],
    ['1 year', monthsAgo(12)],
    ['3 years', monthsAgo(36)],
    ['5 years', monthsAgo(60)],
    ['10 years', monthsAgo(120)],
  ];
  return starts
    .filter(([, from]) => from > time[0])
    .map(([label, from]) => ({ label, returns: lines.map((line) => windowReturn(line, from, end)) }));
}
