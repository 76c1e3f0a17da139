import { expect, test } from 'vitest';
import { toCodePoints, toUtf16 } from '../../../kernel/language/code-points.ts';

test.each([
  ['abc', 2, 2],
  ['🚀b', 1, 2],
  ['a🚀b', 3, 4],
  ['ü🚀', 2, 3],
  ['ab', 9, 2],
])('in %j the %d-th code point stands at %d, and back', (text, count, position) => {
  expect(toUtf16(text, count)).toBe(position);
  expect(toCodePoints(text, position)).toBe(Math.min(count, Array.from(text).length));
});
