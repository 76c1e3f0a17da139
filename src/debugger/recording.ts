import type { BacktestSpec } from '../engine/backtest-spec.ts';
import { Engine, type EngineCheckpoint } from '../engine/engine.ts';
import { fullBacktest } from '../engine/full-backtest.ts';
import type { Lane } from '../engine/lane.ts';
import type { EngineEvent } from '../events/event.ts';
import { ComponentFailure, type EventBus } from '../events/event-bus.ts';
import { keyContainer } from '../events/event-id.ts';
import type { Timeline } from '../events/timeline.ts';
import { heedful, isAwaited } from '../foundation/ambient-signal.ts';
import { firstWhere } from '../foundation/binary-search.ts';
import { Checkpoints, usualSpacing } from './checkpoints.ts';
import { eventHash } from './event-hash.ts';
import { EventIndex } from './event-index.ts';
import { RECORDED_TYPES } from './recorded-types.ts';
import { type Divergence, Repeat } from './repeat.ts';

export type { Divergence } from './repeat.ts';

export interface RecordingOptions {
  /** Bytes for checkpoints. */
  readonly checkpointBytes: number;
  /** Bars between two checkpoints at first; by the size of the run when left out. */
  readonly checkpointEvery?: number;
  /** State to begin with, of another recording; that of a new run when left out. */
  readonly origin?: EngineCheckpoint;
  /** That of another recording, which is taken if it is one of the same series. */
  readonly timeline?: Timeline;
}

/** A bar at which a component threw, under the policy `stop`: the run ends before its end. */
export interface RecordedFailure {
  readonly bar: number;
  readonly error: ComponentFailure;
}

/** Bars, at least, between two at which it is written down how many events there were. */
const COUNTED_EVERY = 256;
const NONE: ReadonlySet<Lane> = new Set();
/** Bars recorded in one go at first, and how long they are to take, in milliseconds of the processor. */
const FIRST_PIECE = 64;
const PIECE_MS = 10;
/** How much more than it was asked for may be recorded in one go. */
const STRETCH_MS = 25;
/** Whoever comes to a bar looks at some before it, each time from another side: so many bars before it, its state is kept too. */
const LOOKED_BACK = 64;
/** Of such states the last are kept. */
const NEARBY = 8;

/**
 * What is known of one run: checkpoints, and where each signal, order and fill stands. Filled by running ahead as far as it
 * was ever asked about, at the speed of a batch; from then on every bar of it is a few milliseconds away. What is run again
 * is compared with what was recorded.
 */
export class Recording {
  readonly spec: BacktestSpec;
  readonly engine: Engine;
  readonly checkpoints: Checkpoints;
  readonly #nearby: EngineCheckpoint[] = [];
  readonly events = new EventIndex();
  /** Bars done in the state that it begins with. */
  readonly from: number;
  #frontier: EngineCheckpoint;
  #failure: RecordedFailure | null = null;
  /** Bars that are recorded in one go. */
  #piece = FIRST_PIECE;
  #mode: 'record' | 'check' | 'off' = 'off';
  /** The engine is at work. What is ended from outside runs no `finally`, and leaves this behind. */
  #isRunning = false;
  #divergence: Divergence | null = null;
  /** Events published at the ends of some bars, ascending. */
  readonly #counts: { readonly bar: number; readonly count: number }[] = [];
  /** Events about the containers themselves, before the first bar; users do not see them. */
  readonly #lifecycle: number;
  readonly #repeat: Repeat;
  readonly #all: ReadonlySet<Lane>;
  /** Lanes that stand where the engine does, at the end of a bar. */
  #standing: ReadonlySet<Lane>;
  /** Lanes that `follow` brought where the engine stands, all but their metrics. */
  #followed: ReadonlySet<Lane> = NONE;

  constructor(spec: BacktestSpec, options: RecordingOptions) {
    this.engine = new Engine(fullBacktest(spec), options.timeline);
    this.#lifecycle = this.engine.topology.containers.reduce((sum, { bus }) => sum + bus.sequence, 0);
    // Columns are computed once, for all engines of the session.
    const tables = this.engine.topology.symbols.map(({ series, table }) => [series.symbol, table] as const);
    this.spec = { ...spec, featureTables: new Map(tables) };
    if (options.origin !== undefined) this.engine.restore(options.origin);
    const first = this.engine.save();
    this.from = first.slice;
    this.#counts.push({ bar: first.slice, count: this.#published() });
    this.#frontier = first;
    const spacing = options.checkpointEvery ?? usualSpacing(this.engine.lanes.length);
    this.checkpoints = new Checkpoints(first, options.checkpointBytes, spacing);
    this.#repeat = new Repeat(this.events, this.engine.topology.containers[0].bus.containers);
    this.#all = new Set(this.engine.lanes);
    this.#standing = this.#all;
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
    this.#recover();
    if (engine.slice !== this.recorded || !this.#isWhole) engine.restore(this.#frontier);
    this.#standing = this.#all;
    this.#followed = NONE;
    const until = performance.now() + milliseconds;
    this.#mode = 'record';
    this.#isRunning = true;
    try {
      const started = processorTime();
      let next = engine.slice;
      // Whole stretches between checkpoints, in pieces; one that costs too much is gone on with the next time.
      const goesOn = () =>
        engine.slice < target
          ? performance.now() < until
          : engine.slice < next && processorTime() - started < STRETCH_MS;
      while (goesOn() && !isAwaited()) {
        const begun = processorTime();
        next = Math.min(this.checkpoints.nextAfter(engine.slice), engine.slices);
        heedful(() => engine.advance(Math.min(next, engine.slice + this.#piece)));
        this.#frontier = engine.save();
        if (engine.slice === next) this.checkpoints.add(this.#frontier);
        this.#piece = pieceAfter(this.#piece, processorTime() - begun);
        if (engine.slice >= (this.#counts.at(-1)?.bar ?? 0) + COUNTED_EVERY) {
          this.#counts.push({ bar: engine.slice, count: this.#published() });
        }
      }
    } catch (error) {
      if (!(error instanceof ComponentFailure)) throw error;
      this.#fail(error);
    } finally {
      this.#mode = 'off';
      this.#isRunning = false;
    }
  }

  /**
   * Puts the engine at the end of a recorded bar, from the nearest checkpoint or from where it stands.
   *
   * @throws RangeError for a bar that is not recorded.
   */
  seek(bar: number): void {
    if (bar < this.from || bar > this.recorded) throw new RangeError(`bar ${bar} is not recorded`);
    this.#recover();
    const { engine } = this;
    const checkpoint = this.#lastBefore(bar);
    if (!(engine.slice <= bar && engine.slice >= checkpoint.slice) || !this.#isWhole) {
      engine.restore(checkpoint);
    }
    this.#standing = this.#all;
    this.#followed = NONE;
    if (bar - engine.slice >= 2 * LOOKED_BACK) {
      const before = bar - LOOKED_BACK;
      this.#check(before, engine.lanes, () => engine.advance(before));
      this.#nearby.push(engine.save());
      if (this.#nearby.length > NEARBY) this.#nearby.shift();
    }
    this.#check(bar, engine.lanes, () => engine.advance(bar));
  }

  /** The latest state that is kept of the end of a bar or before. */
  #lastBefore(bar: number): EngineCheckpoint {
    let last = this.checkpoints.before(bar);
    for (const one of this.#nearby) if (one.slice <= bar && one.slice > last.slice) last = one;
    return last;
  }

  /** Events that users see, published up to the end of a recorded bar. */
  publishedAt(bar: number): number {
    this.seek(bar);
    return this.#published();
  }

  /** A recorded bar at whose end no more than `count` events had been published, not far from the last such bar. */
  barBeforeCount(count: number): number {
    // The first of them is of the beginning.
    const after = firstWhere(1, this.#counts.length, (i) => this.#counts[i].count > count);
    return this.#counts[after - 1].bar;
  }

  /**
   * Works lanes through bars (from, to], both recorded, one lane after the other; see `Engine.follow`. Goes on from where the
   * last call with these lanes ended. For scans, which are over before a comparison with the recording would be.
   */
  follow(
    from: number,
    to: number,
    lanes: readonly Lane[],
    everyBar: readonly boolean[],
    done: (lane: number, from: number, to: number) => void,
  ): void {
    this.standFor(from, lanes, everyBar);
    this.#standing = NONE;
    this.#followed = NONE;
    this.#isRunning = true;
    try {
      this.engine.follow(to, lanes, everyBar, done);
    } finally {
      this.#isRunning = false;
    }
    this.#standing = new Set(lanes.filter((_, i) => everyBar[i]));
    this.#followed = new Set(lanes);
  }

  /** Works lanes through bars (from, to), both recorded, and then through bar `to` with the events of all in their order. */
  showBar(from: number, to: number, lanes: readonly Lane[], during: (run: () => void) => void): void {
    this.stand(from, lanes);
    this.#check(to, lanes, () => {
      this.engine.advance(to - 1, lanes);
      during(() => this.engine.advanceInOrder(lanes));
    });
  }

  /** Takes notice of something that came out differently elsewhere. The first one counts. */
  report(divergence: Divergence | null): void {
    this.#divergence ??= divergence;
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
    this.#standing = NONE;
    this.#followed = NONE;
    this.#isRunning = true;
    try {
      const found = engine.scan(Math.min(to, this.recorded), lanes, (slice) => after(slice + 1));
      return found ? engine.slice : undefined;
    } finally {
      this.#isRunning = false;
    }
  }

  /** Another engine for the same bars. */
  newEngine(): Engine {
    return new Engine(fullBacktest(this.spec), this.engine.timeline);
  }

  /** Like `scan`, at full speed, for whoever only listens to buses: nothing is asked at the end of a bar. */
  replay(from: number, to: number): void {
    this.seek(from);
    const end = Math.min(to, this.recorded);
    this.#check(end, this.engine.lanes, () => this.engine.advance(end));
  }

  /** Containers number what they publish; the market's events have the numbers of their bars. */
  #published(): number {
    const { topology, timeline, slice } = this.engine;
    const numbered = topology.containers.reduce((sum, { bus }) => sum + bus.sequence, 0);
    return numbered - this.#lifecycle + 2 * timeline.offsets[slice];
  }

  get #isWhole(): boolean {
    return this.#standing.size === this.#all.size;
  }

  /** Puts these lanes at the end of a recorded bar, to be followed from there. */
  standFor(bar: number, lanes: readonly Lane[], everyBar: readonly boolean[]): void {
    const ready = lanes.every(
      (lane, i) => this.#standing.has(lane) || (!everyBar[i] && this.#followed.has(lane)),
    );
    if (this.engine.slice !== bar || !ready || this.#isRunning) this.seek(bar);
  }

  /** Puts at least these lanes at the end of a recorded bar. */
  stand(bar: number, lanes: readonly Lane[]): void {
    if (!this.#isRunning && this.engine.slice === bar && lanes.every((lane) => this.#standing.has(lane)))
      return;
    this.seek(bar);
  }

  /** What the engine was at when its thread was made to stop is forgotten, in the middle of a bar as it is. */
  #recover(): void {
    if (!this.#isRunning) return;
    this.#isRunning = false;
    this.#mode = 'off';
    this.events.truncate(this.recorded);
    this.engine.restore(this.#frontier);
    this.#standing = this.#all;
    this.#followed = NONE;
  }

  /** Runs some lanes on to `to`, and compares. What throws leaves none of them standing. */
  #check(to: number, lanes: readonly Lane[], run: () => void): void {
    const from = this.engine.slice;
    if (from >= to) return;
    this.#standing = NONE;
    this.#followed = NONE;
    this.#mode = 'check';
    this.#repeat.begin(from);
    this.#isRunning = true;
    try {
      run();
    } finally {
      this.#mode = 'off';
      this.#isRunning = false;
    }
    this.#standing = lanes === this.engine.lanes ? this.#all : new Set(lanes);
    const ran = (container: number) => lanes.some(({ members }) => members.has(container));
    this.report(this.#repeat.end(to, ran));
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
    this.#repeat.see(event, bus, lane.slice + 1);
  }

  /** Other lanes may have gone on: what they did is forgotten, and the bars before the failure are run again. */
  #fail(error: ComponentFailure): void {
    const bar = this.engine.failedSlice + 1;
    this.#failure = { bar, error };
    this.events.truncate(this.recorded);
    this.engine.restore(this.#frontier);
    this.#standing = this.#all;
    this.engine.advance(bar - 1);
    this.#frontier = this.engine.save();
  }
}

/** Milliseconds that this process has kept the processor: what others do on the machine does not count. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Fewer bars where strategies take their time, so that an interrupt is heard; more, up to any number, where they do not. */
function pieceAfter(bars: number, milliseconds: number): number {
  if (milliseconds > PIECE_MS) return Math.max(1, Math.floor(bars / 2));
  return milliseconds < PIECE_MS / 4 ? 4 * bars : bars;
}
