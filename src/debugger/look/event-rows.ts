import { eventTypeNumber } from '../../events/event-type.ts';
import { UserError } from '../../foundation/user-error.ts';
import { matchesPattern } from '../../tracing/pattern.ts';
import type { PlacedEvent } from '../branch.ts';
import type { Position } from '../position.ts';
import { RECORDED_TYPES } from '../recorded-types.ts';
import { Pace } from '../series/pace.ts';
import type { Session } from '../session.ts';
import { checkFilter, type EventFilter, queryOf } from './event-list.ts';
import { EventScan, type EventWish } from './event-scan.ts';
import { IndexCounter, type RowCounter, ScanCounter, StreamCounter } from './row-counters.ts';
import { containerNames } from './side-stage.ts';

/** Which events a list of rows holds. */
export type RowFilter = Pick<EventFilter, 'types' | 'container' | 'where'>;

/** Events kept for the next look at them. */
const KEPT = 1024;
const RECORDED: ReadonlySet<number> = new Set(RECORDED_TYPES);

/**
 * The stream of events up to the cursor as a list that is addressed by row, for panes that show a window of it: of millions
 * of rows none is held, and a window costs the bars that it shows. Without a filter, and for types that do not come at every
 * bar, all rows are known at once. For any other filter `load` counts them first; rows of the bars that are counted can be
 * shown meanwhile, and `Looking.events` finds the last ones without counting.
 */
export class EventRows {
  readonly filter: RowFilter;
  readonly #session: Session;
  readonly #wish: EventWish;
  readonly #counter: RowCounter;
  readonly #kept = new Map<number, readonly PlacedEvent[]>();
  #keptEvents = 0;

  /** @throws UserError for an unknown type or container, a mistake in `where`, and for bars and counts, which a list of rows has not. */
  constructor(session: Session, filter: EventFilter = {}) {
    const { types, container, where, ...rest } = filter;
    const unknown = Object.keys(rest).filter((key) => rest[key as keyof typeof rest] !== undefined);
    if (unknown.length > 0) {
      throw new UserError(`rows of events take no "${unknown[0]}"`, {
        code: 'bad_filter',
        hint: 'they are all of a kind; a window is asked for by row',
      });
    }
    checkFilter(session, filter);
    this.#session = session;
    this.filter = { types, container, where };
    this.#wish = queryOf(session, filter);
    this.#counter = counterOf(session, this.filter, this.#wish);
  }

  /** Bars counted so far, up to the cursor; all of them once `load` is done. */
  get counted(): number {
    return this.complete ? this.#session.position.bar : this.#counter.counted;
  }

  /** Whether all rows up to the cursor are known. */
  get complete(): boolean {
    return this.#counter.counted >= this.#barsDone;
  }

  /** Rows up to the cursor, as far as they are counted. */
  get count(): number {
    if (!this.complete) return this.#counter.upTo(this.#counter.counted);
    const { bar, event } = this.#session.position;
    return event === null ? this.#counter.upTo(bar) : this.#before(bar) + this.#shown(bar).length;
  }

  /** Counts what is not counted up to the cursor. Returns false when it was interrupted; `counted` tells how far it came. */
  async load(signal?: AbortSignal): Promise<boolean> {
    const pace = new Pace(16);
    while (!this.complete) {
      if (signal?.aborted === true) return false;
      this.#counter.count(pace.begin(this.#counter.counted, this.#barsDone));
      await pace.end();
    }
    return true;
  }

  /** Rows `from` to `to`, the first is 0 and `to` is not included, as far as there are any. */
  rows(from: number, to: number): PlacedEvent[] {
    const end = Math.min(to, this.count);
    const start = Math.max(0, from);
    const found: PlacedEvent[] = [];
    if (start >= end) return found;
    let bar = this.#barOf(start);
    const skipped = start - this.#before(bar);
    found.push(...this.#shown(bar).slice(skipped, skipped + end - start));
    while (found.length < end - start) {
      const { bar: here } = this.#session.position;
      // A component that answers differently each time may have come to fewer events.
      if (bar >= here) break;
      bar = Math.min(this.#counter.barAfter(bar) ?? here, here);
      found.push(...this.#shown(bar).slice(0, end - start - found.length));
    }
    return found;
  }

  /** The last row at or before a place: where a list is to stand when the cursor is there. −1 when there is none. */
  rowAt({ bar, event }: Position = this.#session.position): number {
    this.#session.refuseFuture(bar);
    if (bar > this.counted) return this.count - 1;
    const upTo = event ?? Number.POSITIVE_INFINITY;
    const inBar = this.#shown(bar).filter(({ position }) => (position.event as number) <= upTo).length;
    return this.#before(bar) + inBar - 1;
  }

  /** Rows in bars `from` to `to`, both included, as far as they are counted: for charts that show how many there are. */
  countBetween(from: number, to: number): number {
    this.#session.refuseFuture(to);
    const { bar, event } = this.#session.position;
    const last = Math.min(to, this.counted);
    if (last < from) return 0;
    const end = last === bar && event !== null ? this.count : this.#counter.upTo(last);
    return end - this.#before(from);
  }

  /** The bar that the cursor stands in is not done; it may even be one at which the run fails. */
  get #barsDone(): number {
    const { bar, event } = this.#session.position;
    return event === null ? bar : bar - 1;
  }

  #before(bar: number): number {
    return bar < 2 ? 0 : this.#counter.upTo(bar - 1);
  }

  #barOf(row: number): number {
    const { bar } = this.#session.position;
    return this.complete && row >= this.#before(bar) ? bar : this.#counter.barOf(row);
  }

  /** Those of a bar, up to the cursor. */
  #shown(bar: number): readonly PlacedEvent[] {
    if (bar < 1) return [];
    const events = this.#inBar(bar);
    const { bar: here, event } = this.#session.position;
    if (bar !== here || event === null) return events;
    return events.filter(({ position }) => (position.event as number) <= event);
  }

  #inBar(bar: number): readonly PlacedEvent[] {
    const known = this.#kept.get(bar);
    if (known !== undefined) return known;
    const events = EventScan.of(this.#session.branch.runnerOf(bar).recording).bar(bar, this.#wish);
    this.#kept.set(bar, events);
    this.#keptEvents += events.length;
    for (const [old, { length }] of this.#kept) {
      if (this.#keptEvents <= KEPT || old === bar) break;
      this.#kept.delete(old);
      this.#keptEvents -= length;
    }
    return events;
  }
}

function counterOf(session: Session, { types, container, where }: RowFilter, wish: EventWish): RowCounter {
  const { branch } = session;
  if (types === undefined) {
    const isAll = container === undefined && where === undefined;
    return isAll ? new StreamCounter(branch) : new ScanCounter(branch, wish);
  }
  const numbers = new Set(types.map((type) => eventTypeNumber(type) as number));
  if (![...numbers].every((type) => RECORDED.has(type))) return new ScanCounter(branch, wish);
  const names = containerNames(session);
  const accepts = (number: number) => container === undefined || matchesPattern(container, names[number]);
  if (where === undefined) return new IndexCounter(branch, numbers, accepts);
  return new ScanCounter(branch, wish, (bar) => branch.barAfter(bar, numbers, accepts));
}
