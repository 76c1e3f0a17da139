import { expect, test } from 'vitest';
import { RowChunkWriter } from '../../../src/tracing/file/row-chunk-writer.ts';
import { HEADER_WORDS, NAME_TAG } from '../../../src/tracing/log/row.ts';

const LENGTH = HEADER_WORDS + 2;
const envelope = { key: 64, causeKey: 0, tradeContainer: 0, sourceId: 'feed', length: LENGTH };

function writerOf(): RowChunkWriter {
  const vocabulary = {
    names: ['X', 'Y', 'Z'],
    envelopes: { count: 3, at: (number: number) => ({ ...envelope, key: envelope.key + number }) },
    containers: ['root'],
    types: { 0: 'BAR' },
  };
  return new RowChunkWriter(vocabulary, [LENGTH, LENGTH, LENGTH]);
}

/** A row that names something and holds a number. */
function rowOf(of: number, name: number, word: Float64Array): Float64Array {
  const row = new Float64Array(LENGTH);
  const halves = new Int32Array(row.buffer);
  halves[0] = of;
  halves.set([name, NAME_TAG], 2 * HEADER_WORDS);
  halves.set(new Int32Array(word.buffer), 2 * HEADER_WORDS + 2);
  return row;
}

function bytesOf(writer: RowChunkWriter, ...rows: Float64Array[]): string {
  const stream = new Float64Array(rows.length * LENGTH);
  // As integers: a double in a register may lose the bits of a NaN.
  const halves = new Int32Array(stream.buffer);
  for (const [i, row] of rows.entries()) halves.set(new Int32Array(row.buffer), 2 * i * LENGTH);
  return Buffer.concat(writer.parts({ count: rows.length, stream, sides: [] })).toString('hex');
}

test('which NaN a processor or a compiler makes does not reach the bytes', () => {
  const plain = bytesOf(writerOf(), rowOf(0, 0, Float64Array.of(Number.NaN)));
  for (const [low, high] of [
    [0, 0xfff80000],
    [-1, 0x7fffffff],
    [-1, 0xffffffff],
  ]) {
    const word = new Float64Array(1);
    new Int32Array(word.buffer).set([low, high]);
    expect(bytesOf(writerOf(), rowOf(0, 0, word))).toBe(plain);
  }
  expect(bytesOf(writerOf(), rowOf(0, 0, Float64Array.of(Number.NEGATIVE_INFINITY)))).not.toBe(plain);
});

test('a chunk has the same bytes however many were written before, and names only what stands in it', () => {
  const writer = writerOf();
  const rows = () => [rowOf(2, 1, Float64Array.of(1)), rowOf(0, 1, Float64Array.of(2))];
  const first = bytesOf(writer, ...rows());
  const text = Buffer.from(first, 'hex').toString('latin1');
  expect([text.includes('Y'), text.includes('Z')]).toEqual([true, false]);
  bytesOf(writer, rowOf(1, 2, Float64Array.of(3)));
  const others = new Set(Array.from({ length: 20_000 }, () => bytesOf(writer, ...rows())));
  expect([...others]).toEqual([first]);
});
