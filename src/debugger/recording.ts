import type { BacktestSpec } from '../engine/backtest-spec.ts';
import { Engine, type EngineCheckpoint } from '../engine/engine.ts';
import { fullBacktest } from '../engine/full-backtest.ts';
import type { Lane } from '../engine/lane.ts';
import type { EngineEvent, EventRecord } from '../events/event.ts';
import { ComponentFailure, type EventBus } from '../events/event-bus.ts';
import { formatEventId, keyContainer } from '../events/event-id.ts';
import { Checkpoints, usualSpacing } from './checkpoints.ts';
import { eventHash } from './event-hash.ts';
import { EventIndex } from './event-index.ts';
import { RECORDED_TYPES } from './recorded-types.ts';

export interface RecordingOptions {
  /** Bytes for checkpoints. */
  readonly checkpointBytes: number;
  /** Bars between two checkpoints at first; by the size of the run when left out. */
  readonly checkpointEvery?: number;
  /** State to begin with, of another recording; that of a new run when left out. */
  readonly origin?: EngineCheckpoint;
}

/** A component that did not answer the same when its bar was run again. */
export interface Divergence {
  /** Id of the first event that differed, as it came the second time. */
  readonly eventId: string;
  readonly containerId: string;
  readonly sourceId: string;
  readonly bar: number;
}

/** A bar at which a component threw, under the policy `stop`: the run ends before its end. */
export interface RecordedFailure {
  readonly bar: number;
  readonly error: ComponentFailure;
}

/**
 * What is known of one run: checkpoints, and where each signal, order and fill stands. Filled by running ahead as far as it
 * was ever asked about, at the speed of a batch; from then on every bar of it is a few milliseconds away. What is run again
 * is compared with what was recorded.
 */
export class Recording {
  readonly spec: BacktestSpec;
  readonly engine: Engine;
  readonly checkpoints: Checkpoints;
  readonly events = new EventIndex();
  /** Bars done in the state that it begins with. */
  readonly from: number;
  #frontier: EngineCheckpoint;
  #failure: RecordedFailure | null = null;
  #divergence: Divergence | null = null;
  #mode: 'record' | 'check' | 'off' = 'off';
  #seen = 0;
  /** Whether the engine stands at the end of a bar, with all lanes. */
  #whole = true;

  constructor(spec: BacktestSpec, options: RecordingOptions) {
    this.engine = new Engine(fullBacktest(spec));
    // Columns are computed once, for all engines of the session.
    const tables = this.engine.topology.symbols.map(({ series, table }) => [series.symbol, table] as const);
    this.spec = { ...spec, featureTables: new Map(tables) };
    if (options.origin !== undefined) this.engine.restore(options.origin);
    const first = this.engine.save();
    this.from = first.slice;
    this.#frontier = first;
    const spacing = options.checkpointEvery ?? usualSpacing(this.engine.lanes.length);
    this.checkpoints = new Checkpoints(first, options.checkpointBytes, spacing);
    this.#listen();
  }

  /** Bars recorded. */
  get recorded(): number {
    return this.#frontier.slice;
  }

  /** Bars that the run has; fewer than its data when a component ended it. */
  get bars(): number {
    return this.#failure === null ? this.engine.slices : this.#failure.bar - 1;
  }

  get failure(): RecordedFailure | null {
    return this.#failure;
  }

  /** The first time that something came out differently when it was run again. */
  get divergence(): Divergence | null {
    return this.#divergence;
  }

  /** Runs ahead until `bar` is recorded, or the run has ended, or for about `milliseconds`. */
  record(bar: number, milliseconds: number): void {
    const { engine } = this;
    const target = Math.min(bar, this.bars);
    if (target <= this.recorded) return;
    if (engine.slice !== this.recorded || !this.#whole) engine.restore(this.#frontier);
    this.#whole = true;
    const until = performance.now() + milliseconds;
    this.#mode = 'record';
    try {
      while (engine.slice < target && performance.now() < until) {
        engine.advance(Math.min(this.checkpoints.nextAfter(engine.slice), engine.slices));
        this.#frontier = engine.save();
        this.checkpoints.add(this.#frontier);
      }
    } catch (error) {
      if (!(error instanceof ComponentFailure)) throw error;
      this.#fail(error);
    } finally {
      this.#mode = 'off';
    }
  }

  /**
   * Puts the engine at the end of a recorded bar, from the nearest checkpoint or from where it stands.
   *
   * @throws RangeError for a bar that is not recorded.
   */
  seek(bar: number): void {
    if (bar < this.from || bar > this.recorded) throw new RangeError(`bar ${bar} is not recorded`);
    const { engine } = this;
    const checkpoint = this.checkpoints.before(bar);
    if (!(engine.slice <= bar && engine.slice >= checkpoint.slice) || !this.#whole)
      engine.restore(checkpoint);
    this.#whole = true;
    this.#check(engine.slice, bar, () => engine.advance(bar));
  }

  /**
   * Looks through bars after `from` up to `to`, both recorded, with the given lanes only.
   *
   * @param after asked at the end of each bar, whose number it gets; true ends the search.
   * @returns the bar at which it ended, if it did.
   */
  scan(
    from: number,
    to: number,
    lanes: readonly Lane[],
    after: (bar: number) => boolean,
  ): number | undefined {
    this.seek(from);
    const { engine } = this;
    // The lanes left out stay behind.
    this.#whole = false;
    const found = engine.scan(Math.min(to, this.recorded), lanes, (slice) => after(slice + 1));
    return found ? engine.slice : undefined;
  }

  /** Like `scan`, at full speed, for whoever only listens to buses: nothing is asked at the end of a bar. */
  replay(from: number, to: number): void {
    this.seek(from);
    this.#check(from, to, () => this.engine.advance(Math.min(to, this.recorded)));
  }

  /** Runs something in bars (from, to] again, and compares. */
  #check(from: number, to: number, run: () => void): void {
    if (from >= to) return;
    this.#mode = 'check';
    this.#seen = 0;
    try {
      run();
    } finally {
      this.#mode = 'off';
    }
    if (this.#divergence === null && this.#seen !== this.events.countBetween(from, to)) {
      this.#divergence = this.#missing(from, to);
    }
  }

  #listen(): void {
    for (const { bus } of this.engine.topology.containers) {
      const lane = this.engine.laneOf(bus.container);
      if (lane === undefined) continue;
      bus.attach({ observe: (event) => this.#observe(event, bus, lane) }, RECORDED_TYPES);
    }
  }

  #observe(event: EngineEvent, bus: EventBus, lane: Lane): void {
    if (this.#mode === 'off' || keyContainer(event.key) !== bus.container) return;
    if (this.#mode === 'record') {
      this.events.add(event.key, event.sequenceNumber, lane.slice + 1, event.tradeNumber, eventHash(event));
      return;
    }
    this.#seen++;
    if (this.#divergence !== null) return;
    if (this.events.hashOf(event.key, event.sequenceNumber) === eventHash(event)) return;
    this.#divergence = divergenceOf(event.record(bus.containers), lane.slice + 1);
  }

  /** An event that was there the first time and did not come again: the first of those bars that is named by it. */
  #missing(from: number, to: number): Divergence {
    const types = new Set(RECORDED_TYPES);
    const [first] = this.events.between(from, to, types);
    const { containers } = this.engine.topology;
    const names = containers.map(({ id }) => id);
    // More events than the first time, each of which matched, cannot be.
    if (first === undefined) throw new Error(`bars ${from + 1} to ${to} gave events that were not recorded`);
    const containerId = names[keyContainer(first.key)];
    return {
      eventId: formatEventId(first.key, first.sequence, names),
      containerId,
      sourceId: containerId,
      bar: first.bar,
    };
  }

  /** Other lanes may have gone on: what they did is forgotten, and the bars before the failure are run again. */
  #fail(error: ComponentFailure): void {
    const bar = this.engine.failedSlice + 1;
    this.#failure = { bar, error };
    this.events.truncate(this.recorded);
    this.engine.restore(this.#frontier);
    this.#whole = true;
    this.engine.advance(bar - 1);
    this.#frontier = this.engine.save();
  }
}

function divergenceOf({ id, containerId, sourceId }: EventRecord, bar: number): Divergence {
  return { eventId: id, containerId, sourceId, bar };
}
