import { serialize } from 'node:v8';
import type { EngineEvent } from '../../events/event.ts';
import { ComponentFailure, Halt } from '../../events/event-bus.ts';
import { eventKey } from '../../events/event-id.ts';
import { TYPE } from '../../events/event-type.ts';
import { type Payloads, TRACE_LIMIT_POLICIES } from '../../events/payloads.ts';
import { DeadLetterEvent, MemoryLimitEvent } from '../../events/routing-events.ts';
import type { StateReader, StateWriter } from '../../foundation/state.ts';
import type { Component, Container } from '../container.ts';
import type { ComponentHost } from './component-host.ts';
import { DeadLetters } from './dead-letters.ts';
import { type Letter, letterOf, PastEvent } from './letter.ts';

/**
 * How a route brings events to the components of a container of the user's:
 *
 *     fast       in batches: at the end of the slice, or by so many events
 *     standard   at once
 *     reliable   at once and in order; an event that a component threw at comes again at the end of the slice, and those
 *                behind it wait. After `maxRetries` it is a dead letter
 */
export const TIERS = ['fast', 'standard', 'reliable'] as const;
export type Tier = (typeof TIERS)[number];

/** How events come, as a route says it. */
export interface Delivery {
  /** Name of the route in messages and dead letters. */
  readonly route: string;
  /** Number of the route in the run. */
  readonly number: number;
  readonly tier: Tier;
  /** Fast: events in a batch; null: those of a slice. */
  readonly batchSize: number | null;
  /** Reliable. */
  readonly maxRetries: number;
}

export interface MemoryBudget {
  readonly bytes: number;
  readonly policy: Payloads['MEMORY_LIMIT']['policy'];
}

/** A letter in a queue. */
interface Waiting {
  readonly letter: Letter;
  /** Number of its route. */
  readonly route: number;
  /** The first component that has not taken it. */
  next: number;
  attempts: number;
}

/** What came to a container over routes. */
export interface DeliveryCounts {
  readonly received: number;
  /** Taken by all components that listen. */
  readonly delivered: number;
  readonly waiting: number;
  readonly dead: number;
}

/** A container of the user's, seen from the routes that lead to it: its components, queues and dead letters. */
export class OwnContainer implements Component {
  readonly componentId = 'inbox';
  readonly container: Container;
  readonly hosts: readonly ComponentHost[];
  readonly deadLetters = new DeadLetters();
  readonly #budget: MemoryBudget | null;
  readonly #routes = new Map<number, Delivery>();
  /** By number of the route. */
  #batches = new Map<number, Letter[]>();
  #queue: Waiting[] = [];
  /** The queue is being worked through. */
  #busy = false;
  #received = 0;
  #delivered = 0;
  #retries = 0;
  /** Time of the latest event that came, UTC milliseconds. */
  #now = 0;
  #touched = false;
  #over = false;
  #stopped = false;

  constructor(container: Container, hosts: readonly ComponentHost[], budget: MemoryBudget | null) {
    this.container = container;
    this.hosts = hosts;
    this.#budget = budget;
    container.add(this);
    for (const host of hosts) {
      container.add(host);
      for (const type of host.types) {
        // An error of its own would lead to the next.
        if (type === TYPE.ERROR) continue;
        // What other containers published comes by way of routes.
        const own = eventKey(container.number, type);
        const onOwn = (event: EngineEvent) => {
          if (event.key === own) this.#handleOwn(host, event);
        };
        container.bus.listen(type, onOwn, host.componentId);
      }
    }
  }

  get counts(): DeliveryCounts {
    const batched = [...this.#batches.values()].reduce((sum, batch) => sum + batch.length, 0);
    return {
      received: this.#received,
      delivered: this.#delivered,
      waiting: batched + this.#queue.length,
      dead: this.deadLetters.count,
    };
  }

  /** Nothing waits for the end of a slice. */
  get isQuiet(): boolean {
    return !this.#touched && this.#queue.length === 0;
  }

  /** Takes an event that came over a route; observers and routes that lead further are told at once. */
  accept(event: EngineEvent, delivery: Delivery): void {
    const { bus } = this.container;
    this.#routes.set(delivery.number, delivery);
    this.#received++;
    this.#now = event.timestamp;
    this.#touched = true;
    bus.deliver(event);
    const { tier, number, batchSize } = delivery;
    const letter = letterOf(event, event.record(bus.containers));
    if (this.#stopped) {
      this.#bury(letter, delivery, {
        componentId: null,
        reason: `${bus.containerId} is stopped`,
        attempts: 0,
      });
    } else if (tier === 'fast') {
      const batch = this.#batches.get(number) ?? [];
      batch.push(letter);
      this.#batches.set(number, batch);
      if (batchSize !== null && batch.length >= batchSize) this.#deliverBatch(number);
    } else if (tier === 'standard') {
      this.#deliver(letter, delivery);
    } else {
      this.#queue.push({ letter, route: number, next: 0, attempts: 0 });
      if (this.#queue.length === 1) this.#work(false);
    }
  }

  /**
   * What waits for the end of a slice.
   *
   * @param time of the slice, UTC milliseconds.
   * @param last of the run: nothing waits any longer.
   */
  endSlice(time: number, last: boolean): void {
    if (!this.#touched && this.#queue.length === 0 && !last) return;
    this.#touched = false;
    this.#now = time;
    for (const number of [...this.#batches.keys()].sort((a, b) => a - b)) {
      if (last || this.#delivery(number).batchSize === null) this.#deliverBatch(number);
    }
    if (this.#queue.length > 0) this.#work(last);
    if (this.#budget !== null && !this.#stopped) this.#checkMemory(this.#budget);
  }

  inspect(): Record<string, unknown> {
    const { received, delivered, waiting } = this.counts;
    return {
      received,
      delivered,
      retries: this.#retries,
      waiting,
      deadLetters: this.deadLetters.inspect(),
      ...(this.#budget === null ? {} : { memoryBudget: this.#budget.bytes, ...this.#measure() }),
      ...(this.#stopped ? { stopped: 'over its memory budget' } : {}),
    };
  }

  save(out: StateWriter): void {
    for (const value of [this.#received, this.#delivered, this.#retries, this.#now]) out.number(value);
    for (const flag of [this.#touched, this.#over, this.#stopped]) out.number(flag ? 1 : 0);
    out.extra([...this.#batches]);
    out.extra(this.#queue);
    this.deadLetters.save(out);
  }

  restore(from: StateReader): void {
    this.#received = from.number();
    this.#delivered = from.number();
    this.#retries = from.number();
    this.#now = from.number();
    this.#touched = from.number() === 1;
    this.#over = from.number() === 1;
    this.#stopped = from.number() === 1;
    this.#batches = new Map(from.extra() as [number, Letter[]][]);
    this.#queue = from.extra() as Waiting[];
    this.deadLetters.restore(from);
    // A bar may have been left in its middle.
    this.#busy = false;
  }

  /** Knows a route before anything came over it: what waits in a checkpoint may be its. */
  expect(delivery: Delivery): void {
    this.#routes.set(delivery.number, delivery);
  }

  #handleOwn(host: ComponentHost, event: EngineEvent): void {
    if (this.#stopped) return;
    this.#touched = true;
    host.handle(event.record(this.container.bus.containers), event, event.timestamp);
  }

  #deliverBatch(number: number): void {
    const batch = this.#batches.get(number) ?? [];
    // Gone before it is worked through: what it leads to may come here again.
    this.#batches.delete(number);
    for (const letter of batch) this.#deliver(letter, this.#delivery(number));
  }

  /** Fast and standard: a component that throws ends the run, or has missed the event. */
  #deliver(letter: Letter, delivery: Delivery): void {
    const event = new PastEvent(letter);
    let taken = true;
    for (const host of this.hosts) {
      if (!host.hears(letter.type)) continue;
      try {
        host.handle(structuredClone(letter.record), event, this.#now);
      } catch (error) {
        this.container.bus.fail(error, host.componentId, event);
        if (taken) this.#bury(letter, delivery, failed(host, error, 1));
        taken = false;
      }
    }
    if (taken) this.#delivered++;
  }

  /** Reliable: works through the queue as far as it goes. @param last nothing may wait any longer. */
  #work(last: boolean): void {
    if (this.#busy) return;
    this.#busy = true;
    try {
      while (this.#queue.length > 0) {
        const [head] = this.#queue;
        const delivery = this.#delivery(head.route);
        if (head.attempts > 0) this.#retries++;
        const failure = this.#attempt(head);
        if (failure === null) this.#delivered++;
        else if (head.attempts > delivery.maxRetries) {
          this.#bury(head.letter, delivery, failed(failure.host, failure.error, head.attempts));
        } else if (last) continue;
        else return;
        this.#queue.shift();
      }
    } finally {
      this.#busy = false;
    }
  }

  #attempt(waiting: Waiting): { readonly host: ComponentHost; readonly error: unknown } | null {
    const { letter } = waiting;
    const event = new PastEvent(letter);
    waiting.attempts++;
    for (; waiting.next < this.hosts.length; waiting.next++) {
      const host = this.hosts[waiting.next];
      if (!host.hears(letter.type)) continue;
      try {
        host.handle(structuredClone(letter.record), event, this.#now, waiting.attempts);
      } catch (error) {
        // Of another container, to which what it published led; or no failure at all.
        if (error instanceof ComponentFailure || error instanceof Halt) throw error;
        return { host, error };
      }
    }
    return null;
  }

  #bury(
    letter: Letter,
    { route }: Delivery,
    why: { readonly componentId: string | null; readonly reason: string; readonly attempts: number },
  ): void {
    this.deadLetters.add({ event: letter.record, route, ...why });
    const told = new DeadLetterEvent(eventKey(this.container.number, TYPE.DEAD_LETTER), TYPE.DEAD_LETTER);
    told.eventId = letter.record.id;
    told.route = route;
    told.componentId = why.componentId;
    told.reason = why.reason;
    told.attempts = why.attempts;
    told.sourceId = this.componentId;
    told.timestamp = this.#now;
    told.tradeContainer = letter.tradeContainer;
    told.tradeNumber = letter.tradeNumber;
    told.causedBy(new PastEvent(letter));
    this.container.bus.emit(told);
  }

  #delivery(number: number): Delivery {
    const found = this.#routes.get(number);
    if (found === undefined) throw new Error(`${this.container.id} has no route ${number}`);
    return found;
  }

  #measure(): { readonly stateBytes: number; readonly queueBytes: number } {
    const bytes = (value: unknown) => serialize(value).byteLength;
    return {
      stateBytes: this.hosts.reduce((sum, { state }) => sum + bytes(state), 0),
      queueBytes: bytes([...this.#batches]) + bytes(this.#queue) + bytes(this.deadLetters.latest),
    };
  }

  /** Traces have a budget of their own: no result depends on what is traced. */
  #checkMemory({ bytes, policy }: MemoryBudget): void {
    const { stateBytes, queueBytes } = this.#measure();
    if (stateBytes + queueBytes <= bytes) {
      this.#over = false;
      return;
    }
    // Told once, until it was below again.
    if (this.#over) return;
    this.#over = true;
    const released = this.deadLetters.release();
    this.#stopped = policy === 'stop';
    const told = new MemoryLimitEvent(eventKey(this.container.number, TYPE.MEMORY_LIMIT), TYPE.MEMORY_LIMIT);
    told.policy = TRACE_LIMIT_POLICIES.indexOf(policy);
    told.limitBytes = bytes;
    told.stateBytes = stateBytes;
    told.queueBytes = queueBytes;
    told.released = released;
    told.stopped = this.#stopped;
    told.sourceId = this.componentId;
    told.timestamp = this.#now;
    this.container.bus.emit(told);
    if (this.#stopped) this.#buryAll();
    else for (const number of [...this.#batches.keys()].sort((a, b) => a - b)) this.#deliverBatch(number);
  }

  #buryAll(): void {
    const reason = `${this.container.id} is stopped`;
    const batches = [...this.#batches];
    const queue = this.#queue;
    this.#batches = new Map();
    this.#queue = [];
    for (const [number, batch] of batches) {
      for (const letter of batch)
        this.#bury(letter, this.#delivery(number), { componentId: null, reason, attempts: 0 });
    }
    for (const { letter, route, attempts } of queue)
      this.#bury(letter, this.#delivery(route), { componentId: null, reason, attempts });
  }
}

function failed(host: ComponentHost, error: unknown, attempts: number) {
  const message = error instanceof Error ? error.message : String(error);
  return { componentId: host.componentId, reason: message, attempts };
}
