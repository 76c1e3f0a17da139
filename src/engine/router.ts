import type { EngineEvent, EventRecord } from '../events/event.ts';
import { eventTypeName } from '../events/event-type.ts';
import { payloadProblem } from '../events/validation.ts';
import type { Container } from './container.ts';

/** Moves events of chosen types from one container to others. Events keep their names and their causes. */
export interface Route {
  readonly kind: 'pipe' | 'broadcast' | 'filter';
  readonly types: readonly number[];
  readonly source: Container;
  readonly targets: readonly Container[];
}

export interface RouterInspection {
  readonly kind: Route['kind'];
  readonly types: readonly string[];
  readonly source: string;
  readonly targets: readonly string[];
  readonly deadLetters: { readonly count: number; readonly latest: readonly DeadLetter[] };
}

/** An event that could not be delivered, and why. */
export interface DeadLetter {
  readonly event: EventRecord;
  readonly target: string;
  readonly reason: string;
}

/** How many undeliverable events are kept for a look; all are counted. */
const DEAD_LETTERS_KEPT = 100;

export interface RouterOptions {
  /** Check payloads by their schemas where they cross from one container to another. */
  readonly validate?: boolean;
  /** For `filter`: which events pass. */
  readonly accepts?: (event: EngineEvent) => boolean;
  /**
   * The engine hands the source's events to the targets itself, block by block (see `Lane`); the router then stands
   * for the wiring alone.
   */
  readonly driven?: boolean;
}

export class Router implements Route {
  readonly kind: Route['kind'];
  readonly types: readonly number[];
  readonly source: Container;
  readonly targets: readonly Container[];
  readonly driven: boolean;
  readonly #validate: boolean;
  readonly #accepts: ((event: EngineEvent) => boolean) | undefined;
  readonly #deadLetters: DeadLetter[] = [];
  #deadLetterCount = 0;

  constructor(
    kind: Route['kind'],
    types: readonly number[],
    source: Container,
    targets: readonly Container[],
    options: RouterOptions = {},
  ) {
    if (kind === 'pipe' && targets.length !== 1) throw new Error('a pipe has one target');
    if ((kind === 'filter') !== (options.accepts !== undefined))
      throw new Error('a filter, and only a filter, accepts');
    this.kind = kind;
    this.types = types;
    this.source = source;
    this.targets = targets;
    this.driven = options.driven ?? false;
    this.#validate = options.validate ?? false;
    this.#accepts = options.accepts;
    if (this.driven) return;
    const name = `router ${source.id} → ${targets.length === 1 ? targets[0].id : `${targets.length} containers`}`;
    for (const type of types) source.bus.listen(type, (event) => this.route(event), name);
  }

  route(event: EngineEvent): void {
    if (this.#accepts !== undefined && !this.#accepts(event)) return;
    if (this.#validate) {
      const problem = payloadProblem(event);
      if (problem !== undefined) throw new TypeError(problem);
    }
    for (const target of this.targets) {
      if (target.state === 'running' || target.state === 'paused') target.bus.deliver(event);
      else this.#bury(event, target);
    }
  }

  inspect(): RouterInspection {
    return {
      kind: this.kind,
      types: this.types.map(eventTypeName),
      source: this.source.id,
      targets: this.targets.map((target) => target.id),
      deadLetters: { count: this.#deadLetterCount, latest: [...this.#deadLetters] },
    };
  }

  #bury(event: EngineEvent, target: Container): void {
    this.#deadLetterCount++;
    if (this.#deadLetters.length === DEAD_LETTERS_KEPT) this.#deadLetters.shift();
    this.#deadLetters.push({
      event: event.record(this.source.bus.containers),
      target: target.id,
      reason: `${target.id} is ${target.state}`,
    });
  }
}

export function pipe(
  types: readonly number[],
  source: Container,
  target: Container,
  options?: RouterOptions,
): Router {
  return new Router('pipe', types, source, [target], options);
}

export function broadcast(
  types: readonly number[],
  source: Container,
  targets: readonly Container[],
  options?: RouterOptions,
): Router {
  return new Router('broadcast', types, source, targets, options);
}

export function filter(
  types: readonly number[],
  source: Container,
  targets: readonly Container[],
  accepts: (event: EngineEvent) => boolean,
  options?: RouterOptions,
): Router {
  return new Router('filter', types, source, targets, { ...options, accepts });
}
