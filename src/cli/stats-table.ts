import { formatNumber } from '../analytics/format.ts';
import type { TraceStats } from '../workflows/trace-stats.ts';
import { type TableColumn, tableLines } from './table.ts';

const COLUMNS: readonly TableColumn[] = [
  { heading: 'Container', align: 'left' },
  { heading: 'Tracing', align: 'left' },
  { heading: 'Events', align: 'right' },
  { heading: 'In memory', align: 'right' },
  { heading: 'Bytes', align: 'right' },
  { heading: 'Let go', align: 'right' },
  { heading: 'On disk', align: 'right' },
  { heading: 'Open positions', align: 'right' },
];

/** What each container published, and what it holds of it. */
export function statsTable(stats: readonly TraceStats[], width: number): string[] {
  const whole = (value: number | null) => (value === null ? '' : formatNumber(value, 0));
  const rows = stats.map((row) => [
    row.container,
    row.mode,
    whole(row.events),
    whole(row.eventsInMemory),
    whole(row.bytes),
    whole(row.eventsDropped),
    whole(row.written),
    whole(row.openPositions),
  ]);
  return tableLines(COLUMNS, rows, width);
}
