import type { Engine, EngineCheckpoint } from '../engine/engine.ts';
import type { EngineEvent, EventRecord } from '../events/event.ts';
import { ComponentFailure, type EventBus, type EventObserver, Halt } from '../events/event-bus.ts';
import { keyContainer } from '../events/event-id.ts';
import { EVENT_TYPE_LIMIT, TYPE } from '../events/event-type.ts';
import { type Position, samePosition } from './position.ts';
import { RECORDED_TYPES } from './recorded-types.ts';
import type { Recording } from './recording.ts';
import { Repeat } from './repeat.ts';

/** Bars that the stage runs itself; further ways are shorter by way of the recording. */
const NEAR = 4;
/** Bars whose events are kept for a look, and events of all of them but the last. */
const KEPT_BARS = 64;
const KEPT_EVENTS = 16_384;
/** Where no cursor is. */
const NOWHERE: Position = { bar: -1, event: null };

/** Types of the events that users see, by which positions in a bar are counted. */
export const SHOWN_TYPES: readonly number[] = Array.from(
  { length: EVENT_TYPE_LIMIT },
  (_, type) => type,
).filter((type) => type !== TYPE.LIFECYCLE && type !== TYPE.TRACE_LIMIT);

const IS_RECORDED: readonly boolean[] = Array.from({ length: EVENT_TYPE_LIMIT }, (_, type) =>
  RECORDED_TYPES.includes(type),
);

/**
 * The engine that stands at the cursor: whoever looks at a container looks here. It can stand still at any event of a
 * bar, and knows the events of a bar in their order.
 */
export class Stage implements EventObserver {
  readonly engine: Engine;
  readonly #recording: Recording;
  #position: Position;
  /** The state at the beginning of the bar that the stage stands in. */
  #start: EngineCheckpoint | null = null;
  readonly #events = new Map<number, readonly EventRecord[]>();
  #keptEvents = 0;
  /** What to do with events: nothing, keep them, or stand still at one. */
  #collected: EventRecord[] | null = null;
  #haltAt = -1;
  #count = 0;
  /** Data containers whose BAR was published on the way to a halt. */
  readonly #told = new Set<number>();
  /** The recorded bar that is being run again; 0: none. */
  #repeating = 0;
  /** The engine is at work. What is ended from outside runs no `finally`, and leaves this behind. */
  #isRunning = false;
  readonly #repeat: Repeat;

  constructor(recording: Recording) {
    this.#recording = recording;
    this.engine = recording.newEngine();
    this.#position = { bar: recording.from, event: null };
    this.#jump(recording.from);
    this.#repeat = new Repeat(recording.events, this.engine.topology.containers[0].bus.containers);
    for (const { bus } of this.engine.topology.containers) bus.attach(this, SHOWN_TYPES);
  }

  get position(): Position {
    return this.#position;
  }

  /** Puts the stage at a recorded place. */
  show(position: Position): void {
    this.#recover();
    if (samePosition(position, this.#position)) return;
    if (position.event === null) this.#showEnd(position.bar);
    else this.#showEvent(position.bar, position.event);
    this.#position = position;
  }

  /** The events of a recorded bar in their order, as users see them. Also of the bar at which a component threw. */
  eventsOf(bar: number): readonly EventRecord[] {
    const known = this.#events.get(bar);
    if (known !== undefined) return known;
    this.#recover();
    const before = this.#position;
    this.#showEnd(bar - 1);
    const events: EventRecord[] = [];
    try {
      this.#collect(bar, events);
    } catch (error) {
      // Its ERROR event is the last.
      if (!(error instanceof ComponentFailure)) throw error;
    }
    this.#keep(bar, events);
    // Anywhere but where it was, so that going back is not taken for done.
    this.#position = NOWHERE;
    this.show(before);
    return events;
  }

  /** What was made to stop in the middle of a bar stands nowhere. */
  #recover(): void {
    if (!this.#isRunning) return;
    this.#isRunning = false;
    this.#haltAt = -1;
    this.#collected = null;
    this.#repeating = 0;
    this.#start = null;
    this.#position = NOWHERE;
  }

  observe(event: EngineEvent, bus: EventBus): void {
    // What comes from elsewhere has been seen there.
    if (keyContainer(event.key) !== bus.container) return;
    if (event.type === TYPE.BAR) this.#told.add(bus.container);
    if (this.#repeating > 0 && IS_RECORDED[event.type]) this.#repeat.see(event, bus, this.#repeating);
    this.#collected?.push(event.record(bus.containers));
    if (this.#count++ === this.#haltAt) throw new Halt();
  }

  #showEnd(bar: number): void {
    const { bar: here, event } = this.#position;
    if (event === null && bar >= here && bar <= here + NEAR && here >= 0) {
      for (let next = here + 1; next <= bar; next++) this.#runBar(next);
    } else {
      this.#jump(Math.max(this.#recording.from, bar - 1));
      // Whoever comes to a bar from afar asks what happened there: its events are kept on the way.
      if (this.engine.slice < bar) {
        const events: EventRecord[] = [];
        this.#collect(bar, events);
        this.#keep(bar, events);
      }
    }
    this.#position = { bar, event: null };
  }

  /** Runs a bar, with its events. */
  #collect(bar: number, into: EventRecord[]): void {
    this.#collected = into;
    try {
      this.#runBar(bar);
    } finally {
      this.#collected = null;
    }
  }

  #keep(bar: number, events: readonly EventRecord[]): void {
    this.#keptEvents += events.length - (this.#events.get(bar)?.length ?? 0);
    this.#events.delete(bar);
    this.#events.set(bar, events);
    for (const [old, { length }] of this.#events) {
      if (old === bar || (this.#events.size <= KEPT_BARS && this.#keptEvents <= KEPT_EVENTS)) break;
      this.#events.delete(old);
      this.#keptEvents -= length;
    }
  }

  #showEvent(bar: number, event: number): void {
    if (this.#start?.slice !== bar - 1) {
      this.#showEnd(bar - 1);
      this.#start = this.engine.save();
    } else {
      this.engine.restore(this.#start);
    }
    this.#count = 0;
    this.#told.clear();
    this.#haltAt = event;
    try {
      this.#runBar(bar);
      throw new RangeError(`bar ${bar} has ${this.#count} events, and none with number ${event}`);
    } catch (error) {
      if (!(error instanceof Halt)) throw error;
      this.#hideUntold(bar);
    } finally {
      this.#haltAt = -1;
    }
  }

  /** Orders meet a bar before it is published: until then, whoever looks sees the one before it. */
  #hideUntold(bar: number): void {
    const time = this.engine.timeline.time(bar - 1);
    for (const { data, bar: event, featuresEvent } of this.engine.topology.symbols) {
      if (event.sequenceNumber === 0 || event.timestamp !== time || this.#told.has(data.number)) continue;
      if (event.index === 0) event.unpoint();
      else event.point(event.index - 1);
      featuresEvent.follow();
    }
  }

  /** One bar, from the end of the one before it; compared with the recording as far as it comes. */
  #runBar(bar: number): void {
    // Of the bar at which a component threw, nothing is recorded.
    this.#repeating = bar <= this.#recording.recorded ? bar : 0;
    this.#repeat.begin(bar - 1);
    let done = bar - 1;
    this.#isRunning = true;
    try {
      this.engine.advance(bar);
      done = bar;
    } finally {
      this.#isRunning = false;
      if (this.#repeating > 0) this.#recording.report(this.#repeat.end(done, () => true));
      this.#repeating = 0;
    }
  }

  #jump(bar: number): void {
    this.#recording.seek(bar);
    this.engine.restore(this.#recording.engine.save());
  }
}
