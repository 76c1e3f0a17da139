import type { Engine } from '../../engine/engine.ts';
import type { EngineEvent, EventRecord } from '../../events/event.ts';
import { ComponentFailure, type EventBus, type EventObserver } from '../../events/event-bus.ts';
import { type EventKey, keyContainer } from '../../events/event-id.ts';
import type { PlacedEvent } from '../branch.ts';
import type { Recording } from '../recording.ts';
import { SHOWN_TYPES } from '../stage.ts';

/** Bars that are run rather than jumped over. */
const NEAR = 64;

export interface EventWish {
  /** By its publisher and type alone. */
  readonly accepts: (key: EventKey) => boolean;
  /** Ids of events that are not meant. */
  readonly except?: ReadonlySet<string>;
  readonly test: (event: EventRecord) => boolean;
}

const SCANS = new WeakMap<Recording, EventScan>();

/** Runs bars again, forward, and keeps those of their events that are wished for. */
export class EventScan implements EventObserver {
  readonly #recording: Recording;
  readonly #engine: Engine;
  #wish: EventWish | null = null;
  #found: PlacedEvent[] = [];
  #bar = 0;
  #count = 0;
  /** Bars done; −1 when it must be restored first. */
  #at = -1;

  constructor(recording: Recording) {
    this.#recording = recording;
    this.#engine = recording.newEngine();
    for (const { bus } of this.#engine.topology.containers) bus.attach(this, SHOWN_TYPES);
  }

  static of(recording: Recording): EventScan {
    const known = SCANS.get(recording);
    if (known !== undefined) return known;
    const scan = new EventScan(recording);
    SCANS.set(recording, scan);
    return scan;
  }

  /** The events of one recorded bar that are wished for, in their order. Fast for bars that come one after another. */
  bar(bar: number, wish: EventWish): PlacedEvent[] {
    this.#goto(bar - 1);
    this.#wish = wish;
    this.#bar = bar;
    this.#count = 0;
    this.#found = [];
    try {
      this.#engine.advance(bar);
      this.#at = bar;
    } catch (error) {
      this.#at = -1;
      if (!(error instanceof ComponentFailure)) throw error;
    } finally {
      this.#wish = null;
    }
    return this.#found;
  }

  observe(event: EngineEvent, bus: EventBus): void {
    if (this.#wish === null || keyContainer(event.key) !== bus.container) return;
    const at = this.#count++;
    // Events are not copied before their name says that they may be meant.
    const { accepts, except, test } = this.#wish;
    if (!accepts(event.key)) return;
    const record = event.record(bus.containers);
    if (except?.has(record.id) !== true && test(record))
      this.#found.push({ position: { bar: this.#bar, event: at }, record });
  }

  #goto(bar: number): void {
    if (this.#at >= 0 && bar >= this.#at && bar - this.#at <= NEAR) {
      this.#engine.advance(bar);
    } else {
      this.#recording.seek(bar);
      this.#engine.restore(this.#recording.engine.save());
    }
    this.#at = bar;
  }
}
