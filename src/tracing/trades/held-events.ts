import type { EngineEvent } from '../../events/event.ts';
import * as events from '../../events/event.ts';
import type { SignalEvent } from '../../events/signal-event.ts';
import type { SpareEvents } from '../../events/spare-events.ts';
import type { RowEvent } from '../log/row-event.ts';
import { HELD_BYTES, OTHER_HELD_BYTES } from './held-bytes.ts';

// A module's own constants are compiled into its code; those of others are read anew at each use.
const { RETURNED } = events;

/**
 * Counts the events that a tracker holds, and gives those that nobody holds any more to the spare ones of the run. The kinds that
 * come by the million have functions of their own: a field that is read from events of any class is looked up by its name.
 */
export class HeldEvents {
  readonly #spares: SpareEvents;
  #signals = 0;
  #requests = 0;
  #orders = 0;
  #fills = 0;
  #opens = 0;
  #others = 0;
  #everHeld = 0;

  constructor(spares: SpareEvents) {
    this.#spares = spares;
    spares.inUse = true;
  }

  get count(): number {
    return this.#signals + this.#requests + this.#orders + this.#fills + this.#opens + this.#others;
  }

  /** Memory that they take up, about; of those that others hold too, all of it. */
  get bytes(): number {
    return (
      this.#signals * HELD_BYTES.SIGNAL +
      this.#requests * HELD_BYTES.ORDER_REQUEST +
      this.#orders * HELD_BYTES.ORDER +
      this.#fills * HELD_BYTES.FILL +
      this.#opens * HELD_BYTES.POSITION_OPEN +
      this.#others * OTHER_HELD_BYTES
    );
  }

  /** Rises with every event that comes to be held or is let go. */
  get version(): number {
    return 2 * this.#everHeld - this.count;
  }

  /** Events ever held. */
  get everHeld(): number {
    return this.#everHeld;
  }

  /** Gives an event that comes from a saved state its place. It is then held like any other. */
  restored(event: RowEvent): RowEvent {
    event.place = this.#spares.nextPlace();
    return event;
  }

  /** Gives a signal its place, before it is known whether it leads to an order and is to be held. */
  nextPlace(): number {
    return this.#spares.nextPlace();
  }

  /** @param place that it was given when it came. */
  signal(event: EngineEvent, place: number): EngineEvent {
    if (event.holders++ === 0) {
      event.place = place;
      (event as SignalEvent).keepEvidence();
    }
    this.#everHeld++;
    this.#signals++;
    return event;
  }

  request(event: EngineEvent): EngineEvent {
    if (event.holders++ === 0) event.place = this.#spares.nextPlace();
    this.#everHeld++;
    this.#requests++;
    return event;
  }

  order(event: EngineEvent): EngineEvent {
    if (event.holders++ === 0) event.place = this.#spares.nextPlace();
    this.#everHeld++;
    this.#orders++;
    return event;
  }

  fill(event: EngineEvent): EngineEvent {
    if (event.holders++ === 0) event.place = this.#spares.nextPlace();
    this.#everHeld++;
    this.#fills++;
    return event;
  }

  open(event: EngineEvent): EngineEvent {
    if (event.holders++ === 0) event.place = this.#spares.nextPlace();
    this.#everHeld++;
    this.#opens++;
    return event;
  }

  /** An event of any other type. */
  other(event: EngineEvent): EngineEvent {
    if (event.holders++ === 0) event.place = this.#spares.nextPlace();
    this.#everHeld++;
    this.#others++;
    return event;
  }

  letSignalGo(event: EngineEvent): void {
    this.#signals--;
    if (--event.holders === RETURNED) event.home?.give(event);
  }

  letRequestGo(event: EngineEvent): void {
    this.#requests--;
    if (--event.holders === RETURNED) event.home?.give(event);
  }

  letOrderGo(event: EngineEvent): void {
    this.#orders--;
    if (--event.holders === RETURNED) event.home?.give(event);
  }

  letFillGo(event: EngineEvent): void {
    this.#fills--;
    if (--event.holders === RETURNED) event.home?.give(event);
  }

  letOpenGo(event: EngineEvent): void {
    this.#opens--;
    if (--event.holders === RETURNED) event.home?.give(event);
  }

  letOtherGo(event: EngineEvent): void {
    this.#others--;
    if (--event.holders === RETURNED) event.home?.give(event);
  }
}
