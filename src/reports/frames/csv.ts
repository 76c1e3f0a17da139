import type { Column, ColumnData } from './column.ts';
import { isDateMetric } from './metric-dates.ts';

/** Rows of one piece: some milliseconds of work. */
const PIECE = 4096;

/**
 * The table as CSV in pieces, numbers exact, times in ISO 8601. NaN is an empty cell; text that a spreadsheet would take for a
 * formula is made plain.
 */
export function* csvOf({ columns, time, times, length }: ColumnData): Generator<string, void> {
  const names = Object.keys(columns);
  yield `${[...(time === null ? [] : ['time']), ...names].map(quoted).join(',')}\n`;
  for (let from = 0; from < length; from += PIECE) {
    let text = '';
    for (let row = from; row < Math.min(length, from + PIECE); row++) {
      const cells = names.map((name) =>
        cellOf(columns[name], row, times.has(name) || isDateMetric(columns.metric?.[row])),
      );
      if (time !== null) cells.unshift(new Date(time[row]).toISOString());
      text += `${cells.join(',')}\n`;
    }
    yield text;
  }
}

function cellOf(column: Column, row: number, isTime: boolean): string {
  const value = column[row];
  if (typeof value === 'string') return quoted(value);
  if (Number.isNaN(value)) return '';
  return isTime ? new Date(value).toISOString() : String(value);
}

function quoted(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
