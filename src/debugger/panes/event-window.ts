import type { PlacedEvent } from '../branch.ts';
import type { DebugSession } from '../debug-session.ts';
import { parseEventFilter } from '../look/event-filter.ts';
import type { EventRows } from '../look/event-rows.ts';
import { isNews } from '../news.ts';
import type { EventRow, EventsData } from './pane-data.ts';
import { shortEventTexts } from './short-event-text.ts';

const NONE: EventsData = {
  rows: [],
  first: 0,
  selected: -1,
  isFollowing: true,
  filter: '',
  total: 0,
  isCounted: true,
};

/** The list of events as the pane shows it: which of all rows are seen, and which one is in hand. */
export class EventWindow {
  #rows: EventRows | null = null;
  /** Whose rows they are. */
  #session: DebugSession | null = null;
  #filter = '';
  #height = 1;
  #top = 0;
  #selected = -1;
  #isFollowing = true;
  #shown: EventsData | null = null;
  #shownKey = '';

  get isFollowing(): boolean {
    return this.#isFollowing;
  }

  get filter(): string {
    return this.#filter;
  }

  /**
   * Narrows the list to what `events` would list; empty for all.
   *
   * @throws UserError for what is no filter, or names what the run does not have.
   */
  setFilter(session: DebugSession, text: string): void {
    this.#rows = session.eventRows(parseEventFilter(text));
    this.#session = session;
    this.#filter = text.trim();
    this.#isFollowing = true;
  }

  /** Finds out how many rows there are up to the cursor. A filter over what comes at every bar has to look through them. */
  async refresh(session: DebugSession, height: number, signal?: AbortSignal): Promise<void> {
    this.#height = Math.max(1, height);
    if (this.#rows === null || this.#session !== session) this.#reopen(session);
    const rows = this.#rows as EventRows;
    await rows.load(signal);
    const { count } = rows;
    if (this.#isFollowing || this.#selected >= count) {
      this.#isFollowing = true;
      this.#selected = count - 1;
      this.#top = Math.max(0, count - this.#height);
    }
    this.#show(count);
  }

  /** Moves the row in hand; at the newest one the list follows the cursor again. */
  move(by: number): void {
    const count = this.#rows?.count ?? 0;
    this.#selected = Math.max(0, Math.min(count - 1, this.#selected + by));
    this.#isFollowing = this.#selected >= count - 1;
    this.#show(count);
  }

  /** To the newest row, and along with the cursor from then on. */
  follow(): void {
    this.#isFollowing = true;
  }

  /** What is shown of it: the same object as long as nothing is other than it was. */
  data(): EventsData {
    const rows = this.#rows;
    if (rows === null) return NONE;
    const { count: total, complete: isCounted } = rows;
    const [top, filter, isFollowing] = [this.#top, this.#filter, this.#isFollowing];
    const selected = this.#selected - top;
    const { name, position } = this.#session as DebugSession;
    const place = [name, position.bar, position.event];
    const key = JSON.stringify([top, this.#height, filter, isFollowing, selected, total, isCounted, place]);
    if (this.#shown === null || key !== this.#shownKey) {
      const shown = rows.rows(top, top + this.#height).map(rowOf);
      this.#shown = { rows: shown, first: top, selected, isFollowing, filter, total, isCounted };
      this.#shownKey = key;
    }
    return this.#shown;
  }

  /** Another run may lack what the filter names: it then shows all. */
  #reopen(session: DebugSession): void {
    this.#session = session;
    try {
      this.#rows = session.eventRows(parseEventFilter(this.#filter));
    } catch {
      this.#filter = '';
      this.#rows = session.eventRows();
    }
  }

  /** Brings the row in hand into sight, and no further. */
  #show(count: number): void {
    this.#top = Math.max(0, Math.min(this.#top, this.#selected, count - this.#height));
    if (this.#selected >= this.#top + this.#height) this.#top = this.#selected - this.#height + 1;
  }
}

function rowOf({ position, record }: PlacedEvent): EventRow {
  return {
    position,
    id: record.id,
    type: record.type,
    time: record.timestamp,
    isQuiet: !isNews(record),
    texts: shortEventTexts(record),
  };
}
