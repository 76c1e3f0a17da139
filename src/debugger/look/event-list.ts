import { type EventKey, formatEventId } from '../../events/event-id.ts';
import { eventTypeNames, eventTypeNumber } from '../../events/event-type.ts';
import { nameHint } from '../../foundation/nearest-name.ts';
import { UserError } from '../../foundation/user-error.ts';
import { timeText } from '../../tracing/event-text.ts';
import { matchesPattern } from '../../tracing/pattern.ts';
import { compileQuery } from '../../tracing/stores/event-query.ts';
import type { PlacedEvent } from '../branch.ts';
import { RECORDED_TYPES } from '../recorded-types.ts';
import type { Session } from '../session.ts';
import { EventScan, type EventWish } from './event-scan.ts';
import { shownEvent } from './shown-event.ts';
import { containerNames } from './side-stage.ts';
import { alignedRows } from './where.ts';

/** Which events of the stream up to the cursor are wanted; all conditions must hold. */
export interface EventFilter {
  /** Names of event types, `FILL`. */
  readonly types?: readonly string[];
  /** Pattern of the container that published it, `portfolio_*`. */
  readonly container?: string;
  /** An expression over the fields of the payload, then of the event: `pnl < 0`. */
  readonly where?: string;
  /** Bars of the session, both included; all up to the cursor without. */
  readonly from?: number;
  readonly to?: number;
  /** No more than so many, the last or the first ones; the last 20 without. */
  readonly last?: number;
  readonly first?: number;
}

/** Events that match a filter, and whether those are all of them. */
export interface EventList {
  /** In the order in which they happened. */
  readonly events: readonly PlacedEvent[];
  /** Bars that were looked through. */
  readonly from: number;
  readonly to: number;
  /** Whether that is all of what was asked for; else there may be more before, or after for the first ones. */
  readonly complete: boolean;
  readonly interrupted: boolean;
}

const DEFAULT_COUNT = 20;
/** Time between two turns of the event loop, in milliseconds. */
const TURN_MS = 15;
/** Bars looked through at a time; forward, since that is how a run goes, also where the last events are wanted. */
const FIRST_BLOCK = 32;
const LARGEST_BLOCK = 2048;
const RECORDED: ReadonlySet<number> = new Set(RECORDED_TYPES);

/**
 * Events up to the cursor, without a stream that is held anywhere: signals, orders and fills are found by the index,
 * those of every bar by running it again.
 *
 * @param signal ends it within 100 ms, with what was found.
 * @throws UserError for an unknown type or container, a mistake in `where`, bars after the cursor.
 */
export async function listEvents(
  session: Session,
  filter: EventFilter = {},
  signal?: AbortSignal,
): Promise<EventList> {
  const { from, to, forward, count } = rangeOf(session, filter);
  const wish = wishOf(session, filter);
  const blocks = blocksOf(session, filter, from, to, forward);
  const chosen: PlacedEvent[][] = [];
  let found = 0;
  let reached = forward ? from - 1 : to + 1;
  let interrupted = false;
  let until = performance.now() + TURN_MS;
  search: for (const bars of blocks) {
    const events: PlacedEvent[] = [];
    for (const bar of bars) {
      if (performance.now() > until) {
        await new Promise((resolve) => setImmediate(resolve));
        until = performance.now() + TURN_MS;
        if (signal?.aborted === true) {
          interrupted = true;
          break search;
        }
      }
      events.push(...EventScan.of(session.branch.runnerOf(bar).recording).bar(bar, wish));
      // Of a block that is looked through backwards, only its last events count.
      if (!forward && events.length > 2 * count) events.splice(0, events.length - count - 1);
      if (forward && found + events.length > count) break;
    }
    chosen.push(events);
    found += events.length;
    reached = forward ? (bars.at(-1) ?? reached) : (bars[0] ?? reached);
    if (found > count) break;
  }
  const all = (forward ? chosen : chosen.reverse()).flat();
  const events = forward ? all.slice(0, count) : all.slice(-count);
  const complete = !interrupted && found <= count;
  if (complete) reached = forward ? to : from;
  return { events, from: forward ? from : reached, to: forward ? reached : to, complete, interrupted };
}

function rangeOf(
  session: Session,
  { from = 1, to, first, last }: EventFilter,
): { from: number; to: number; forward: boolean; count: number } {
  for (const [name, bar] of Object.entries({ from, to })) {
    if (bar !== undefined && !(Number.isInteger(bar) && bar >= 1)) {
      throw new UserError(`${name} must be the number of a bar, found ${bar}`, { code: 'no_such_bar' });
    }
  }
  if (to !== undefined) session.refuseFuture(to);
  session.refuseFuture(from);
  if (to !== undefined && from > to) {
    throw new UserError(`from bar ${from} to bar ${to} there is nothing`, { code: 'bad_range' });
  }
  if (first !== undefined && last !== undefined) {
    throw new UserError('first and last exclude each other', { code: 'bad_filter' });
  }
  const count = first ?? last ?? DEFAULT_COUNT;
  if (!(Number.isInteger(count) && count >= 1)) {
    throw new UserError(`a count must be a whole number, 1 or more, found ${count}`, { code: 'bad_count' });
  }
  return { from, to: to ?? session.position.bar, forward: first !== undefined, count };
}

/** @throws UserError for a type or a container that the run does not have, with the nearest one. */
export function checkFilter(session: Session, { types, container }: EventFilter): void {
  for (const type of types ?? []) {
    if (eventTypeNumber(type) !== undefined) continue;
    throw new UserError(`there is no event type "${type}"`, {
      code: 'unknown_event_type',
      hint: nameHint(type, eventTypeNames()),
    });
  }
  const names = containerNames(session);
  if (container !== undefined && !names.some((name) => matchesPattern(container, name))) {
    throw new UserError(`no container matches "${container}"`, {
      code: 'unknown_container',
      hint: nameHint(container, names),
    });
  }
}

/** What a filter asks of each event, wherever the cursor stands. @throws UserError for a mistake in `where`. */
export function queryOf(session: Session, { types, container, where }: EventFilter): EventWish {
  const { wanted, test } = compileQuery({ types, container, where }, 'where');
  const names = containerNames(session);
  const known: (boolean | undefined)[] = [];
  const accepts = (key: EventKey) => (known[key] ??= wanted(formatEventId(key, 1, names)));
  return { accepts, test };
}

function wishOf(session: Session, filter: EventFilter): EventWish {
  checkFilter(session, filter);
  const query = queryOf(session, filter);
  // Of the cursor's bar, what comes after the cursor has not happened.
  const { bar, event } = session.position;
  if (event === null) return query;
  const happened = new Set(session.eventsOf(bar).map(({ id }) => id));
  const later = new Set(session.allEventsOf(bar).flatMap(({ id }) => (happened.has(id) ? [] : [id])));
  return { ...query, except: later };
}

/** Bars to look through, block by block in the direction asked for, each block forward. */
function* blocksOf(
  session: Session,
  { types, container }: EventFilter,
  from: number,
  to: number,
  forward: boolean,
): Generator<number[]> {
  const numbers = types?.map((type) => eventTypeNumber(type) as number);
  const indexed = numbers?.every((type) => RECORDED.has(type)) === true;
  let size = FIRST_BLOCK;
  if (!indexed) {
    for (let edge = forward ? from : to; edge >= from && edge <= to; ) {
      const low = forward ? edge : Math.max(from, edge - size + 1);
      const high = forward ? Math.min(to, edge + size - 1) : edge;
      yield Array.from({ length: high - low + 1 }, (_, i) => low + i);
      edge = forward ? high + 1 : low - 1;
      size = Math.min(2 * size, LARGEST_BLOCK);
    }
    return;
  }
  const names = containerNames(session);
  const accepts = (number: number) => container === undefined || matchesPattern(container, names[number]);
  const wanted = new Set(numbers);
  const { branch } = session;
  const next = (bar: number) =>
    forward ? branch.barAfter(bar, wanted, accepts) : branch.barBefore(bar, wanted, accepts);
  let bar = next(forward ? from - 1 : to + 1);
  while (bar !== undefined && bar >= from && bar <= to) {
    const bars: number[] = [];
    for (; bar !== undefined && bar >= from && bar <= to && bars.length < size; bar = next(bar))
      bars.push(bar);
    yield forward ? bars : bars.reverse();
    size = Math.min(2 * size, LARGEST_BLOCK);
  }
}

/** A table: bar, id, time, cause, what. */
export function eventsText(session: Session, { events, from, complete, interrupted }: EventList): string {
  if (events.length === 0) return interrupted ? 'interrupted\n' : 'no event is of that kind\n';
  const rows = events.map(({ position, record }) => [
    String(position.bar),
    record.id,
    timeText(record.timestamp),
    record.causationId ?? '',
    shownEvent(session, record),
  ]);
  const note = eventListNote({ from, complete, interrupted });
  return `${alignedRows([['Bar', 'Id', 'Time', 'Cause', 'What'], ...rows])}${note === '' ? '' : `${note}\n`}`;
}

/** What is to be said of a list that may not be all; empty otherwise. */
export function eventListNote({
  from,
  complete,
  interrupted,
}: Pick<EventList, 'from' | 'complete' | 'interrupted'>): string {
  if (complete) return '';
  if (interrupted) return 'interrupted';
  return from > 1 ? 'there may be more before' : 'there may be more';
}
