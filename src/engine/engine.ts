import { ComponentFailure } from '../events/event-bus.ts';
import { EventSpan } from '../events/event-span.ts';
import { TYPE } from '../events/event-type.ts';
import { Timeline } from '../events/timeline.ts';
import { upperBound } from '../foundation/binary-search.ts';
import { type SavedState, StateReader, StateWriter } from '../foundation/state.ts';
import { type Lane, lanesOf } from './lane.ts';
import type { SymbolNode, Topology } from './topology.ts';

/** Slices that one lane works through before the next lane does: its state stays in the processor's cache. */
const BLOCK = 1024;

export interface EngineCheckpoint {
  /** Slices done. */
  readonly slice: number;
  readonly state: SavedState;
}

/**
 * Drives a topology along its timeline. It can stop after any slice, save everything, be restored there, and goes on
 * as if nothing had happened.
 */
export class Engine {
  readonly topology: Topology;
  readonly timeline: Timeline;
  readonly #lanes: readonly Lane[];
  #slice = 0;
  #failedSlice = -1;

  /** @param known a timeline that is taken if it is one of the same series: to make one takes longer than all the rest. */
  constructor(topology: Topology, known?: Timeline) {
    this.topology = topology;
    const feeds = topology.symbols.map(({ series }) => ({ symbol: series.symbol, times: series.closeTime }));
    this.timeline = known?.isOf(feeds) === true ? known : new Timeline(feeds);
    this.#lanes = lanesOf(topology, this.timeline);
    const start = this.timeline.slices === 0 ? 0 : this.timeline.time(0);
    topology.containers[0].enter('initialised', start);
    topology.containers[0].enter('running', start);
  }

  /** Slices done. */
  get slice(): number {
    return this.#slice;
  }

  get slices(): number {
    return this.timeline.slices;
  }

  get lanes(): readonly Lane[] {
    return this.#lanes;
  }

  /** Time of the last slice done, UTC milliseconds; NaN before the first. Never goes back but by `restore`. */
  get now(): number {
    return this.#slice === 0 ? Number.NaN : this.timeline.time(this.#slice - 1);
  }

  /** The slice, from 0, in which a component threw and so ended the run; −1 when none did. */
  get failedSlice(): number {
    return this.#failedSlice;
  }

  /** ERROR events so far. */
  get errors(): number {
    return this.topology.containers.reduce((sum, container) => sum + container.bus.errors, 0);
  }

  /**
   * Works through slices up to `to` (not included), at most to the end.
   *
   * @param lanes to be worked; those left out stay where they were, so that the engine must be restored before they go on.
   * @throws ComponentFailure when a component threw and the policy is `stop`: the earliest one in the run's order,
   *   however the run was cut into blocks. The engine cannot be used any further.
   */
  advance(to: number, lanes: readonly Lane[] = this.#lanes): void {
    const end = Math.min(to, this.timeline.slices);
    while (this.#slice < end) {
      // Whoever listens to the market itself hears everything in the order of time, unless it keeps containers apart;
      // else blocks are faster, and nobody can tell the difference.
      const observed = this.#observed();
      const stop = observed ? this.#slice + 1 : Math.min(end, this.#slice + BLOCK);
      for (const symbol of this.topology.symbols) this.#computeFeatures(symbol, stop);
      const last = stop === this.timeline.slices;
      if (observed || last) {
        this.#runBlock(this.#slice, stop - 1, lanes);
        this.#runSliceOrFail(stop - 1, last, lanes);
      } else {
        this.#runBlock(this.#slice, stop, lanes);
      }
      this.#slice = stop;
    }
  }

  /**
   * Works lanes through slices one by one up to `to` (not included), and asks `after` at the end of each; stops where it
   * says true. For looking: lanes that are left out stay where they were, so that the engine must be restored afterwards.
   *
   * @returns whether `after` said true; `slice` then counts the slice in question.
   * @throws ComponentFailure as `advance` does.
   */
  scan(to: number, lanes: readonly Lane[], after: (slice: number) => boolean): boolean {
    const end = Math.min(to, this.timeline.slices);
    for (const symbol of this.topology.symbols) this.#computeFeatures(symbol, end);
    for (const lane of lanes) lane.prepare();
    try {
      while (this.#slice < end) {
        const slice = this.#slice;
        if (slice === this.timeline.slices - 1) this.#runSlice(slice, true, lanes);
        else for (const lane of lanes) lane.step(slice);
        this.#slice = slice + 1;
        if (after(slice)) return true;
      }
    } finally {
      for (const lane of lanes) lane.flush();
    }
    return false;
  }

  /** One slice, with the events of all these lanes in the run's order. Lanes left out stay where they were. */
  advanceInOrder(lanes: readonly Lane[] = this.#lanes): void {
    const slice = this.#slice;
    for (const symbol of this.topology.symbols) this.#computeFeatures(symbol, slice + 1);
    this.#runSliceOrFail(slice, slice === this.timeline.slices - 1, lanes);
    this.#slice = slice + 1;
  }

  /**
   * Works one lane after the other through slices up to `to` (not included), and tells of each stretch of slices that a lane
   * has done: one in which prices moved and nothing else did is one stretch. For looking, as `scan` is, and many times faster.
   *
   * @param everySlice by lane: no stretch is to be longer than one slice. Of the other lanes, metrics and equity curves stay
   *   behind.
   * @param done `lane` counts in `lanes`; the stretch is of slices [from, to).
   */
  follow(
    to: number,
    lanes: readonly Lane[],
    everySlice: readonly boolean[],
    done: (lane: number, from: number, to: number) => void,
  ): void {
    const end = Math.min(to, this.timeline.slices);
    if (this.#slice >= end) return;
    for (const symbol of this.topology.symbols) this.#computeFeatures(symbol, end);
    const last = end === this.timeline.slices;
    const stop = last ? end - 1 : end;
    lanes.forEach((lane, i) => {
      lane.follow(this.#slice, stop, everySlice[i], (from, upTo) => done(i, from, upTo));
      if (!last) return;
      this.#runSlice(stop, true, [lane]);
      done(i, stop, end);
    });
    this.#slice = end;
  }

  /**
   * Moves what is known of the market through slices [from, to) and asks `after` at the end of each; true stops it. What lanes
   * hold stays as it is, and `slice` too.
   */
  look(from: number, to: number, after: (slice: number) => boolean): void {
    this.#pointBefore(from);
    for (let slice = from; slice < to; slice++) {
      this.#point(slice);
      if (after(slice)) return;
    }
  }

  /** The lane that a strategy, portfolio or execution is worked in; undefined for the market's own containers. */
  laneOf(container: number): Lane | undefined {
    return this.#lanes.find((lane) => lane.members.has(container));
  }

  save(): EngineCheckpoint {
    const out = new StateWriter();
    out.number(this.topology.containers.length);
    for (const container of this.topology.containers) container.save(out);
    return { slice: this.#slice, state: out.finish() };
  }

  /** @throws RangeError when the checkpoint is of another configuration. */
  restore({ slice, state }: EngineCheckpoint): void {
    const from = new StateReader(state);
    // What a component makes of the numbers of another one may be anything.
    if (from.number() !== this.topology.containers.length)
      throw new RangeError('the state is of another configuration');
    for (const container of this.topology.containers) container.restore(from);
    from.end();
    this.#slice = slice;
    this.#failedSlice = -1;
    this.#pointBefore(slice);
  }

  /** Points bars and features at the last slice done, for whoever looks at them. */
  #pointBefore(slice: number): void {
    const time = slice === 0 ? Number.NEGATIVE_INFINITY : this.timeline.time(slice - 1);
    for (const { bar, featuresEvent, series, table } of this.topology.symbols) {
      const index = upperBound(series.closeTime, time) - 1;
      // In a new engine nothing is computed yet, and a symbol that has ended never asks for it.
      if (index >= 0 && table.mode === 'columns') table.advanceTo(index);
      if (index >= 0) bar.point(index);
      else bar.unpoint();
      featuresEvent.follow();
    }
  }

  /** Stops and disposes all containers. */
  dispose(): void {
    const [root] = this.topology.containers;
    const time = Number.isNaN(this.now) ? 0 : this.now;
    if (root.state === 'running' || root.state === 'paused') root.enter('stopped', time);
    if (root.state !== 'disposed') root.enter('disposed', time);
  }

  #observed(): boolean {
    return this.topology.symbols.some(
      ({ data, features }) => !data.bus.isHeardBy(TYPE.BAR, []) || !features.bus.isHeardBy(TYPE.FEATURES, []),
    );
  }

  /** In incremental mode, features are computed up to the end of the block and no further. */
  #computeFeatures({ table, symbolIndex }: SymbolNode, stop: number): void {
    const { offsets, feeds, indexes } = this.timeline;
    for (let entry = offsets[stop] - 1; entry >= offsets[this.#slice]; entry--) {
      if (feeds[entry] === symbolIndex) {
        table.advanceTo(indexes[entry]);
        return;
      }
    }
  }

  #point(slice: number): void {
    const { offsets, feeds, indexes } = this.timeline;
    for (let entry = offsets[slice]; entry < offsets[slice + 1]; entry++) {
      const { bar, featuresEvent } = this.topology.symbols[feeds[entry]];
      bar.point(indexes[entry]);
      featuresEvent.follow();
    }
  }

  #runBlock(from: number, to: number, lanes: readonly Lane[]): void {
    if (from >= to) return;
    let end = to;
    let earliest: ComponentFailure | undefined;
    for (const lane of lanes) {
      try {
        lane.run(from, end);
      } catch (error) {
        if (!(error instanceof ComponentFailure)) throw error;
        // Lanes after this one go no further: had they failed there, this one would have failed before.
        end = lane.slice;
        earliest = error;
      }
    }
    // What failed was caused by a bar.
    this.#showMarket(from, earliest === undefined ? to : end + 1);
    if (earliest === undefined) return;
    this.#failedSlice = end;
    throw earliest;
  }

  #runSliceOrFail(slice: number, last: boolean, lanes: readonly Lane[]): void {
    try {
      this.#runSlice(slice, last, lanes);
    } catch (error) {
      if (error instanceof ComponentFailure) this.#failedSlice = slice;
      throw error;
    }
  }

  /** The bars and features of slices [from, to), to those who observe their containers. */
  #showMarket(from: number, to: number): void {
    const { offsets, feeds, indexes } = this.timeline;
    for (const { bar, featuresEvent, data, features, symbolIndex } of this.topology.symbols) {
      const bars = data.bus.isObserved(TYPE.BAR);
      const followed = features.bus.isObserved(TYPE.FEATURES);
      if (!bars && !followed) continue;
      const first = feeds.subarray(offsets[from], offsets[to]).indexOf(symbolIndex);
      if (first < 0) continue;
      const last = feeds.subarray(offsets[from], offsets[to]).lastIndexOf(symbolIndex);
      const span = new EventSpan(bar);
      // The bars of a symbol come in their order, without a gap.
      span.from = indexes[offsets[from] + first];
      span.to = indexes[offsets[from] + last] + 1;
      span.bars = true;
      if (bars) data.bus.showSpan(span);
      span.bars = false;
      span.features = featuresEvent;
      if (followed) features.bus.showSpan(span);
      bar.point(span.to - 1);
      featuresEvent.follow();
    }
  }

  /** One slice, all lanes phase by phase, with the market's own buses in their place. */
  #runSlice(slice: number, last: boolean, lanes: readonly Lane[]): void {
    // Lanes do it too, each for itself.
    if (lanes.length === 0) this.#point(slice);
    for (const lane of lanes) {
      lane.prepare();
      lane.fills(slice);
    }
    for (const symbol of this.#symbolsOf(slice)) symbol.data.bus.deliver(symbol.bar);
    for (const lane of lanes) lane.bars(slice);
    for (const symbol of this.#symbolsOf(slice)) {
      symbol.featuresEvent.follow();
      symbol.features.bus.deliver(symbol.featuresEvent);
    }
    for (const lane of lanes) lane.decisions(slice);
    if (last && this.topology.spec.execution.closeAtEnd) this.#closePositions(slice, lanes);
    for (const lane of lanes) {
      lane.marks();
      lane.endSlice(last);
      lane.flush();
    }
  }

  #symbolsOf(slice: number): SymbolNode[] {
    const { offsets, feeds } = this.timeline;
    return [...feeds.subarray(offsets[slice], offsets[slice + 1])].map((feed) => this.topology.symbols[feed]);
  }

  #closePositions(slice: number, lanes: readonly Lane[]): void {
    const [cause] = this.#symbolsOf(slice).slice(-1);
    for (const { container, broker, orders } of this.topology.portfolios) {
      if (!lanes.some((lane) => lane.members.has(container.number))) continue;
      broker.startClosing();
      orders.closeAll(cause.bar, (symbol) => this.topology.symbols[symbol].bar.index);
    }
  }
}
