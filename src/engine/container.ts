import { LifecycleEvent } from '../events/event.ts';
import { type ErrorPolicy, EventBus } from '../events/event-bus.ts';
import { eventKey } from '../events/event-id.ts';
import { TYPE } from '../events/event-type.ts';
import type { Stateful, StateReader, StateWriter } from '../foundation/state.ts';

export type LifecycleState = 'created' | 'initialised' | 'running' | 'paused' | 'stopped' | 'disposed';

const ALLOWED: Record<LifecycleState, readonly LifecycleState[]> = {
  created: ['initialised', 'disposed'],
  initialised: ['running', 'disposed'],
  running: ['paused', 'stopped'],
  paused: ['running', 'stopped'],
  stopped: ['disposed'],
  disposed: [],
};

/** Something that lives in a container. Those with state save and restore it. */
export interface Component extends Partial<Stateful> {
  readonly componentId: string;
  /** Plain data for people. */
  inspect?(): Record<string, unknown>;
}

/** What `inspect()` shows of a container. */
export interface ContainerInspection {
  readonly id: string;
  readonly state: LifecycleState;
  readonly parent: string | null;
  readonly children: readonly string[];
  readonly events: number;
  readonly errors: number;
  readonly components: Readonly<Record<string, Record<string, unknown>>>;
}

/**
 * A world of its own: a bus, components, their state, a lifecycle. Containers form a tree and speak through routers
 * alone.
 */
export class Container {
  readonly id: string;
  /** Position in the run, stable for one configuration; part of event ids. */
  readonly number: number;
  readonly parent: Container | null;
  readonly children: Container[] = [];
  readonly bus: EventBus;
  readonly #components: Component[] = [];
  #state: LifecycleState = 'created';
  #lifecycleEvents = 0;

  /** @param names of all containers of the run; this one's is added. */
  constructor(id: string, names: string[], parent: Container | null, policy: ErrorPolicy) {
    if (names.includes(id)) throw new Error(`two containers are called ${id}`);
    this.id = id;
    this.number = names.push(id) - 1;
    this.parent = parent;
    parent?.children.push(this);
    this.bus = new EventBus(names, this.number, policy, parent?.bus.spares);
  }

  get state(): LifecycleState {
    return this.#state;
  }

  get components(): readonly Component[] {
    return this.#components;
  }

  add<C extends Component>(component: C): C {
    this.#components.push(component);
    return component;
  }

  /**
   * Moves this container and all below it to a state, and tells so by a LIFECYCLE event each.
   *
   * @throws Error for a step that the lifecycle does not have.
   */
  enter(state: LifecycleState, timestamp: number): void {
    if (!ALLOWED[this.#state].includes(state)) {
      throw new Error(`container ${this.id} cannot go from ${this.#state} to ${state}`);
    }
    const event = new LifecycleEvent(eventKey(this.number, TYPE.LIFECYCLE), TYPE.LIFECYCLE);
    event.from = this.#state;
    event.to = state;
    event.sourceId = 'container';
    event.timestamp = timestamp;
    // Numbered apart from trading events: pausing a run must not renumber its fills.
    event.sequenceNumber = ++this.#lifecycleEvents;
    this.#state = state;
    this.bus.deliver(event);
    for (const child of this.children) child.enter(state, timestamp);
  }

  inspect(): ContainerInspection {
    return {
      id: this.id,
      state: this.#state,
      parent: this.parent?.id ?? null,
      children: this.children.map((child) => child.id),
      events: this.bus.sequence,
      errors: this.bus.errors,
      components: Object.fromEntries(this.#components.map((c) => [c.componentId, c.inspect?.() ?? {}])),
    };
  }

  save(out: StateWriter): void {
    out.number(this.bus.sequence);
    out.number(this.bus.errors);
    for (const component of this.#components) component.save?.(out);
  }

  restore(from: StateReader): void {
    this.bus.sequence = from.number();
    this.bus.errors = from.number();
    for (const component of this.#components) component.restore?.(from);
  }
}
