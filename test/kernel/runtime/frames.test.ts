import { expect, test } from 'vitest';
import { encodeFrame, FrameReader } from '../../../kernel/runtime/frames.ts';

test.each([1, 3, 7, 1000])('values survive pieces of %d bytes', (size) => {
  const values = [
    { text: 'a'.repeat(50), bytes: new Uint8Array([1, 2]) },
    'ü🚀',
    { nested: [1n, undefined] },
  ];
  const bytes = Buffer.concat(values.map(encodeFrame));
  const reader = new FrameReader();
  const read: unknown[] = [];
  for (let at = 0; at < bytes.length; at += size) read.push(...reader.push(bytes.subarray(at, at + size)));
  expect(read).toEqual(values);
});
