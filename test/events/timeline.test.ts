import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Timeline } from '../../src/events/timeline.ts';

const feed = (symbol: string, times: number[]) => ({ symbol, times: Float64Array.from(times) });

/** Slices as lists of `symbol@index`. */
function slicesOf(timeline: Timeline, symbols: string[]): string[][] {
  return Array.from({ length: timeline.slices }, (_, t) => {
    const entries = [];
    for (let e = timeline.offsets[t]; e < timeline.offsets[t + 1]; e++) {
      entries.push(`${symbols[timeline.feeds[e]]}@${timeline.indexes[e]}`);
    }
    return entries;
  });
}

describe('a timeline', () => {
  test('merges feeds by time, and puts the same moment of several into one slice, in their order', () => {
    const timeline = new Timeline([feed('A', [1, 3, 5]), feed('B', [2, 3]), feed('C', [3])]);
    expect(slicesOf(timeline, ['A', 'B', 'C'])).toEqual([['A@0'], ['B@0'], ['A@1', 'B@1', 'C@0'], ['A@2']]);
    expect(Array.from({ length: 4 }, (_, t) => timeline.time(t))).toEqual([1, 2, 3, 5]);
  });

  test('finds the last slice that is known at a time', () => {
    const timeline = new Timeline([feed('A', [10, 20, 30])]);
    expect([5, 10, 15, 30, 99].map((time) => timeline.sliceAt(time))).toEqual([-1, 0, 0, 2, 2]);
  });

  test('has no slices without events', () => {
    expect(new Timeline([feed('A', [])]).slices).toBe(0);
    expect(new Timeline([]).slices).toBe(0);
  });

  test('knows the feeds that it is of by their arrays', () => {
    const [a, b] = [feed('A', [1, 2]), feed('B', [1, 3])];
    const timeline = new Timeline([a, b]);
    expect(timeline.isOf([a, { ...b }])).toBe(true);
    for (const others of [[b, a], [a], [a, feed('B', [1, 3])]]) expect(timeline.isOf(others)).toBe(false);
  });

  test('refuses a feed that goes back in time', () => {
    expect(() => new Timeline([feed('A', [1, 3, 2])])).toThrow('feed A goes back in time at 2');
  });

  test('is a stable sort of all events by time, then by feed, for any feeds', () => {
    const times = fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { maxLength: 25 });
    fc.assert(
      fc.property(fc.array(times, { maxLength: 8 }), (lists) => {
        const feeds = lists.map((list, i) =>
          feed(
            `S${i}`,
            list.sort((a, b) => a - b),
          ),
        );
        const timeline = new Timeline(feeds);
        const expected = feeds
          .flatMap(({ times: t }, f) => [...t].map((time, index) => ({ time, f, index })))
          .sort((a, b) => a.time - b.time || a.f - b.f);
        const actual = expected.map((_, e) => ({
          time: feeds[timeline.feeds[e]].times[timeline.indexes[e]],
          f: timeline.feeds[e],
          index: timeline.indexes[e],
        }));
        expect(actual).toEqual(expected);
        expect(timeline.slices).toBe(new Set(expected.map((e) => e.time)).size);
      }),
    );
  });
});
