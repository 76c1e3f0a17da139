import type { BarSeries } from '../../market/bar-series.ts';
import { type BarTableShape, shapeOf } from './table-shape.ts';

/**
 * Bars as the text of a CSV file that `loadBars` reads back bit for bit: `date` for daily bars, else `timestamp` (UTC,
 * start of the bar). Volume is left out when no series has it, and synthetic bars always: they were not in the data.
 * Several series get a column `symbol`.
 */
export function formatBarsCsv(...series: BarSeries[]): string {
  const shape = shapeOf(series);
  const lines = series.flatMap((one, s) => linesOf(one, shape.rows[s], shape));
  return `${[shape.columns.join(','), ...lines].join('\n')}\n`;
}

function linesOf(series: BarSeries, rows: readonly number[], shape: BarTableShape): string[] {
  const { isDaily, hasVolume, hasSymbol } = shape;
  const { symbol, openTime, open, high, low, close, volume } = series;
  const front = hasSymbol ? `${cellText(symbol)},` : '';
  return rows.map((i) => {
    const time = new Date(openTime[i]).toISOString();
    const numbers = [open[i], high[i], low[i], close[i]];
    const last = hasVolume ? [Number.isNaN(volume[i]) ? 0 : volume[i]] : [];
    return front + [isDaily ? time.slice(0, 10) : time, ...numbers, ...last].join(',');
  });
}

function cellText(text: string): string {
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
