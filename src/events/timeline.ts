import { firstWhere } from '../foundation/binary-search.ts';
/** A source of market events in time order; `times` is when each becomes known. */
export interface MarketFeed {
  readonly symbol: string;
  readonly times: Float64Array;
}

/**
 * The order in which a run meets the events of its feeds: by time, and at one time by the feeds' order. Events of the
 * same moment form a slice. Feeds are given sorted by symbol, so the order of files changes nothing.
 */
export class Timeline {
  /** Slice t holds entries `offsets[t]` to `offsets[t + 1]`, the end not included. */
  readonly offsets: Int32Array;
  /** Feed and position in it, for each entry. */
  readonly feeds: Uint16Array;
  readonly indexes: Int32Array;
  readonly #sources: readonly MarketFeed[];

  constructor(sources: readonly MarketFeed[]) {
    if (sources.length > 0xffff) throw new RangeError(`${sources.length} feeds are more than 65,535`);
    this.#sources = sources;
    const total = sources.reduce((sum, feed) => sum + feed.times.length, 0);
    this.feeds = new Uint16Array(total);
    this.indexes = new Int32Array(total);
    const offsets = new Int32Array(total + 1);
    let slices = 0;
    let entry = 0;
    let last = Number.NEGATIVE_INFINITY;
    const add = (feed: number, index: number, time: number) => {
      if (time < last) throw new RangeError(`feed ${sources[feed].symbol} goes back in time at ${index}`);
      if (time > last) offsets[slices++] = entry;
      last = time;
      this.feeds[entry] = feed;
      this.indexes[entry] = index;
      entry++;
    };
    if (sources.length === 1) {
      const [{ times }] = sources;
      for (let index = 0; index < total; index++) add(0, index, times[index]);
    } else {
      const heads = new FeedHeap(sources);
      for (; heads.size > 0; heads.advance()) {
        const { feed, index, time } = heads.first();
        add(feed, index, time);
      }
    }
    offsets[slices] = total;
    this.offsets = offsets.slice(0, slices + 1);
  }

  /** Whether it is the timeline of these feeds, the arrays themselves being the same. */
  isOf(feeds: readonly MarketFeed[]): boolean {
    const sources = this.#sources;
    return feeds.length === sources.length && feeds.every(({ times }, i) => times === sources[i].times);
  }

  get slices(): number {
    return this.offsets.length - 1;
  }

  /** When slice t is known, UTC milliseconds. */
  time(slice: number): number {
    const entry = this.offsets[slice];
    return this.#sources[this.feeds[entry]].times[this.indexes[entry]];
  }

  /** The last slice known at `time`, or −1. */
  sliceAt(time: number): number {
    return firstWhere(0, this.slices, (slice) => this.time(slice) > time) - 1;
  }
}

/** Binary heap of the next event of each feed, by time, then by feed. */
class FeedHeap {
  readonly #sources: readonly MarketFeed[];
  readonly #heap: number[] = [];
  readonly #next: Int32Array;

  constructor(sources: readonly MarketFeed[]) {
    this.#sources = sources;
    this.#next = new Int32Array(sources.length);
    for (let feed = 0; feed < sources.length; feed++) {
      if (sources[feed].times.length > 0) {
        this.#heap.push(feed);
        this.#up(this.#heap.length - 1);
      }
    }
  }

  get size(): number {
    return this.#heap.length;
  }

  first(): { feed: number; index: number; time: number } {
    const feed = this.#heap[0];
    const index = this.#next[feed];
    return { feed, index, time: this.#sources[feed].times[index] };
  }

  advance(): void {
    const feed = this.#heap[0];
    if (++this.#next[feed] === this.#sources[feed].times.length) {
      const last = this.#heap.pop() as number;
      if (this.#heap.length === 0) return;
      this.#heap[0] = last;
    }
    this.#down(0);
  }

  #before(a: number, b: number): boolean {
    const timeA = this.#sources[a].times[this.#next[a]];
    const timeB = this.#sources[b].times[this.#next[b]];
    return timeA < timeB || (timeA === timeB && a < b);
  }

  #up(from: number): void {
    const heap = this.#heap;
    let i = from;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!this.#before(heap[i], heap[parent])) return;
      [heap[i], heap[parent]] = [heap[parent], heap[i]];
      i = parent;
    }
  }

  #down(from: number): void {
    const heap = this.#heap;
    let i = from;
    for (;;) {
      let least = i;
      for (const child of [2 * i + 1, 2 * i + 2]) {
        if (child < heap.length && this.#before(heap[child], heap[least])) least = child;
      }
      if (least === i) return;
      [heap[i], heap[least]] = [heap[least], heap[i]];
      i = least;
    }
  }
}
