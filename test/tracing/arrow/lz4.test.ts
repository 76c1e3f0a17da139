import { expect, test } from 'vitest';
import { lz4Decompress } from '../../../src/tracing/arrow/lz4.ts';

/** Forty doubles, 100 101 102 100 …, and the three letters "end". */
const CONTENT = Buffer.concat([
  Buffer.from(Float64Array.from({ length: 40 }, (_, i) => 100 + (i % 3)).buffer),
  Buffer.from('end'),
]);

// Made by the command lz4 1.9.4.
test.each([
  [
    'linked blocks and the size of the content',
    '04224d186c4043010000000000002f1b000000110001002159400700134008003f8059401800ff14505940656e640000000005fcd61d',
  ],
  [
    'no size and no checksum',
    '04224d18604082200000001100010021594007001340080013800800130008000f1800ff07505940656e6400000000',
  ],
  [
    'checksums of blocks',
    '04224d187440bd200000001100010021594007001340080013800800130008000f1800ff07505940656e640e563fa50000000005fcd61d',
  ],
  ['a block that stands as it is', `04224d18604082${blockOf(CONTENT)}00000000`],
])('an LZ4 frame with %s gives its content', (_, hex) => {
  expect(Buffer.from(lz4Decompress(Buffer.from(hex, 'hex'))).toString('hex')).toBe(CONTENT.toString('hex'));
});

test('what is no whole LZ4 frame is refused', () => {
  const frame = Buffer.from(
    '04224d18604082200000001100010021594007001340080013800800130008000f1800ff07505940656e6400000000',
    'hex',
  );
  for (let end = 0; end < frame.length; end++) {
    expect(() => lz4Decompress(frame.subarray(0, end))).toThrow(RangeError);
  }
  // A copy that reaches back before the beginning.
  expect(() => lz4Decompress(Buffer.from('04224d1860408203000000000100', 'hex'))).toThrow(RangeError);
});

function blockOf(content: Buffer): string {
  const size = Buffer.alloc(4);
  size.writeUInt32LE((content.length | 0x80000000) >>> 0);
  return size.toString('hex') + content.toString('hex');
}
