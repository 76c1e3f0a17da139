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

/** Only where a run has containers of the user's. */
const ROUTING_COLUMNS: readonly TableColumn[] = [
  { heading: 'Received', align: 'right' },
  { heading: 'Delivered', align: 'right' },
  { heading: 'Dead', align: 'right' },
  { heading: 'Waiting', align: 'right' },
];

/** What each container published, what it holds of it, and what came to it over routes. */
export function statsTable(stats: readonly TraceStats[], width: number): string[] {
  const whole = (value: number | null) => (value === null ? '' : formatNumber(value, 0));
  const routed = stats.some(({ routing }) => routing !== undefined);
  const rows = stats.map((row) => [
    row.container,
    row.mode,
    whole(row.events),
    whole(row.eventsInMemory),
    whole(row.bytes),
    whole(row.eventsDropped),
    whole(row.written),
    whole(row.openPositions),
    ...(routed ? routingCells(row.routing) : []),
  ]);
  return tableLines(routed ? [...COLUMNS, ...ROUTING_COLUMNS] : COLUMNS, rows, width);
}

function routingCells(routing: TraceStats['routing']): string[] {
  if (routing === undefined) return ['', '', '', ''];
  const { received, delivered, waiting, dead } = routing;
  return [received, delivered, dead, waiting].map((count) => formatNumber(count, 0));
}
