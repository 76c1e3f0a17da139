import type { BarSeries } from '../../market/bar-series.ts';
import { type BarTableShape, fieldOf, shapeOf } from './table-shape.ts';

/**
 * Bars as the text of a CSV file that `loadBars` reads back bit for bit: `date` for daily bars, else `timestamp` (UTC,
 * start of the bar). Volume, splits and dividends are left out when no series has any, and synthetic bars always: they were not in the data.
 * Several series get a column `symbol`.
 */
export function formatBarsCsv(...series: BarSeries[]): string {
  const shape = shapeOf(series);
  const lines = series.flatMap((one, s) => linesOf(one, shape.rows[s], shape));
  return `${[shape.columns.join(','), ...lines].join('\n')}\n`;
}

function linesOf(series: BarSeries, rows: readonly number[], shape: BarTableShape): string[] {
  const { isDaily, fields, hasSymbol } = shape;
  const { symbol, openTime } = series;
  const columns = fields.map((name) => fieldOf(series, name));
  const front = hasSymbol ? `${cellText(symbol)},` : '';
  return rows.map((i) => {
    const time = new Date(openTime[i]).toISOString();
    return front + [isDaily ? time.slice(0, 10) : time, ...columns.map((values) => values[i])].join(',');
  });
}

function cellText(text: string): string {
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
