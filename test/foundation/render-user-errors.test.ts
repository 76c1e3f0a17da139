import { expect, test } from 'vitest';
import { renderUserErrors } from '../../src/foundation/render-user-errors.ts';
import { UserError, UserErrors } from '../../src/foundation/user-error.ts';

const mistake = new UserError('a: expected a number, found "^"', {
  code: 'wrong_type',
  location: { file: 'f.yaml', line: 1, column: 4 },
  hint: 'write 1',
  excerpt: '  1 | a: "^"\n    |    ^^^',
});

test('renderUserErrors writes the line, the excerpt and the hint of a mistake', () => {
  expect(renderUserErrors(mistake, { color: false })).toBe(
    'f.yaml:1:4: a: expected a number, found "^"\n  1 | a: "^"\n    |    ^^^\n  hint: write 1\n',
  );
});

test('renderUserErrors counts several mistakes', () => {
  const plain = new UserError('nothing to run', { code: 'empty' });
  const expected = `${renderUserErrors(mistake, { color: false })}\nnothing to run\n\n2 mistakes\n`;
  expect(renderUserErrors(new UserErrors([mistake, plain]), { color: false })).toBe(expected);
  expect(renderUserErrors([mistake, plain], { color: false })).toBe(expected);
});

test('renderUserErrors colours the caret, not the text above it', () => {
  const text = renderUserErrors(mistake, { color: true });
  expect(text).toContain('a: "^"\n');
  expect(text).toContain('\u001b[31m^^^\u001b[39m');
});
