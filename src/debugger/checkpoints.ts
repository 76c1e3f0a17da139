import type { EngineCheckpoint } from '../engine/engine.ts';
import { firstWhere } from '../foundation/binary-search.ts';
import { stateBytes } from './state-hash.ts';

/** Bars times lanes between two checkpoints at first: a few milliseconds of running. */
const WORK_BETWEEN = 40_960;

/** Bars between two checkpoints of a run with so many lanes, as long as memory allows. */
export function usualSpacing(lanes: number): number {
  return 2 ** Math.max(0, Math.round(Math.log2(WORK_BETWEEN / Math.max(1, lanes))));
}

/**
 * States of a run at growing bars, evenly spaced, within a memory budget: when it is used up, every second one goes and
 * the spacing doubles. The first one stays always.
 */
export class Checkpoints {
  readonly #budget: number;
  readonly #first: EngineCheckpoint;
  #spacing: number;
  #kept: EngineCheckpoint[] = [];
  #bytes = 0;

  /**
   * @param first the state that the run begins with.
   * @param budget bytes that the others may take up.
   * @param spacing bars between two of them at first.
   */
  constructor(first: EngineCheckpoint, budget: number, spacing: number) {
    this.#first = first;
    this.#budget = budget;
    this.#spacing = spacing;
  }

  /** Bytes that all but the first may take up. */
  get budget(): number {
    return this.#budget;
  }

  /** Bars between two checkpoints now. */
  get spacing(): number {
    return this.#spacing;
  }

  get count(): number {
    return 1 + this.#kept.length;
  }

  get bytes(): number {
    return this.#bytes + stateBytes(this.#first.state);
  }

  /** The bar at which a run that has done `slice` bars is to be saved next. */
  nextAfter(slice: number): number {
    return (Math.floor(slice / this.#spacing) + 1) * this.#spacing;
  }

  /** Keeps a state, if its bar is one of those and comes after all others. */
  add(checkpoint: EngineCheckpoint): void {
    const last = this.#kept.at(-1) ?? this.#first;
    if (checkpoint.slice <= last.slice || checkpoint.slice % this.#spacing !== 0) return;
    this.#kept.push(checkpoint);
    this.#bytes += stateBytes(checkpoint.state);
    // One is always kept: without any, going back would start at the beginning each time.
    while (this.#bytes > this.#budget && this.#kept.length > 1) this.#thin();
  }

  /** The latest one that has done at most `slice` bars. */
  before(slice: number): EngineCheckpoint {
    const after = firstWhere(0, this.#kept.length, (i) => this.#kept[i].slice > slice);
    return after === 0 ? this.#first : this.#kept[after - 1];
  }

  #thin(): void {
    this.#spacing *= 2;
    this.#kept = this.#kept.filter(({ slice }) => slice % this.#spacing === 0);
    this.#bytes = this.#kept.reduce((sum, { state }) => sum + stateBytes(state), 0);
  }
}
