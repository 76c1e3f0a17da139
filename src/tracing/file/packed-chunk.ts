import type { Chunk, ChunkGroup } from './chunk.ts';

/** What a chunk is, but for its numbers: these lie in shared memory, one column behind the other. */
export interface PackedChunk {
  readonly events: number;
  /** Four numbers a group: its envelope, its events, its columns of integers, its columns of words. */
  readonly groups: readonly number[];
  readonly sides: readonly unknown[];
}

/** Bytes that the numbers of a chunk take up in shared memory. */
export function packedBytes({ order, groups }: Chunk): number {
  let bytes = whole(4 * order.length);
  for (const { count, integers, columns } of groups) {
    bytes += integers.length * whole(4 * count) + columns.length * 8 * count;
  }
  return bytes;
}

/** Copies the numbers of a chunk to the start of a buffer, which must have room for `packedBytes` of them. */
export function pack({ order, groups, sides }: Chunk, into: SharedArrayBuffer): PackedChunk {
  new Int32Array(into, 0, order.length).set(order);
  let at = whole(4 * order.length);
  for (const { count, integers, columns } of groups) {
    for (const values of integers) {
      new Int32Array(into, at, count).set(values);
      at += whole(4 * count);
    }
    for (const words of columns) {
      new Float64Array(into, at, count).set(words);
      at += 8 * count;
    }
  }
  return {
    events: order.length,
    groups: groups.flatMap(({ envelope, count, integers, columns }) => [
      envelope,
      count,
      integers.length,
      columns.length,
    ]),
    sides,
  };
}

/** The chunk that was packed, its columns where they lie. */
export function unpack({ events, groups, sides }: PackedChunk, from: SharedArrayBuffer): Chunk {
  let at = whole(4 * events);
  const unpacked: ChunkGroup[] = [];
  for (let i = 0; i < groups.length; i += 4) {
    const [envelope, count, integers, columns] = groups.slice(i, i + 4);
    const take = (bytes: number) => {
      const start = at;
      at += bytes;
      return start;
    };
    unpacked.push({
      envelope,
      count,
      integers: Array.from({ length: integers }, () => new Int32Array(from, take(whole(4 * count)), count)),
      columns: Array.from({ length: columns }, () => new Float64Array(from, take(8 * count), count)),
    });
  }
  return { order: new Int32Array(from, 0, events), groups: unpacked, sides };
}

/** Whole words: those that follow must begin where a word does. */
function whole(bytes: number): number {
  return (bytes + 7) & ~7;
}
