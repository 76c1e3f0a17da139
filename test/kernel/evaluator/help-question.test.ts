import { expect, test } from 'vitest';
import { helpQuestion } from '../../../kernel/evaluator/help-question.ts';

test.each([
  ['Math.max?', 'Math.max', 0],
  ['?Math.max', 'Math.max', 0],
  [' render?? ', 'render', 1],
  ['??render;', 'render', 1],
  ['%reverse-next?', '%reverse-next', 0],
  ['%%bench?', '%%bench', 0],
] as const)('%j asks for %s', (code, name, detail) => {
  expect(helpQuestion(code)).toEqual({ name, detail });
});

test.each(['a ? b : c', 'a?.b', 'render', '?', 'a-b?', 'f()?', '1?', 'a?\nb'])(
  '%j is no question',
  (code) => {
    expect(helpQuestion(code)).toBeUndefined();
  },
);
