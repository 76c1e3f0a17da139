import type { Lane } from '../../engine/lane.ts';
import type { EngineEvent } from '../../events/event.ts';
import type { EventBus, EventObserver } from '../../events/event-bus.ts';
import { formatEventId, keyContainer } from '../../events/event-id.ts';
import { matchesPattern } from '../../tracing/pattern.ts';
import type { EventFilter } from '../motions/find-event.ts';
import { bindName, compileRunExpression, runNames } from '../names/bind-name.ts';
import type { Focus, Scope } from '../names/scope.ts';
import { RECORDED_TYPES } from '../recorded-types.ts';
import type { Recording } from '../recording.ts';
import type { Pace } from '../series/pace.ts';
import { unknownName } from './bar-scan.ts';
import type { Hit } from './hit.ts';
import { runViewOf } from './run-view.ts';
import type { EventsOf, Predicate, Stop } from './stop.ts';

const INDEXED: ReadonlySet<number> = new Set(RECORDED_TYPES);

/** A predicate at an event, and the containers that it may read. */
export interface EventTest {
  readonly test: (scope: Scope) => boolean;
  readonly lanes: readonly Lane[];
}

/** What is done at each event that passes a filter, with the run as it stands there. */
export interface EventVisit {
  readonly filter: EventFilter;
  readonly lanes: readonly Lane[];
  visit(scope: Scope & { event: EngineEvent }, bar: number, order: number): void;
}

/** The events meant, of containers by their number. What execution publishes passes its portfolio's bus too. */
export function filterOf(recording: Recording, { types, containers }: EventsOf): EventFilter {
  if (containers === null) return { types, accepts: () => true };
  const meant = new Set<number>();
  for (const { id, number, parent } of recording.engine.topology.containers) {
    const ids = parent === null || parent.parent === null ? [id] : [id, parent.id];
    if (ids.some((one) => matchesPattern(containers, one))) meant.add(number);
  }
  return { types, accepts: (container) => meant.has(container) };
}

/** Binds a predicate to a recording, to be asked at events while it runs. */
export function eventTest(recording: Recording, predicate: Predicate | null, focus: Focus): EventTest {
  const { engine } = recording;
  if (predicate === null) return { test: () => true, lanes: [] };
  if (typeof predicate === 'string') {
    const expression = compileRunExpression(predicate, engine.topology, focus, 'expression');
    return { test: expression.test, lanes: lanesOf(recording, expression.containers) };
  }
  // What a function will read is not known before: all lanes are run.
  let scope: Scope = { engine, event: null };
  const view = runViewOf(
    {
      get bar() {
        return engine.slice + 1;
      },
      get time() {
        return engine.timeline.time(engine.slice);
      },
      get event() {
        return scope.event?.record(engine.topology.containers[0].bus.containers) ?? null;
      },
      reader: (path) => {
        const name = bindName(engine.topology, focus, path.split('.'));
        if (name === undefined) throw unknownName(path, runNames(engine.topology, focus));
        return () => name.read(scope);
      },
    },
    focus,
  );
  const test = (at: Scope) => {
    scope = at;
    return predicate(view);
  };
  return { test, lanes: engine.lanes };
}

export function lanesOf({ engine }: Recording, containers: Iterable<number>): Lane[] {
  const lanes = new Set<Lane>();
  for (const container of containers) {
    const lane = engine.laneOf(container);
    if (lane !== undefined) lanes.add(lane);
  }
  return [...lanes];
}

/** Goes through the events of recorded bars in the order of the run. Bars without any that is meant are run in blocks. */
export class EventScan implements EventObserver {
  readonly #recording: Recording;
  readonly #visits: readonly EventVisit[];
  readonly #lanes: readonly Lane[];
  readonly #types: ReadonlySet<number>;
  readonly #scope: Scope;
  #bar = 0;
  #order = 0;

  constructor(recording: Recording, visits: readonly EventVisit[]) {
    const { engine } = recording;
    this.#recording = recording;
    this.#visits = visits;
    this.#scope = { engine, event: null };
    this.#types = new Set(visits.flatMap(({ filter }) => [...filter.types]));
    const containers = engine.topology.containers.map(({ number }) => number);
    const publishing = containers.filter((one) => visits.some(({ filter }) => filter.accepts(one)));
    const needed = new Set([...lanesOf(recording, publishing), ...visits.flatMap(({ lanes }) => lanes)]);
    // In the engine's order, which is that of the events.
    this.#lanes = engine.lanes.filter((lane) => needed.has(lane));
  }

  /**
   * Looks through bars (from, to], both recorded.
   *
   * @param isEnough asked after each bar; true ends it.
   * @returns the bar up to which it came; before `to` when it was enough, or interrupted.
   */
  async scan(
    from: number,
    to: number,
    pace: Pace,
    isEnough: () => boolean,
    signal?: AbortSignal,
  ): Promise<number> {
    if (this.#visits.length === 0) return to;
    const { containers } = this.#recording.engine.topology;
    for (const { bus } of containers) bus.attach(this, this.#types);
    try {
      let at = from;
      for (;;) {
        const bar = this.#nextBar(at, to);
        if (bar === undefined) return to;
        this.#run(at, bar);
        at = bar;
        if (isEnough() || signal?.aborted === true) return at;
        await pace.breathe();
      }
    } finally {
      for (const { bus } of containers) bus.detach(this);
    }
  }

  observe(event: EngineEvent, bus: EventBus): void {
    if (this.#bar === 0 || keyContainer(event.key) !== bus.container) return;
    const order = this.#order++;
    this.#scope.event = event;
    for (const one of this.#visits) {
      if (one.filter.types.has(event.type) && one.filter.accepts(bus.container)) {
        one.visit(this.#scope as Scope & { event: EngineEvent }, this.#bar, order);
      }
    }
    this.#scope.event = null;
  }

  #nextBar(at: number, to: number): number | undefined {
    let first: number | undefined;
    for (const { filter } of this.#visits) {
      // What comes at every bar is in no index.
      const bar = filter.types.isSubsetOf(INDEXED)
        ? this.#recording.events.barAfter(at, filter.types, filter.accepts)
        : at + 1;
      if (bar !== undefined && bar <= to && (first === undefined || bar < first)) first = bar;
    }
    return first;
  }

  #run(from: number, bar: number): void {
    this.#recording.showBar(from, bar, this.#lanes, (run) => {
      this.#bar = bar;
      this.#order = 0;
      try {
        run();
      } finally {
        this.#bar = 0;
      }
    });
  }
}

/** Puts each event at which a stop would stop into a list. */
export function stopVisit(recording: Recording, stop: Stop, hits: { push(hit: Hit): void }): EventVisit {
  const { engine } = recording;
  const predicate = eventTest(recording, stop.predicate, stop.focus);
  const condition = eventTest(recording, stop.condition, stop.focus);
  const names = engine.topology.containers[0].bus.containers;
  return {
    filter: filterOf(recording, stop.events as EventsOf),
    lanes: [...predicate.lanes, ...condition.lanes],
    visit: (scope, bar, order) => {
      const hit = {
        stop,
        bar,
        order,
        eventId: formatEventId(scope.event.key, scope.event.sequenceNumber, names),
        before: null,
        after: null,
      };
      try {
        if (predicate.test(scope) && condition.test(scope)) hits.push({ ...hit, failure: null });
      } catch (error) {
        hits.push({ ...hit, failure: { error } });
      }
    },
  };
}
