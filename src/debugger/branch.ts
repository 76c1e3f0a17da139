import type { EventRecord } from '../events/event.ts';
import type { EventKey } from '../events/event-id.ts';
import type { PreparedRun } from '../workflows/prepare.ts';
import type { Accepts, IndexedEvent } from './event-index.ts';
import type { Position } from './position.ts';
import type { Recording } from './recording.ts';

/** A run with a past: its own, or that of the run it was forked from. */
export class Branch {
  /** `main`, or the name of a fork. */
  readonly name: string;
  readonly prepared: PreparedRun;
  readonly recording: Recording;
  readonly parent: Branch | null;
  /** What was changed against the parent: `strategies.trend.params.fast = 10`. */
  readonly changes: readonly string[];
  readonly children: Branch[] = [];

  constructor(
    name: string,
    prepared: PreparedRun,
    recording: Recording,
    parent: Branch | null = null,
    changes: readonly string[] = [],
  ) {
    this.name = name;
    this.prepared = prepared;
    this.recording = recording;
    this.parent = parent;
    this.changes = changes;
    parent?.children.push(this);
  }

  /** The bar that it was forked at; 0 for one that was not. */
  get from(): number {
    return this.recording.from;
  }

  /** The branch in which a place is to be looked at: this one, or one before it. */
  ownerOf({ bar, event }: Position): Branch {
    const { parent } = this;
    // At the bar it was forked at, what happened is the parent's, and what it came to is already ours.
    return parent !== null && (event === null ? bar < this.from : bar <= this.from)
      ? parent.ownerOf({ bar, event })
      : this;
  }

  /** The branch in which the events of a bar were published. */
  runnerOf(bar: number): Branch {
    return this.ownerOf({ bar, event: 0 });
  }

  find(key: EventKey, sequence: number): IndexedEvent | undefined {
    const found = this.recording.events.find(key, sequence);
    if (found !== undefined || this.parent === null) return found;
    const inherited = this.parent.find(key, sequence);
    return inherited !== undefined && inherited.bar <= this.from ? inherited : undefined;
  }

  /** See `EventIndex`. */
  barAfter(bar: number, types: ReadonlySet<number>, accepts?: Accepts): number | undefined {
    if (this.parent !== null && bar < this.from) {
      const inherited = this.parent.barAfter(bar, types, accepts);
      if (inherited !== undefined && inherited <= this.from) return inherited;
    }
    return this.recording.events.barAfter(Math.max(bar, this.from), types, accepts);
  }

  barBefore(bar: number, types: ReadonlySet<number>, accepts?: Accepts): number | undefined {
    const own = this.recording.events.barBefore(bar, types, accepts);
    if (own !== undefined || this.parent === null) return own;
    return this.parent.barBefore(Math.min(bar, this.from + 1), types, accepts);
  }

  /** Number of events in bars (from, to]; all of them recorded. */
  countBetween(from: number, to: number, types: ReadonlySet<number>, accepts?: Accepts): number {
    const inherited =
      this.parent === null || from >= this.from
        ? 0
        : this.parent.countBetween(from, Math.min(to, this.from), types, accepts);
    const { events } = this.recording;
    return (
      inherited + events.countBetween(Math.max(from, this.from), Math.max(to, this.from), types, accepts)
    );
  }

  ofTrade(trade: number, types: ReadonlySet<number>, accepts: Accepts): IndexedEvent[] {
    const inherited = this.parent?.ofTrade(trade, types, accepts).filter(({ bar }) => bar <= this.from) ?? [];
    return [...inherited, ...this.recording.events.ofTrade(trade, types, accepts)];
  }

  between(from: number, to: number, types: ReadonlySet<number>, accepts?: Accepts): IndexedEvent[] {
    const inherited =
      this.parent === null || from >= this.from
        ? []
        : this.parent.between(from, Math.min(to, this.from), types, accepts);
    return [...inherited, ...this.recording.events.between(Math.max(from, this.from), to, types, accepts)];
  }
}

/** An event and where it stands. */
export interface PlacedEvent {
  readonly position: Position;
  readonly record: EventRecord;
}
