import type { Lane } from '../../engine/lane.ts';
import type { EngineEvent } from '../../events/event.ts';
import type { EventBus, EventObserver } from '../../events/event-bus.ts';
import { keyContainer } from '../../events/event-id.ts';
import { upperBound } from '../../foundation/binary-search.ts';
import type { EventFilter } from '../motions/find-event.ts';
import type { Scope } from '../names/scope.ts';
import { RECORDED_TYPES } from '../recorded-types.ts';
import type { Recording } from '../recording.ts';
import type { Pace } from '../series/pace.ts';
import { lanesOf } from './event-test.ts';

/** Types whose events the index knows. */
export const INDEXED: ReadonlySet<number> = new Set(RECORDED_TYPES);

/** What is done at each event that passes a filter, with the run as it stands there. */
export interface EventVisit {
  readonly filter: EventFilter;
  readonly lanes: readonly Lane[];
  /**
   * Whether the visit has anything to do at an event, where the event alone tells: bars without such an event are passed over
   * at the speed of a batch.
   */
  readonly isWorth?: (scope: Scope) => boolean;
  visit(scope: Scope & { event: EngineEvent }, bar: number, order: number): void;
}

/** Goes through the events of recorded bars in the order of the run. Bars without any that is meant are run in blocks. */
export class EventScan implements EventObserver {
  readonly #recording: Recording;
  readonly #visits: readonly EventVisit[];
  readonly #lanes: readonly Lane[];
  readonly #types: ReadonlySet<number>;
  readonly #scope: Scope;
  readonly #laneOf = new Map<number, Lane>();
  #bar = 0;
  #order = 0;
  /** Bars with an event that is worth a visit; null while nobody looks for them. */
  #worth: Set<number> | null = null;

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
    for (const lane of engine.lanes) for (const member of lane.members) this.#laneOf.set(member, lane);
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
      if (this.#visits.some(({ isWorth }) => isWorth === undefined)) {
        return await this.#scanEach((at) => this.#nextBar(at, to), from, to, pace, isEnough, signal);
      }
      let at = from;
      while (at < to) {
        const end = Math.min(to, this.#recording.checkpoints.nextAfter(at));
        const bars = this.#barsWorth(at, end);
        const next = (after: number): number | undefined => bars[upperBound(bars, after, bars.length)];
        at = await this.#scanEach(next, at, end, pace, isEnough, signal);
        if (isEnough() || signal?.aborted === true) return at;
        await pace.breathe();
      }
      return to;
    } finally {
      for (const { bus } of containers) bus.detach(this);
    }
  }

  observe(event: EngineEvent, bus: EventBus): void {
    if (keyContainer(event.key) !== bus.container) return;
    if (this.#worth !== null) this.#weigh(event, bus, this.#worth);
    if (this.#bar === 0) return;
    const order = this.#order++;
    this.#scope.event = event;
    for (const one of this.#visits) {
      if (one.filter.types.has(event.type) && one.filter.accepts(bus.container)) {
        one.visit(this.#scope as Scope & { event: EngineEvent }, this.#bar, order);
      }
    }
    this.#scope.event = null;
  }

  /** Bars (from, to] with an event that is worth a visit, found lane by lane: what an event says does not depend on others. */
  #barsWorth(from: number, to: number): readonly number[] {
    if (this.#nextBar(from, to) === undefined) return [];
    const bars = new Set<number>();
    this.#worth = bars;
    try {
      this.#recording.replay(from, to);
    } finally {
      this.#worth = null;
    }
    return [...bars].filter((bar) => bar > from).sort((a, b) => a - b);
  }

  #weigh(event: EngineEvent, bus: EventBus, bars: Set<number>): void {
    const lane = this.#laneOf.get(bus.container);
    if (lane === undefined) return;
    this.#scope.event = event;
    for (const { filter, isWorth } of this.#visits) {
      if (filter.types.has(event.type) && filter.accepts(bus.container) && isWorth?.(this.#scope) === true) {
        bars.add(lane.slice + 1);
      }
    }
    this.#scope.event = null;
  }

  async #scanEach(
    nextBar: (at: number) => number | undefined,
    from: number,
    to: number,
    pace: Pace,
    isEnough: () => boolean,
    signal?: AbortSignal,
  ): Promise<number> {
    let at = from;
    for (;;) {
      const bar = nextBar(at);
      if (bar === undefined) return to;
      this.#run(at, bar);
      at = bar;
      if (isEnough() || signal?.aborted === true) return at;
      await pace.breathe();
    }
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
