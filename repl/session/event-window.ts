import {
  type DebugSession,
  type EventFilter,
  type EventList,
  eventText,
  parseEventFilter,
  UserError,
} from '../../src/index.ts';
import { shortEventText } from './short-event-text.ts';
import type { EventRow, EventsData } from './view.ts';

/** Rows kept around the one in hand. */
const KEPT = 600;
/** Bars ahead that are fetched one by one; further ways begin anew. */
const NEAR = 256;
/** How long a motion waits for a filter that has to look through many bars, in milliseconds. */
const PATIENCE = 300;

/**
 * The list of events: a window over the stream up to the cursor, however long that is. Nothing but the window is held; rows
 * outside of it are made again when they are scrolled to.
 */
export class EventWindow {
  #rows: EventRow[] = [];
  #selected = -1;
  #top = 0;
  #height = 1;
  #filterText = '';
  #filter: EventFilter = {};
  #mistake: string | null = null;
  /** The run and the cursor that the rows were fetched at. */
  #name = '';
  #bar = 0;
  #isFollowing = true;
  #hasMoreBefore = false;
  #hasMoreAfter = false;

  get isFollowing(): boolean {
    return this.#isFollowing;
  }

  get selected(): EventRow | null {
    return this.#rows[this.#selected] ?? null;
  }

  get filter(): string {
    return this.#filterText;
  }

  /** Narrows the list to what `events` would list; empty for all. @throws UserError for a filter that is none. */
  setFilter(text: string): void {
    this.#filter = text.trim() === '' ? {} : parseEventFilter(text);
    this.#filterText = text.trim();
    this.#name = '';
    this.#isFollowing = true;
  }

  /** Makes the rows those of where the cursor is now. */
  async refresh(session: DebugSession, height: number): Promise<void> {
    this.#height = Math.max(1, height);
    const { name, position } = session;
    const isSame = name === this.#name;
    const far = Math.abs(position.bar - this.#bar) > NEAR;
    this.#rows = isSame ? this.#rows.filter((row) => isUpTo(row.position, position)) : [];
    const last = this.#rows.at(-1);
    const keepsPlace = isSame && !this.#isFollowing && this.#selected < this.#rows.length;
    if (keepsPlace) {
      this.#hasMoreAfter = true;
    } else if (!isSame || far || last === undefined) {
      await this.#fromEnd(session);
    } else {
      await this.#after(session, last);
      if (this.#rows.length < this.#height) await this.#before(session);
      this.#toEnd();
    }
    this.#name = name;
    this.#bar = position.bar;
    this.#show();
  }

  /** Moves the row in hand; at the newest one the list follows the cursor again. */
  async move(session: DebugSession, by: number): Promise<void> {
    let wanted = this.#selected + by;
    if (wanted < 0 && this.#hasMoreBefore) {
      const before = this.#rows.length;
      await this.#before(session, this.#height - wanted);
      wanted += this.#rows.length - before;
    }
    if (wanted >= this.#rows.length && this.#hasMoreAfter) {
      const last = this.#rows.at(-1);
      if (last !== undefined) await this.#after(session, last, this.#height + wanted - this.#rows.length);
    }
    this.#selected = Math.max(0, Math.min(this.#rows.length - 1, wanted));
    this.#isFollowing = this.#selected === this.#rows.length - 1 && !this.#hasMoreAfter;
    this.#show();
    this.#forgetFar();
  }

  /** To the oldest event, or to a share of the bars, from 0 to 1. */
  async jump(session: DebugSession, share: number): Promise<void> {
    if (share >= 1) {
      this.#isFollowing = true;
      await this.#fromEnd(session);
    } else {
      const from = Math.max(1, Math.floor(share * session.bar));
      const list = await this.#list(session, { from, first: 2 * this.#height });
      this.#rows = this.#rowsOf(list);
      this.#hasMoreBefore = from > 1;
      this.#hasMoreAfter = !list.complete;
      this.#selected = 0;
      this.#top = 0;
      this.#isFollowing = false;
    }
    this.#show();
  }

  /** @param total events of the whole stream up to the cursor. */
  data(total: number | null): EventsData {
    const end = Math.min(this.#rows.length, this.#top + this.#height);
    return {
      rows: this.#rows.slice(this.#top, end),
      selected: this.#selected - this.#top,
      isFollowing: this.#isFollowing,
      filter: this.#filterText,
      total: this.#filterText === '' ? total : null,
      isStart: this.#top === 0 && !this.#hasMoreBefore,
      mistake: this.#mistake,
    };
  }

  async #fromEnd(session: DebugSession): Promise<void> {
    const list = await this.#list(session, { last: 2 * this.#height });
    this.#rows = this.#rowsOf(list);
    this.#hasMoreBefore = !list.complete;
    this.#hasMoreAfter = false;
    this.#toEnd();
  }

  async #before(session: DebugSession, count = this.#height): Promise<void> {
    const [first] = this.#rows;
    if (first === undefined || !this.#hasMoreBefore) return;
    const sameBar = this.#rows.findIndex(({ position }) => position.bar !== first.position.bar);
    const known = sameBar < 0 ? this.#rows.length : sameBar;
    const list = await this.#list(session, { to: first.position.bar, last: count + known + this.#height });
    const older = this.#rowsOf(list).filter(({ position }) => isBefore(position, first.position));
    this.#rows = [...older, ...this.#rows];
    this.#selected += older.length;
    this.#top += older.length;
    this.#hasMoreBefore = !list.complete;
  }

  async #after(session: DebugSession, last: EventRow, count = KEPT): Promise<void> {
    const known = this.#rows.filter(({ position }) => position.bar === last.position.bar).length;
    const list = await this.#list(session, { from: last.position.bar, first: count + known });
    const newer = this.#rowsOf(list).filter(({ position }) => isBefore(last.position, position));
    this.#rows.push(...newer);
    this.#hasMoreAfter = !list.complete;
  }

  async #list(session: DebugSession, window: EventFilter): Promise<EventList> {
    const { bar } = session;
    if (bar < 1) return { events: [], from: 1, to: 0, complete: true, interrupted: false };
    const { from, to, types, container, where } = this.#filter;
    const low = Math.max(from ?? 1, window.from ?? 1);
    const high = Math.min(to ?? bar, window.to ?? bar, bar);
    if (low > high) return { events: [], from: low, to: high, complete: true, interrupted: false };
    this.#mistake = null;
    try {
      const signal = AbortSignal.timeout(PATIENCE);
      return await session.events({ types, container, where, ...window, from: low, to: high }, signal);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.#mistake = error.message;
      return { events: [], from: low, to: high, complete: true, interrupted: false };
    }
  }

  #rowsOf({ events }: EventList): EventRow[] {
    return events.map(({ position, record }) => ({
      position,
      id: record.id,
      type: record.type,
      time: record.timestamp,
      short: shortEventText(record),
      text: eventText(record),
    }));
  }

  #toEnd(): void {
    this.#selected = this.#rows.length - 1;
    this.#top = Math.max(0, this.#rows.length - this.#height);
    this.#forgetFar();
  }

  /** Brings the row in hand into sight, and no further. */
  #show(): void {
    const lowest = Math.max(0, this.#rows.length - this.#height);
    this.#top = Math.max(0, Math.min(this.#top, this.#selected, lowest));
    if (this.#selected >= this.#top + this.#height) this.#top = this.#selected - this.#height + 1;
  }

  #forgetFar(): void {
    if (this.#rows.length <= 2 * KEPT) return;
    const start = Math.max(0, Math.min(this.#selected - (KEPT >> 1), this.#rows.length - KEPT));
    const end = Math.min(this.#rows.length, start + KEPT);
    if (start > 0) this.#hasMoreBefore = true;
    if (end < this.#rows.length) this.#hasMoreAfter = true;
    this.#rows = this.#rows.slice(start, end);
    this.#selected -= start;
    this.#top = Math.max(0, this.#top - start);
  }
}

type Place = EventRow['position'];

function isBefore(a: Place, b: Place): boolean {
  return a.bar !== b.bar ? a.bar < b.bar : (a.event ?? Infinity) < (b.event ?? Infinity);
}

function isUpTo(a: Place, cursor: Place): boolean {
  return !isBefore(cursor, a);
}
