import { nameHint } from '../foundation/nearest-name.ts';
import { UserError } from '../foundation/user-error.ts';
import { CustomEvent, type EngineEvent, ErrorEvent, type EventRecord } from './event.ts';
import { type ContainerNames, eventKey, formatEventId } from './event-id.ts';
import type { EventSpan } from './event-span.ts';
import {
  customEventType,
  EVENT_TYPE_LIMIT,
  EVENT_TYPES,
  eventTypeNames,
  eventTypeNumber,
  TYPE,
} from './event-type.ts';
import { SpareEvents } from './spare-events.ts';

/** Inside the engine: receives flyweights, which it must not keep but by holding them (see `EngineEvent`). */
export type Listener = (event: EngineEvent) => void;

/** Sees every event that passes a bus, published there or delivered to it, before its listeners do. */
export interface EventObserver {
  /**
   * True for one that looks at nothing but the events, and does not care in which order events of different containers
   * come. The engine then works through blocks of bars as if it were not there; each container's own order is the same.
   */
  readonly containersApart?: boolean;
  /** @param type of the event, which is slow to be read from one that may be of any class. */
  observe(event: EngineEvent, bus: EventBus, type: number): void;
  /** Gives what takes the events of one type as `observe` would, for observers that care for speed. */
  handlerOf?(type: number): Listener;
  /** Takes the events of a span at once. Without it, `observe` gets them one by one. */
  observeSpan?(span: EventSpan, bus: EventBus): void;
}

/** What happens after a component threw: the run ends, or goes on without that component's answer to this event. */
export type ErrorPolicy = 'stop' | 'continue';

/** A component threw, and an ERROR event was published for it. Ends the run under the policy `stop`. */
export class ComponentFailure extends Error {
  override readonly name = 'ComponentFailure';
  readonly containerId: string;
  readonly componentId: string;
  readonly eventId: string | null;

  constructor(cause: unknown, containerId: string, componentId: string, eventId: string | null) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.containerId = containerId;
    this.componentId = componentId;
    this.eventId = eventId;
  }
}

/**
 * Thrown by an observer that wants the run to stand still in the middle of a bar, at the event that it was just shown and
 * before anybody acts on it. It passes through buses and components untouched. What the bar had begun stays half done: the
 * engine can be looked at, and must be restored before it goes on.
 */
export class Halt extends Error {
  override readonly name = 'Halt';
}

/** Who hears one type of event: observers, then listeners, and beside those the names of their components. */
interface Audience {
  /** All who take events, in one list: that events could be observed costs nothing where they are not. */
  readonly handlers: readonly Listener[];
  readonly observers: readonly EventObserver[];
  /** What takes the events for each observer. */
  readonly observing: readonly Listener[];
  readonly listeners: readonly Listener[];
  readonly componentIds: readonly string[];
}

const NOBODY: Audience = Object.freeze({
  handlers: [],
  observers: [],
  observing: [],
  listeners: [],
  componentIds: [],
});

function changed(audience: Audience, change: Partial<Audience>): Audience {
  const { observers, observing, listeners, componentIds } = { ...audience, ...change };
  if (observing.length === 0 && listeners.length === 0) return NOBODY;
  const handlers =
    observing.length === 0 ? listeners : listeners.length === 0 ? observing : observing.concat(listeners);
  return { handlers, observers, observing, listeners, componentIds };
}

const SILENCE = Array.from({ length: EVENT_TYPES.length }, () => NOBODY);
const ALL_TYPES: readonly number[] = Array.from({ length: EVENT_TYPE_LIMIT }, (_, type) => type);

/**
 * Carries the events of one container, synchronously and in order: an event's consequences are published before the
 * next event is. It knows nothing about tracing, portfolios or time. Nothing is allocated for an event that nobody
 * keeps.
 */
export class EventBus {
  readonly containerId: string;
  readonly container: number;
  readonly #containers: ContainerNames;
  readonly #policy: ErrorPolicy;
  /** Of the run: what its pools use again. */
  readonly spares: SpareEvents;
  /** By number of the type; of its own once there is somebody. */
  #audiences: Audience[] = SILENCE;
  #sequence = 0;
  #errors = 0;

  /** @param spares of the run, shared by its buses. */
  constructor(
    containers: ContainerNames,
    container: number,
    policy: ErrorPolicy = 'stop',
    spares: SpareEvents = new SpareEvents(),
  ) {
    this.#containers = containers;
    this.container = container;
    this.containerId = containers[container];
    this.#policy = policy;
    this.spares = spares;
  }

  /** Number of the last event published here; events count from 1. */
  get sequence(): number {
    return this.#sequence;
  }

  set sequence(value: number) {
    this.#sequence = value;
  }

  /** Number of ERROR events published here. */
  get errors(): number {
    return this.#errors;
  }

  set errors(value: number) {
    this.#errors = value;
  }

  get containers(): ContainerNames {
    return this.#containers;
  }

  /**
   * Numbers the event and hands it to observers, then to listeners in the order in which they came.
   *
   * @param type of the event, for whoever knows it: it is slow to be read from one that may be of any class.
   */
  emit(event: EngineEvent, type: number = event.type): void {
    event.sequenceNumber = ++this.#sequence;
    this.#dispatch(event, type);
  }

  /** Hands on an event that another container published; it keeps its name. */
  deliver(event: EngineEvent): void {
    this.#dispatch(event, event.type);
  }

  /**
   * True when events of this type reach exactly these components here, in this order, and no observer but those with
   * `containersApart`: whoever drives the bus may then call the components itself after it has shown the event to the observers,
   * and number events that nobody observes by `skip`.
   */
  isHeardBy(type: number, componentIds: readonly string[]): boolean {
    const { observers, componentIds: present } = this.#audience(type);
    if (present.length !== componentIds.length) return false;
    for (let i = 0; i < present.length; i++) if (present[i] !== componentIds[i]) return false;
    return observers.every(({ containersApart }) => containersApart === true);
  }

  isObserved(type: number): boolean {
    return this.#audience(type).observers.length > 0;
  }

  /** Hands the events of a span to observers alone, as `show` would one by one. */
  showSpan(span: EventSpan): void {
    const first = span.bars ? span.bar : (span.features ?? span.update);
    const observers = first === null ? [] : this.#audience(first.type).observers;
    // Where one sees another choice of types, the order of the types matters to it.
    if (
      !(span.features === null || this.#areObservers(observers, span.features.type)) ||
      !(span.update === null || this.#areObservers(observers, span.update.type))
    ) {
      span.each((event) => this.show(event));
      return;
    }
    for (let i = 0; i < observers.length; i++) {
      const observer = observers[i];
      if (observer.observeSpan !== undefined) observer.observeSpan(span, this);
      else span.each((event) => observer.observe(event, this, event.type));
    }
  }

  /** Hands an event to observers alone; for whoever calls the listeners itself. */
  show(event: EngineEvent): void {
    const { observing } = this.#audience(event.type);
    for (let i = 0; i < observing.length; i++) observing[i](event);
  }

  /** Numbers events that are not put into words. */
  skip(count: number): void {
    this.#sequence += count;
  }

  /** True when an event of this type would reach somebody here. */
  hasAudience(type: number): boolean {
    const { observers, listeners } = this.#audience(type);
    return observers.length > 0 || listeners.length > 0;
  }

  /** Inside the engine: `listener` gets flyweights. `componentId` names it when it throws. */
  listen(type: number, listener: Listener, componentId: string): void {
    const { listeners, componentIds } = this.#audience(type);
    // A spread would leave room for 17 more, in each of a dozen lists of each container.
    this.#change(type, {
      listeners: listeners.concat(listener),
      componentIds: componentIds.concat(componentId),
    });
  }

  /**
   * @param types numbers of the event types to be seen; all by default. Those that nobody sees go on costing nothing.
   */
  attach(observer: EventObserver, types: Iterable<number> = ALL_TYPES): void {
    const observe: Listener = (event) => observer.observe(event, this, event.type);
    // Types that the same ones hear share their audience: most have nobody else, and there are dozens of each container.
    const shared = new Map<Audience, Audience>();
    for (const type of types) {
      const before = this.#audience(type);
      const handler = observer.handlerOf?.(type) ?? observe;
      let audience = shared.get(before);
      if (audience?.observing.at(-1) !== handler) {
        const { observers, observing } = before;
        audience = changed(before, {
          observers: observers.concat(observer),
          observing: observing.concat(handler),
        });
        shared.set(before, audience);
      }
      this.#set(type, audience);
    }
  }

  detach(observer: EventObserver): void {
    for (let type = 0; type < this.#audiences.length; type++) {
      const { observers, observing } = this.#audiences[type];
      if (!observers.includes(observer)) continue;
      this.#change(type, {
        observers: observers.filter((attached) => attached !== observer),
        observing: observing.filter((_, i) => observers[i] !== observer),
      });
    }
  }

  /**
   * Calls `handler` with a copy of every event of this type that passes here. Returns a function that ends it.
   *
   * @throws UserError for a type that does not exist.
   */
  subscribe<T extends string>(type: T, handler: (event: EventRecord<T>) => void): () => void {
    const number = eventTypeNumber(type);
    if (number === undefined) throw unknownType(type);
    const listener: Listener = (event) => handler(event.record(this.#containers) as EventRecord<T>);
    this.listen(number, listener, handler.name || 'subscriber');
    return () => {
      const { listeners, componentIds } = this.#audience(number);
      const at = listeners.indexOf(listener);
      if (at < 0) return;
      this.#change(number, {
        listeners: listeners.toSpliced(at, 1),
        componentIds: componentIds.toSpliced(at, 1),
      });
    };
  }

  /**
   * Publishes an event of a type that the user defined, and returns the copy that readers of the stream will see.
   * The payload is checked by the type's schema.
   *
   * @throws UserError for an unknown or built-in type, or a payload that its schema refuses.
   */
  publish(
    type: string,
    payload: Record<string, unknown>,
    given: { sourceId?: string; timestamp?: number; cause?: EventRecord } = {},
  ): EventRecord {
    const number = eventTypeNumber(type);
    const definition = number === undefined ? undefined : customEventType(number);
    if (number === undefined) throw unknownType(type);
    if (definition === undefined) {
      throw new UserError(`${type} is published by the engine alone`, {
        code: 'built_in_event_type',
        hint: 'define a type of your own with defineEventType',
      });
    }
    const checked = definition.schema.safeParse(payload);
    if (!checked.success) {
      const issue = checked.error.issues[0];
      throw new UserError(`${type}.${issue.path.join('.')}: ${issue.message}`, { code: 'bad_payload' });
    }
    const event = new CustomEvent(eventKey(this.container, number), number);
    event.data = structuredClone(checked.data as Record<string, unknown>);
    event.sourceId = given.sourceId ?? 'user';
    event.timestamp = given.timestamp ?? given.cause?.timestamp ?? 0;
    if (given.cause !== undefined) {
      const container = this.#containers.indexOf(given.cause.containerId);
      event.causeKey = eventKey(container, eventTypeNumber(given.cause.type) as number);
      event.causeSequence = given.cause.sequenceNumber;
    }
    this.emit(event);
    return event.record(this.#containers);
  }

  #areObservers(observers: readonly EventObserver[], type: number): boolean {
    const { observers: others } = this.#audience(type);
    if (others.length !== observers.length) return false;
    for (let i = 0; i < others.length; i++) if (others[i] !== observers[i]) return false;
    return true;
  }

  #dispatch(event: EngineEvent, type: number): void {
    const audience = this.#audience(type);
    const { handlers } = audience;
    for (let i = 0; i < handlers.length; i++) {
      try {
        handlers[i](event);
      } catch (error) {
        const listener = i - audience.observers.length;
        // An observer is no component: what it throws is a failure of ours, or a halt.
        if (listener < 0) throw error;
        this.fail(error, audience.componentIds[listener], event);
      }
    }
  }

  #audience(type: number): Audience {
    return type < this.#audiences.length ? this.#audiences[type] : NOBODY;
  }

  // Replaced and not changed, so that whoever comes or goes during a dispatch does not disturb it.
  #change(type: number, change: Partial<Audience>): void {
    this.#set(type, changed(this.#audience(type), change));
  }

  #set(type: number, audience: Audience): void {
    if (this.#audiences === SILENCE) this.#audiences = SILENCE.slice();
    // Most buses never meet a custom type; and an array must not be read beyond its end, which is slow for good.
    while (this.#audiences.length <= type) this.#audiences.push(NOBODY);
    this.#audiences[type] = audience;
  }

  /** A component threw at an event: publishes ERROR, then ends the run or lets it go on, by policy. */
  fail(error: unknown, componentId: string, event: EngineEvent): void {
    // Already told where it happened, or no failure at all; on its way up through the buses that led there.
    if (error instanceof ComponentFailure || error instanceof Halt) throw error;
    const told = new ErrorEvent(eventKey(this.container, TYPE.ERROR), TYPE.ERROR);
    const eventId = formatEventId(event.key, event.sequenceNumber, this.#containers);
    told.componentId = componentId;
    told.sourceId = componentId;
    told.eventId = eventId;
    told.message = error instanceof Error ? error.message : String(error);
    told.stack = error instanceof Error ? (error.stack ?? '') : '';
    told.timestamp = event.timestamp;
    told.causedBy(event);
    this.#errors++;
    if (event.type === TYPE.ERROR) {
      // Whoever threw at an ERROR would throw at its own; and what ends the run is the error that came first.
      told.sequenceNumber = ++this.#sequence;
      this.show(told);
      return;
    }
    this.emit(told);
    if (this.#policy === 'stop') throw new ComponentFailure(error, this.containerId, componentId, eventId);
  }
}

function unknownType(type: string): UserError {
  return new UserError(`unknown event type "${type}"`, {
    code: 'unknown_event_type',
    hint: nameHint(type, eventTypeNames()),
  });
}
