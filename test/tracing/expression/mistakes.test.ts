import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../../src/foundation/user-error.ts';
import { compileExpression, type ExpressionOptions } from '../../../src/tracing/expression/expression.ts';
import { DEEPEST, LONGEST } from '../../../src/tracing/expression/parse.ts';

function mistake(text: string, options: ExpressionOptions = {}): UserError {
  try {
    compileExpression(text, options);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('no mistake was found');
}

describe('a mistake in an expression is told with its column', () => {
  test.each([
    ['', '1:1: expected a value, found the end'],
    ['  ', '1:3: expected a value, found the end'],
    ['pnl >', '1:6: expected a value, found the end'],
    ['pnl > )', '1:7: expected a value, found ")"'],
    ['pnl = 5', '1:5: unexpected "=" (== compares)'],
    ['a & b', '1:3: unexpected "&" (&& is and)'],
    ['a | b', '1:3: unexpected "|" (|| is or)'],
    ['a; b', '1:2: unexpected ";"'],
    ['pnl 5', '1:5: expected an operator or the end, found "5"'],
    ['12abc', '1:3: expected an operator or the end, found "abc"'],
    ['a.', '1:3: expected the name of a field, found the end'],
    ['a.5', '1:3: expected the name of a field, found "5"'],
    ['a[b]', '1:3: expected a whole number or text, found "b"'],
    ['a[1.5]', '1:3: expected a whole number or text, found "1.5"'],
    ['a["x"', '1:6: expected an operator or "]" for column 2, found the end'],
    ['(1 + 2', '1:7: expected an operator or ")" for column 1, found the end'],
    ['min(1, 2', '1:9: expected an operator or ")" for column 4, found the end'],
    ['min(1,)', '1:7: expected a value, found ")"'],
    ['abs()', '1:1: abs takes one number, found 0'],
    ['abs(1, 2)', '1:1: abs takes one number, found 2'],
    ['min()', '1:1: min takes at least one number, found 0'],
    ['mix(1)', '1:1: unknown function "mix" (did you mean "min"?)'],
    ['sqrt(1)', '1:1: unknown function "sqrt" (one of abs, min, max)'],
    ['constructor(1)', '1:1: unknown function "constructor" (one of abs, min, max)'],
    ["'abc", "1:1: text is not closed (end it with ')"],
    ["x == 'a\\n'", '1:8: there is no escape \\n (write \\\\, \\\' or \\")'],
    ['1e999', '1:1: 1e999 is too large for a number'],
    ["'a' + 1", '1:1: expected a number, found text'],
    ['-(1 < 2)', '1:5: expected a number, found true or false'],
    ['abs(true)', '1:5: expected a number, found true or false'],
    ['é + 𝄞', '1:5: unexpected "𝄞"'],
    ['1 < x < 2', '1:3: expected a number or text, found true or false (write 1 < x && x < 2 for 1 < x < 2)'],
    ['x < null', '1:5: expected a number or text, found null (compare with == or !=)'],
    ["1 == '1'", '1:3: a number is never equal to, above or below text'],
    ["abs(x) < 'a'", '1:8: a number is never equal to, above or below text'],
  ])('%j: %s', (text, line) => {
    expect(mistake(text).line).toBe(`expression:${line}`);
  });

  test('and a caret, in a long text too', () => {
    expect(mistake('pnl > )').excerpt).toBe('  | pnl > )\n  |       ^');
    const long = mistake(`${'pnl + '.repeat(40)}) + ${'pnl + '.repeat(40)}1`, { name: '--where' });
    expect(long.line).toBe('--where:1:241: expected a value, found ")"');
    const [text, caret] = (long.excerpt ?? '').split('\n');
    expect(text.length).toBeLessThan(120);
    expect(text[caret.indexOf('^')]).toBe(')');
  });

  test('when it is too long or nested too deeply', () => {
    expect(mistake(`${' '.repeat(LONGEST)}1`).message).toBe('longer than 1000 characters');
    expect(mistake(`${'('.repeat(DEEPEST)}1`).message).toBe('nested deeper than 32 levels');
    expect(mistake('-'.repeat(500)).message).toBe('nested deeper than 32 levels');
    const deepest = `${'('.repeat(DEEPEST - 1)}1${')'.repeat(DEEPEST - 1)}`;
    expect(compileExpression(deepest).evaluate(() => null)).toBe(1);
    expect(compileExpression(`1${'+1'.repeat(499)}`).evaluate(() => null)).toBe(500);
  });

  test('for a name that does not exist, with the nearest that does', () => {
    const paths = ['metrics.total_pnl', 'metrics.trades', 'payload.*'];
    const line = (text: string) => mistake(text, { paths, name: 'condition' }).line;
    expect(line('metrics.trades > 1 && metrics.totl_pnl > 0')).toBe(
      'condition:1:23: unknown name "metrics.totl_pnl" (did you mean metrics.total_pnl?)',
    );
    expect(line('total_pnl > 0')).toBe(
      'condition:1:1: unknown name "total_pnl" (did you mean metrics.total_pnl?)',
    );
    expect(line('equity > 0')).toBe(
      'condition:1:1: unknown name "equity" (one of metrics.total_pnl, metrics.trades)',
    );
    expect(line('payload > 0')).toContain('unknown name "payload"');
    expect(compileExpression('payload.anything.below > 0', { paths }).paths).toHaveLength(1);
  });
});

test('whatever text comes, it compiles or is a mistake of the user, and never runs as code', () => {
  const piece = fc.constantFrom(
    'a',
    'b.c',
    '1',
    '.5',
    "'x'",
    '"',
    '(',
    ')',
    '[',
    ']',
    '&&',
    '||',
    '!',
    '<',
    '==',
    '-',
    '+',
    '/',
    ',',
    ' ',
    'not ',
    'and ',
    'abs(',
    'constructor',
    '__proto__',
    'process.exit(1)',
    '`',
    '\\',
    '$',
    '{',
    '\u0000',
    '🙂',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const text = pieces.join('');
      try {
        const { evaluate, test: ask } = compileExpression(text);
        const value = evaluate(() => 2);
        expect(value === null || ['number', 'string', 'boolean'].includes(typeof value)).toBe(true);
        expect(typeof ask(() => undefined)).toBe('boolean');
      } catch (error) {
        expect(error).toBeInstanceOf(UserError);
        expect((error as UserError).location?.column).toBeGreaterThan(0);
        expect((error as UserError).location?.column).toBeLessThanOrEqual(Array.from(text).length + 1);
      }
    }),
    { numRuns: 2000, seed: 7 },
  );
});
