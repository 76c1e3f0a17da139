import { UserError } from '../../foundation/user-error.ts';
import { periodOf } from '../figures/returns.ts';
import type { Column } from './column.ts';
import { Table } from './table.ts';

/** What becomes of the values of a period; text keeps its last. */
export type Combine = 'first' | 'last' | 'max' | 'min' | 'sum' | 'mean' | 'count';

/** What becomes of the columns of a table when its rows are put together. */
export interface ResampleOptions {
  /** By column; `open` is the first, `high` the highest, `low` the lowest, `volume` the sum, and all others the last when left out. */
  readonly how?: Readonly<Record<string, Combine>>;
}

const USUAL: Readonly<Record<string, Combine>> = { open: 'first', high: 'max', low: 'min', volume: 'sum' };
const MINUTE = 60_000;
const UNITS: Readonly<Record<string, number>> = { min: MINUTE, h: 60 * MINUTE };
const CALENDAR = { d: 'day', w: 'week', mo: 'month', q: 'quarter', y: 'year' } as const;

/**
 * Rows of a table by longer periods, in UTC: `5min`, `4h`, `1d`, `1w` (from Monday), `1mo`, `1q`, `1y`. A row is called by the first
 * time in it.
 *
 * @throws UserError for a period that is none, and for a table without times.
 */
export function resample(table: Table, period: string, { how = {} }: ResampleOptions = {}): Table {
  const { time, columns, times } = table;
  if (time === null) throw new UserError('rows without times cannot be resampled', { code: 'no_times' });
  const keyOf = keyOfPeriod(period);
  const starts: number[] = [];
  let before = Number.NaN;
  for (let row = 0; row < time.length; row++) {
    const key = keyOf(time[row]);
    if (key !== before) starts.push(row);
    before = key;
  }
  const ends = [...starts.slice(1), time.length];
  const together = (name: string, column: Column): Column => {
    if (!(column instanceof Float64Array)) return ends.map((end) => column[end - 1]);
    const combine = how[name] ?? USUAL[name] ?? 'last';
    return Float64Array.from(starts, (start, i) => combined(column.subarray(start, ends[i]), combine));
  };
  return new Table({
    time: Float64Array.from(starts, (row) => time[row]),
    times,
    columns: Object.fromEntries(
      Object.entries(columns).map(([name, column]) => [name, together(name, column)]),
    ),
  });
}

function keyOfPeriod(period: string): (time: number) => number {
  const [, digits = '', unit = ''] = /^(\d*)([a-z]+)$/.exec(period.trim().toLowerCase()) ?? [];
  const count = digits === '' ? 1 : Number(digits);
  if (Object.hasOwn(UNITS, unit) && count >= 1) {
    const length = count * UNITS[unit];
    return (time) => Math.floor(time / length);
  }
  if (Object.hasOwn(CALENDAR, unit) && count >= 1) {
    const calendar = CALENDAR[unit as keyof typeof CALENDAR];
    return (time) => Math.floor(periodOf(time, calendar) / count);
  }
  throw new UserError(`"${period}" is no period`, {
    code: 'bad_period',
    hint: 'a number and min, h, d, w, mo, q or y: 5min, 4h, 1d, 1w, 1mo',
  });
}

/** NaN values are left out; NaN where there are no others. */
function combined(values: Float64Array, combine: Combine): number {
  const known = values.filter((value) => !Number.isNaN(value));
  if (combine === 'count') return known.length;
  if (known.length === 0) return Number.NaN;
  switch (combine) {
    case 'first':
      return known[0];
    case 'last':
      return known[known.length - 1];
    case 'max':
      return known.reduce((a, b) => Math.max(a, b));
    case 'min':
      return known.reduce((a, b) => Math.min(a, b));
    case 'sum':
      return known.reduce((a, b) => a + b, 0);
    case 'mean':
      return known.reduce((a, b) => a + b, 0) / known.length;
  }
}
