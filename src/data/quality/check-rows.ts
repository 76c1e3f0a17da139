import type { NumberRole } from '../files/bar-table.ts';
import type { Findings } from './findings.ts';
import type { Check, QualityPolicies } from './policies.ts';
import { PRICES, partOf, type RawBars } from './raw-bars.ts';

/** What is left of rows after the checks that ask whether a row can be a bar at all. */
export interface UsableRows {
  /** Places in `RawBars`, in the order of time. */
  readonly rows: Uint32Array;
  /** For each of them, whether a synthetic bar is to stand instead. */
  readonly filled: Uint8Array;
}

/** A row's first problem, as `Finding` has it. */
interface Problem {
  readonly check: Check;
  readonly role: NumberRole | 'time';
  readonly problem: string | undefined;
}

/**
 * Finds rows that cannot be bars, one problem a row, column by column, then between columns, then against the row
 * before, and does with them what the policies say. Rows with policy `error` stay: whoever asks ends the load.
 *
 * @param moments of the rows, UTC milliseconds; NaN where there is none.
 * @param skipped says why a time that can be read is no moment.
 */
export function checkRows(
  bars: RawBars,
  moments: Float64Array,
  policies: QualityPolicies,
  findings: Findings,
  skipped: string,
): UsableRows {
  const order = inOrder(bars, moments, policies, findings);
  const isUsable = usableTest(bars);
  const rows = new Uint32Array(bars.length);
  const filled = new Uint8Array(bars.length);
  let count = 0;
  let last = Number.NEGATIVE_INFINITY;
  let before = Number.NEGATIVE_INFINITY;
  let beforeRow = -1;
  for (let i = 0; i < bars.length; i++) {
    const row = order === null ? i : order[i];
    const time = moments[row];
    if (Number.isNaN(time)) {
      const problem = Number.isNaN(bars.stamps[row]) ? undefined : skipped;
      findings.add({ check: 'time', row, role: 'time', problem });
      before = Number.NaN;
      continue;
    }
    // A row that is left out does not count for the next one; one that is an error does, as each is told by itself.
    const against = policies.order === 'error' ? before : last;
    const problem = isUsable(row) ? orderProblem(bars, row, beforeRow, time, against) : rowProblem(bars, row);
    before = time;
    beforeRow = row;
    let isFilled = false;
    if (problem !== undefined) {
      findings.add({ ...problem, row });
      const policy = policies[problem.check];
      if (policy === 'drop') continue;
      if (policy === 'fill') {
        // Its time must still be a new one, and there must be a close to go on with.
        if (time <= last || count === 0) continue;
        isFilled = true;
      }
    }
    last = time;
    filled[count] = isFilled ? 1 : 0;
    rows[count++] = row;
  }
  return { rows: rows.slice(0, count), filled: filled.slice(0, count) };
}

/** Whether a row has no problem of its own: `rowProblem` in short, as almost all rows are good. */
function usableTest({ numbers }: RawBars): (row: number) => boolean {
  const [open, high, low, close] = PRICES.map((role) => numbers[role] as Float64Array);
  const { volume, split, dividend, adjusted_close: adjusted } = numbers;
  const extras = [volume, split, dividend].filter((column) => column !== undefined);
  return (row) => {
    const [l, h] = [low[row], high[row]];
    // Written so that NaN anywhere fails.
    if (!(l > 0 && h < Number.POSITIVE_INFINITY)) return false;
    if (!(open[row] >= l && open[row] <= h && close[row] >= l && close[row] <= h)) return false;
    for (const column of extras) {
      if (!(column[row] >= 0 && column[row] < Number.POSITIVE_INFINITY)) return false;
    }
    return adjusted === undefined || (adjusted[row] > 0 && adjusted[row] < Number.POSITIVE_INFINITY);
  };
}

/** Rows by time, equal times as they stand, where policy is to sort; null where they are in order, or stay as they are. */
function inOrder(
  bars: RawBars,
  moments: Float64Array,
  policies: QualityPolicies,
  findings: Findings,
): Uint32Array | null {
  if (policies.order !== 'sort') return null;
  let latest = Number.NEGATIVE_INFINITY;
  let isSorted = true;
  for (let row = 0; row < bars.length; row++) {
    if (moments[row] < latest) {
      isSorted = false;
      findings.add({ check: 'order', row, role: 'time', problem: 'is earlier than in a row before' });
    }
    if (moments[row] > latest) latest = moments[row];
  }
  if (isSorted) return null;
  const rank = (row: number) => (Number.isNaN(moments[row]) ? Number.POSITIVE_INFINITY : moments[row]);
  return Uint32Array.from({ length: bars.length }, (_, row) => row).sort((a, b) => {
    const [x, y] = [rank(a), rank(b)];
    return x === y ? a - b : x - y;
  });
}

function rowProblem({ numbers }: RawBars, row: number): Problem | undefined {
  for (const role in numbers) {
    const problem = cellProblem(role as NumberRole, (numbers[role as NumberRole] as Float64Array)[row]);
    if (problem !== undefined) return problem;
  }
  const [open, high, low, close] = PRICES.map((role) => (numbers[role] as Float64Array)[row]);
  const between = (role: NumberRole, problem: string): Problem => ({ check: 'ohlc', role, problem });
  if (high < low) return between('high', `is below the low ${low}`);
  if (open > high) return between('open', `is above the high ${high}`);
  if (open < low) return between('open', `is below the low ${low}`);
  if (close > high) return between('close', `is above the high ${high}`);
  if (close < low) return between('close', `is below the low ${low}`);
  return undefined;
}

function cellProblem(role: NumberRole, value: number): Problem | undefined {
  if (Number.isNaN(value)) return { check: 'missing', role, problem: undefined };
  if (!Number.isFinite(value)) return { check: 'missing', role, problem: 'is not finite' };
  // Both are 0 where there is none.
  const mayBeZero = role === 'volume' || role === 'split' || role === 'dividend';
  if (mayBeZero && value < 0) return { check: 'non_positive', role, problem: 'is below 0' };
  if (!mayBeZero && !(value > 0)) return { check: 'non_positive', role, problem: 'is not above 0' };
  return undefined;
}

function orderProblem(
  bars: RawBars,
  row: number,
  beforeRow: number,
  time: number,
  against: number,
): Problem | undefined {
  if (!(time <= against)) return undefined;
  const check = time === against ? 'duplicates' : 'order';
  const part = partOf(bars, row);
  const other = beforeRow >= 0 ? partOf(bars, beforeRow) : part;
  const where = part === other ? 'in the row before' : `at the end of ${other.table.name}`;
  const relation = check === 'duplicates' ? 'is the same as' : 'is earlier than';
  return { check, role: 'time', problem: `${relation} ${where}` };
}
