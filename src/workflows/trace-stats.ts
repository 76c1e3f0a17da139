import type { DeliveryCounts } from '../engine/own/own-container.ts';
import type { TraceRule } from '../tracing/settings/trace-rule.ts';

/** What a container traces, as results and `admf run --stats` tell it. */
export interface TraceStats {
  readonly container: string;
  readonly mode: TraceRule['mode'];
  /** Events that the container published. */
  readonly events: number;
  readonly eventsInMemory: number;
  readonly bytes: number;
  readonly openPositions: number | null;
  readonly eventsDropped: number;
  readonly written: number;
  /** What came over routes; only of containers of the user's. */
  readonly routing?: DeliveryCounts;
}

/** The same as `run.json` and `inspect()` of the container name it. */
export function statsRecord(stats: TraceStats) {
  return {
    tracing: stats.mode,
    events: stats.events,
    events_in_memory: stats.eventsInMemory,
    events_dropped: stats.eventsDropped,
    events_written: stats.written,
    bytes: stats.bytes,
    open_positions: stats.openPositions,
    ...(stats.routing === undefined ? {} : { routing: { ...stats.routing } }),
  };
}
