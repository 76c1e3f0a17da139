import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  findMagics,
  maskMagics,
  positionBefore,
  replaceMagics,
} from '../../../kernel/evaluator/magic-syntax.ts';

const NAMES = new Set(['ready']);
const find = (code: string) => findMagics(code, (name) => NAMES.has(name));
const found = (code: string) => find(code).map(({ name, argument, body }) => [name, argument, body]);

describe('a magic is', () => {
  test.each([
    ['%next 5', [['next', '5', undefined]]],
    ['%until FILL  ', [['until', 'FILL', undefined]]],
    ['const a = 1;\n%time  f(a)\na', [['time', 'f(a)', undefined]]],
    ["a // it's\n%why", [['why', '', undefined]]],
    ['%%workflow trend\nname: x\n%y', [['workflow', 'trend', 'name: x\n%y']]],
    ['\n%%bench', [['bench', '', '']]],
    ['!ls -la', [['!', 'ls -la', undefined]]],
    [
      '!./run.sh\n!$HOME/x',
      [
        ['!', './run.sh', undefined],
        ['!', '$HOME/x', undefined],
      ],
    ],
    [
      "!echo it's\n%next",
      [
        ['!', "echo it's", undefined],
        ['next', '', undefined],
      ],
    ],
  ])('%j', (code, expected) => {
    expect(found(code)).toEqual(expected);
  });
});

describe('TypeScript stays what it is:', () => {
  test.each([
    'const rest = total\n  %count',
    'const yaml = `\n%next\n!ls\n`',
    '/*\n%next\n*/',
    '!ready && go()',
    'const done = false\n!done',
    '!(a || b)',
    '!!a',
    '!function () {}()',
    '!new Date()',
    '100 % 7',
  ])('%j', (code) => {
    expect(found(code)).toEqual([]);
  });
});

test('replaced magics leave every other line where it was, and positions lead back', () => {
  const code = 'let a = 1;\n%next 5\nlet b = a;';
  const replaced = replaceMagics(code, find(code));
  expect(replaced.split('\n')).toEqual(['let a = 1;', 'await __magic(0);', 'let b = a;']);
  const at = (text: string, part: string) => text.indexOf(part);
  expect(positionBefore(code, find(code), at(replaced, 'b = a'))).toBe(at(code, 'b = a'));
  expect(positionBefore(code, find(code), at(replaced, 'a = 1'))).toBe(at(code, 'a = 1'));
});

test('masked magics leave all else where it is, and the code that a magic takes', () => {
  const code = 'let a = 1\n%time f(a)\n%next 5\n!ls\nlet b';
  const masked = maskMagics(code, find(code), (name) => name === 'time');
  expect(masked).toBe('let a = 1\n      f(a)\n       \n   \nlet b');
  const cell = '%%bench now\nf(a)';
  expect(maskMagics(cell, find(cell), () => true)).toBe('           \nf(a)');
});

test('masking changes no length and no line, whatever the cell is', () => {
  const lines = fc.constantFrom(
    '%next',
    '!ls',
    '%%x',
    '`',
    "'",
    '/*',
    '*/',
    '//',
    'let a = 1',
    '  %b',
    '!a',
    '',
  );
  fc.assert(
    fc.property(fc.array(lines), fc.boolean(), (parts, takesCode) => {
      const code = parts.join('\n');
      const masked = maskMagics(code, find(code), () => takesCode);
      expect(masked.length).toBe(code.length);
      expect(masked.split('\n')).toHaveLength(code.split('\n').length);
    }),
  );
});

test('a cell of a megabyte is looked through', () => {
  const code = `const text = '${'x'.repeat(1e6)}';\n%next`;
  expect(found(code)).toEqual([['next', '', undefined]]);
});
