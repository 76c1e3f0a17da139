import { CustomEvent, type EngineEvent, type EventRecord } from '../../events/event.ts';
import type { EventBus } from '../../events/event-bus.ts';
import { eventKey } from '../../events/event-id.ts';
import { customEventType, eventTypeNumber } from '../../events/event-type.ts';
import { nameHint } from '../../foundation/nearest-name.ts';
import { Random } from '../../foundation/random.ts';
import type { Stateful, StateReader, StateWriter } from '../../foundation/state.ts';
import { UserError } from '../../foundation/user-error.ts';
import { type ComponentContext, type ComponentDefinition, publishedBy } from './component.ts';

type Handler = (event: EventRecord, context: ComponentContext<unknown, unknown>) => void;

export interface ComponentHostOptions {
  readonly bus: EventBus;
  readonly componentId: string;
  readonly definition: ComponentDefinition;
  readonly params: unknown;
  /** Of `context.random`. */
  readonly seed: number;
}

/** Runs one component of the user's: copies of events in, events of its own types out. */
export class ComponentHost implements Stateful {
  readonly componentId: string;
  readonly #bus: EventBus;
  readonly #definition: ComponentDefinition;
  readonly #params: unknown;
  readonly #seed: number;
  readonly #publishes: readonly string[];
  readonly #handlers: ReadonlyMap<number, Handler>;
  readonly #context: ComponentContext<unknown, unknown>;
  #state: unknown;
  /** Made when the component first draws: most never do. */
  #random: Random | null = null;
  #cause: EngineEvent | null = null;
  #time = 0;
  #attempt = 1;
  /** Published by the handler that has not returned. */
  #outgoing: CustomEvent[] = [];

  constructor({ bus, componentId, definition, params, seed }: ComponentHostOptions) {
    this.componentId = componentId;
    this.#bus = bus;
    this.#definition = definition;
    this.#params = params;
    this.#seed = seed;
    this.#publishes = publishedBy(definition);
    this.#handlers = new Map(
      Object.entries(definition.listens).flatMap(([type, handler]) => {
        const number = eventTypeNumber(type);
        if (number === undefined || handler === undefined) return [];
        return [[number, handler.bind(definition.listens) as Handler] as const];
      }),
    );
    this.#state = definition.initialState?.(params);
    this.#context = this.#makeContext();
  }

  /** Numbers of the types that it listens to. */
  get types(): Iterable<number> {
    return this.#handlers.keys();
  }

  hears(type: number): boolean {
    return this.#handlers.has(type);
  }

  /**
   * What the handler publishes goes out once it has returned; if it throws, nothing does.
   *
   * @param record a copy that is the component's own.
   * @param cause the same event, as the cause of what is published.
   * @param time UTC milliseconds now.
   * @param attempt counts from 1; undefined where nothing is tried twice. Given, state and random numbers are as before when
   *   the handler throws.
   */
  handle(record: EventRecord, cause: EngineEvent, time: number, attempt?: number): void {
    const state = attempt === undefined ? undefined : structuredClone(this.#state);
    const random = attempt === undefined ? null : (this.#random?.clone() ?? null);
    const outgoing: CustomEvent[] = [];
    this.#cause = cause;
    this.#time = time;
    this.#attempt = attempt ?? 1;
    this.#outgoing = outgoing;
    try {
      this.#call(record, cause.type);
    } catch (error) {
      if (attempt !== undefined) {
        this.#state = state;
        this.#random = random;
      }
      throw error;
    } finally {
      this.#cause = null;
    }
    for (const event of outgoing) this.#bus.emit(event);
  }

  inspect(): Record<string, unknown> {
    const definition = this.#definition;
    const { type } = definition;
    const shown = definition.inspect?.(structuredClone(this.#state), this.#params) ?? {
      state: this.#state ?? null,
    };
    return { type, params: this.#params, ...shown };
  }

  /** What it holds, for measuring. */
  get state(): unknown {
    return this.#state;
  }

  save(out: StateWriter): void {
    out.number(this.#random === null ? 0 : 1);
    this.#random?.save(out);
    out.optional(this.#state);
  }

  restore(from: StateReader): void {
    // A handler may have been left in its middle.
    this.#cause = null;
    this.#random = null;
    if (from.number() === 1) this.#draw().restore(from);
    this.#state = from.optional();
  }

  #call(record: EventRecord, type: number): void {
    const answer: unknown = this.#handlers.get(type)?.(record, this.#context);
    if (!(answer instanceof Promise)) return;
    // It would go on at another time in every run.
    answer.catch(() => {});
    throw new TypeError(`the handler of ${record.type} must not be async`);
  }

  #draw(): Random {
    this.#random ??= new Random(this.#seed);
    return this.#random;
  }

  #makeContext(): ComponentContext<unknown, unknown> {
    const params = this.#params;
    const state = () => this.#state;
    const random = () => this.#draw();
    const attempt = () => this.#attempt;
    return {
      params,
      containerId: this.#bus.containerId,
      get state() {
        return state();
      },
      get random() {
        return random();
      },
      get attempt() {
        return attempt();
      },
      publish: (type, payload) => this.#publish(typeof type === 'string' ? type : type.name, payload),
    };
  }

  #publish(type: string, payload: Readonly<Record<string, unknown>>): void {
    const cause = this.#cause;
    if (cause === null) {
      throw new UserError(`${type} was published while no event was being handled`, {
        code: 'late_publish',
        hint: 'publish before the handler returns',
      });
    }
    const event = customEvent(this.#bus, type, payload, this.#publishes);
    event.sourceId = this.componentId;
    event.timestamp = this.#time;
    event.tradeContainer = cause.tradeContainer;
    event.tradeNumber = cause.tradeNumber;
    event.causedBy(cause);
    this.#outgoing.push(event);
  }
}

function customEvent(
  bus: EventBus,
  type: string,
  payload: Readonly<Record<string, unknown>>,
  declared: readonly string[],
): CustomEvent {
  const number = eventTypeNumber(type);
  const definition = number === undefined ? undefined : customEventType(number);
  if (number !== undefined && definition === undefined) {
    throw new UserError(`${type} is published by the engine alone`, {
      code: 'built_in_event_type',
      hint: 'define a type of your own with defineEventType',
    });
  }
  if (number === undefined || definition === undefined || !declared.includes(type)) {
    throw new UserError(`${type} is not among the types that the component publishes`, {
      code: 'undeclared_event_type',
      hint: declared.length === 0 ? `add publishes: ['${type}']` : nameHint(type, declared),
    });
  }
  const checked = definition.schema.safeParse(payload);
  if (!checked.success) {
    const [issue] = checked.error.issues;
    const at = issue.path.length === 0 ? type : `${type}.${issue.path.join('.')}`;
    throw new UserError(`${at}: ${issue.message}`, { code: 'bad_payload' });
  }
  const event = new CustomEvent(eventKey(bus.container, number), number);
  event.data = structuredClone(checked.data as Record<string, unknown>);
  return event;
}
