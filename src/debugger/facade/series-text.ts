import { formatNumber } from '../../analytics/format.ts';
import { numberText, timeText } from '../../tracing/event-text.ts';
import type { SeriesTable } from '../series/series.ts';

/** Nobody reads more of them; all are in the data. */
const MOST_ROWS = 200;

/** A table: bar, time, a column for each expression; of many rows, the last ones. */
export function seriesText({ bar, time, columns }: SeriesTable): string {
  if (bar.length === 0) return 'no bars';
  const first = Math.max(0, bar.length - MOST_ROWS);
  const rows = [['Bar', 'Time', ...Object.keys(columns)]];
  for (let row = first; row < bar.length; row++) {
    const values = Object.values(columns).map((column) =>
      numberText(Number.isNaN(column[row]) ? null : column[row]),
    );
    rows.push([String(bar[row]), timeText(time[row]), ...values]);
  }
  const widths = rows[0].map((_, i) => Math.max(...rows.map((row) => row[i].length)));
  const lines = rows.map((row) =>
    row
      .map((cell, i) => (i === 1 ? cell.padEnd(widths[i]) : cell.padStart(widths[i])))
      .join('  ')
      .trimEnd(),
  );
  const more = first === 0 ? [] : [`… ${formatNumber(first, 0)} more before; the last ${MOST_ROWS}:`];
  return [...more, ...lines].join('\n');
}
