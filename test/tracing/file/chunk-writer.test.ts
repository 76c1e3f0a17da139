import { expect, test } from 'vitest';
import { ChunkWriter } from '../../../src/tracing/file/chunk-writer.ts';
import { NAME_TAG } from '../../../src/tracing/log/row.ts';

const envelope = { key: 64, causeKey: 0, tradeContainer: 0, sourceId: 'feed', length: 5 };

function writerOf(): ChunkWriter {
  return new ChunkWriter({
    names: ['X', 'Y'],
    envelopes: { count: 1, at: () => ({ ...envelope }) },
    containers: ['root'],
    types: { 0: 'BAR' },
  });
}

/** Two events, with a column of their own. */
function bytesOf(writer: ChunkWriter, column: Float64Array): string {
  const integers = [new Int32Array(2), new Int32Array(2), new Int32Array(2)];
  const group = { envelope: 0, count: 2, integers, columns: [Float64Array.of(1, 2), column] };
  return Buffer.from(writer.body({ order: new Int32Array(2), groups: [group], sides: [] })).toString('hex');
}

test('which NaN a processor or a compiler makes does not reach the bytes', () => {
  // Broke files of the same run, too: what is computed is a NaN with a sign, and one that is folded has none.
  const column = () => Float64Array.of(Number.NaN, 0.1);
  const plain = bytesOf(writerOf(), column());
  for (const [low, high] of [
    [0, 0xfff80000],
    [-1, 0x7fffffff],
    [-1, 0xffffffff],
  ]) {
    const other = column();
    new Int32Array(other.buffer).set([low, high]);
    expect(bytesOf(writerOf(), other)).toBe(plain);
  }
  expect(bytesOf(writerOf(), Float64Array.of(Number.NEGATIVE_INFINITY, 0.1))).not.toBe(plain);
});

test('a chunk has the same bytes however many were written before', () => {
  // Broke files of the same run: lists that compiled code makes are serialised otherwise.
  const names = new Float64Array(2);
  new Int32Array(names.buffer).set([0, NAME_TAG, 1, NAME_TAG]);
  const writer = writerOf();
  const first = bytesOf(writer, names);
  const others = new Set(Array.from({ length: 20_000 }, () => bytesOf(writer, names)));
  expect([...others]).toEqual([first]);
});
