import { firstWhere } from '../../foundation/binary-search.ts';
import type { Branch } from '../branch.ts';
import type { Accepts } from '../event-index.ts';
import { endOf } from '../position.ts';
import type { Recording } from '../recording.ts';
import { EventScan, type EventWish } from './event-scan.ts';

/** How many events of a list there are up to each bar; each kind of list is counted in its own way. */
export interface RowCounter {
  /** Bars counted so far; what follows is asked of those alone. */
  readonly counted: number;
  /** Counts on: bars up to `to`, all of them recorded. */
  count(to: number): void;
  /** Events in bars 1 to `bar`. */
  upTo(bar: number): number;
  /** The bar of event `row`, counted from 0. */
  barOf(row: number): number;
  /** The first bar after one that may hold any; undefined when there is none. */
  barAfter(bar: number): number | undefined;
}

/** Signals, orders, fills: the index knows where they are. */
export class IndexCounter implements RowCounter {
  readonly counted = Number.POSITIVE_INFINITY;
  readonly #branch: Branch;
  readonly #types: ReadonlySet<number>;
  readonly #accepts: Accepts;

  constructor(branch: Branch, types: ReadonlySet<number>, accepts: Accepts) {
    this.#branch = branch;
    this.#types = types;
    this.#accepts = accepts;
  }

  count(): void {}

  upTo(bar: number): number {
    return this.#branch.countBetween(0, bar, this.#types, this.#accepts);
  }

  barOf(row: number): number {
    return firstWhere(1, this.#branch.recording.recorded, (bar) => this.upTo(bar) > row);
  }

  barAfter(bar: number): number | undefined {
    return this.#branch.barAfter(bar, this.#types, this.#accepts);
  }
}

/** Bars between two that are asked on the way to a row. */
const STRIDE = 64;
/** Bars before one that are counted with it: whoever asks how many rows there are shows the last of them. */
const SHOWN_BEFORE = 24;

/** All events: containers number what they publish, so that the numbers they have come to are the count. */
export class StreamCounter implements RowCounter {
  readonly counted = Number.POSITIVE_INFINITY;
  readonly #branch: Branch;
  /** Counts at the ends of the bars from `from` on, of the last place that was asked about. */
  #near: { readonly from: number; readonly counts: readonly number[] } = { from: 0, counts: [] };

  constructor(branch: Branch) {
    this.#branch = branch;
  }

  count(): void {}

  upTo(bar: number): number {
    if (bar < 1) return 0;
    const { from, counts } = this.#near;
    const known = counts[bar - from];
    if (known !== undefined) return known;
    const goesOn = bar === from + counts.length && counts.length < 2 * STRIDE;
    const start = goesOn ? bar : Math.max(0, bar - SHOWN_BEFORE);
    const more = this.#counts(start, bar);
    this.#near = goesOn ? { from, counts: [...counts, ...more] } : { from: start, counts: more };
    return more.at(-1) as number;
  }

  /** At the ends of bars `from` to `to`, both included. */
  #counts(from: number, to: number): number[] {
    return Array.from({ length: to - from + 1 }, (_, i) =>
      from + i === 0 ? 0 : this.#recordingOf(from + i).publishedAt(from + i),
    );
  }

  barOf(row: number): number {
    const { from, counts } = this.#near;
    if (counts.length > 0 && counts[0] <= row && row < (counts.at(-1) as number)) {
      return from + counts.findIndex((count) => count > row);
    }
    let bar = this.#before(row);
    const { recorded } = this.#branch.recording;
    while (bar + STRIDE < recorded && this.#recordingOf(bar + STRIDE).publishedAt(bar + STRIDE) <= row) {
      bar += STRIDE;
    }
    const found = this.#counts(bar, Math.min(recorded, bar + STRIDE));
    this.#near = { from: bar, counts: found };
    return bar + found.findIndex((count) => count > row);
  }

  barAfter(bar: number): number {
    return bar + 1;
  }

  /** A bar before that of the row, not far from it. */
  #before(row: number): number {
    let branch = this.#branch;
    while (branch.parent !== null && branch.parent.recording.publishedAt(branch.from) > row)
      branch = branch.parent;
    return branch.recording.barBeforeCount(row);
  }

  #recordingOf(bar: number): Recording {
    return this.#branch.ownerOf(endOf(bar)).recording;
  }
}

/** Bars that have one count together. */
const BLOCK = 256;

/** Events that must be looked at one by one: which bars hold any is kept, a bit each. */
export class ScanCounter implements RowCounter {
  readonly #branch: Branch;
  readonly #wish: EventWish;
  readonly #next: (bar: number) => number | undefined;
  /** Events before each block of bars. */
  readonly #before: number[] = [0];
  /** Bars with at least one. */
  readonly #bits: Uint32Array;
  /** In the block that is not done yet. */
  #inBlock = 0;
  #counted = 0;
  /** Counts at the ends of the bars of the block that was last asked about. */
  #near: { readonly block: number; readonly counts: readonly number[] } = { block: -1, counts: [] };

  /** @param next the first bar after one that may hold any; bars between are passed over. */
  constructor(branch: Branch, wish: EventWish, next: (bar: number) => number | undefined = (bar) => bar + 1) {
    this.#branch = branch;
    this.#wish = wish;
    this.#next = next;
    this.#bits = new Uint32Array(Math.ceil((branch.recording.engine.slices + 1) / 32));
  }

  get counted(): number {
    return this.#counted;
  }

  count(to: number): void {
    while (this.#counted < to) {
      const bar = Math.min(this.#next(this.#counted) ?? Number.POSITIVE_INFINITY, to + 1);
      this.#pass(bar - 1);
      if (bar > to) return;
      const found = this.#inBar(bar);
      if (found > 0) this.#bits[bar >>> 5] |= 1 << (bar & 31);
      this.#inBlock += found;
      this.#pass(bar);
    }
  }

  upTo(bar: number): number {
    if (bar < 1) return 0;
    if (bar % BLOCK === 0) return this.#before[bar / BLOCK];
    const block = Math.floor(bar / BLOCK);
    return this.#countsOf(block)[bar - block * BLOCK];
  }

  barOf(row: number): number {
    const block = firstWhere(0, this.#before.length - 1, (at) => this.#before[at + 1] > row);
    return block * BLOCK + this.#countsOf(block).findIndex((count) => count > row);
  }

  barAfter(bar: number): number | undefined {
    for (let at = bar + 1; at <= this.#counted; at++) {
      // 32 bars without any at once.
      if (at % 32 === 0 && this.#bits[at >>> 5] === 0) at += 31;
      else if (this.#holds(at)) return at;
    }
    return undefined;
  }

  #holds(bar: number): boolean {
    return (this.#bits[bar >>> 5] & (1 << (bar & 31))) !== 0;
  }

  /** Bars up to `bar` are done. */
  #pass(bar: number): void {
    this.#counted = bar;
    while (this.#before.length * BLOCK <= bar) {
      this.#before.push((this.#before.at(-1) as number) + this.#inBlock);
      this.#inBlock = 0;
    }
  }

  /** By bar of the block: [0] is the end of the block before. */
  #countsOf(block: number): readonly number[] {
    const end = Math.min(this.#counted, (block + 1) * BLOCK);
    const bars = end - block * BLOCK;
    if (this.#near.block === block && this.#near.counts.length > bars) return this.#near.counts;
    const counts = [this.#before[block]];
    for (let bar = block * BLOCK + 1; bar <= end; bar++) {
      counts.push((counts.at(-1) as number) + (this.#holds(bar) ? this.#inBar(bar) : 0));
    }
    this.#near = { block, counts };
    return counts;
  }

  #inBar(bar: number): number {
    return EventScan.of(this.#branch.runnerOf(bar).recording).bar(bar, this.#wish).length;
  }
}
