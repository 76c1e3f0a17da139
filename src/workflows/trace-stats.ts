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
}
