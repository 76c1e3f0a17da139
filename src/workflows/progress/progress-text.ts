import { formatNumber } from '../../analytics/format.ts';

/** How far a run is. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly bars: number;
  /** Milliseconds since the run began. */
  readonly elapsed: number;
}

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];
const BAR_WIDTH = 24;

/** `████▌     42%  1.2M bars/s  3 s left`, at most `width` characters. */
export function progressText({ done, total, bars, elapsed }: Progress, width: number): string {
  const share = total === 0 ? 0 : Math.min(1, done / total);
  const eighths = Math.floor(share * BAR_WIDTH * 8);
  const filled = '█'.repeat(Math.floor(eighths / 8)) + EIGHTHS[eighths % 8];
  const percent = `${Math.floor(share * 100)}%`.padStart(4);
  const rate = elapsed > 0 ? `${compact((bars / elapsed) * 1000)} bars/s` : '';
  const left = share > 0 && elapsed > 0 ? `${duration((elapsed * (1 - share)) / share)} left` : '';
  const parts = [`${filled.padEnd(BAR_WIDTH)} ${percent}`, rate, left].filter((part) => part !== '');
  while (parts.length > 1 && parts.join('  ').length >= width) parts.pop();
  const text = parts.join('  ');
  // A line as wide as the terminal would wrap, and could not be erased any more.
  return text.length < width ? text : percent.slice(0, Math.max(0, width - 1));
}

/** `870`, `12.5k`, `1.2M`. */
export function compact(value: number): string {
  if (value >= 1e6) return `${formatNumber(value / 1e6, 1)}M`;
  return value >= 1e4 ? `${formatNumber(value / 1e3, 1)}k` : formatNumber(value, 0);
}

/** `0.35 s`, `12 s`, `3 min 20 s`, `2 h 5 min`. */
export function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (milliseconds < 9_950) return `${(milliseconds / 1000).toFixed(milliseconds < 995 ? 2 : 1)} s`;
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
