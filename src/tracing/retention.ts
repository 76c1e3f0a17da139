import type { EventRecord } from '../events/event.ts';
import type { TRACE_LIMIT_POLICIES } from '../events/payloads.ts';
import { UserError } from '../foundation/user-error.ts';

/**
 * What a tracer keeps.
 *
 * - `all`: every event.
 * - `sliding_window`: the last `maxEvents`.
 * - `trade_complete`: the events of a trade until its position is closed; memory is bounded by open positions.
 */
export type Retention =
  | { readonly policy: 'all' }
  | { readonly policy: 'sliding_window'; readonly maxEvents: number }
  | { readonly policy: 'trade_complete' };

/** Takes events that no longer fit into memory. */
export interface SpillStore {
  append(event: EventRecord): void;
}

export type TraceLimitPolicy = (typeof TRACE_LIMIT_POLICIES)[number];

/**
 * Memory that a tracer may take up, or events that it may hold, and what happens when it is used up: `spill` moves the older half to a store,
 * `shrink` lets the older half go and keeps no more events than that from then on, `stop` ends tracing and keeps what
 * is there. Each is told by a TRACE_LIMIT event.
 */
export type TraceBudget = { readonly bytes?: number; readonly events?: number } & (
  | { readonly atLimit: 'spill'; readonly store: SpillStore }
  | { readonly atLimit: 'shrink' | 'stop' }
);

/** What a tracer keeps, and within which bounds. */
export interface TracerSettings {
  readonly retention: Retention;
  /** Numbers of the event types to keep; all by default. `trade_complete` keeps those of trades among them. */
  readonly types?: readonly number[];
  readonly budget?: TraceBudget;
}

/** Below this not even one chunk of each kind has room. */
const SMALLEST_BUDGET = 8192;

/** @throws UserError for a window or a budget that cannot work. */
export function checkTracerSettings({ retention, budget }: TracerSettings): void {
  if (retention.policy === 'sliding_window') {
    const { maxEvents } = retention;
    if (!Number.isInteger(maxEvents) || maxEvents < 1) {
      throw new UserError(`max_events must be a whole number of 1 or more, found ${maxEvents}`, {
        code: 'bad_max_events',
      });
    }
  }
  const events = budget?.events;
  if (events !== undefined && (!Number.isInteger(events) || events < 1)) {
    throw new UserError(`max_events must be a whole number of 1 or more, found ${events}`, {
      code: 'bad_max_events',
    });
  }
  if (budget?.bytes !== undefined && !(budget.bytes >= SMALLEST_BUDGET)) {
    throw new UserError(
      `a trace needs a memory budget of ${SMALLEST_BUDGET} bytes or more, found ${budget.bytes}`,
      {
        code: 'bad_trace_budget',
      },
    );
  }
}
