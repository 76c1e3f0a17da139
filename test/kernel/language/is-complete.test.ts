// biome-ignore-all lint/suspicious/noTemplateCurlyInString: cells with templates
import { expect, test } from 'vitest';
import { isComplete } from '../../../kernel/language/is-complete.ts';

const CASES = {
  complete: [
    '',
    '1',
    'const a = 1',
    '// a comment (',
    '/* a comment */',
    '`a ${1} b`',
    'await 1',
    'for await (const x of y) {}',
    'a / b',
    '/a[/]b(/.test("x")',
    '"("',
    '`{`',
    '<div>{a}</div>',
    '<T,>(x: T) => x',
    '<T>(x: T) => x',
    'let x: A<B<C>>',
    'a\n++\nb',
    'if (a) b',
    'label: for (;;) {}',
    'using x = y',
    'import x from "y" with { type: "json" }',
    'export const a = 1',
    'x satisfies Y',
    'declare function f(): void',
    '{ a: 1, b: 2 }',
    'function f(a: string): void;\nfunction f(a: number): void;\nfunction f() {}',
    'f()\n\n\n',
  ],
  incomplete: [
    '{ a: 1, b: 2,',
    '{ a: 1, b:',
    '`abc',
    '`abc ${a',
    '`abc\n${a} def',
    '1 +',
    '1 +\n',
    'a &&',
    'a ??',
    'a ? b :',
    'x =',
    'const x',
    'const x =',
    'function f()',
    'function f(): number',
    'function f() {',
    'if (a)',
    'if (a) b; else',
    'for (const x of',
    'do {} while (',
    'class A extends',
    'class A { f(',
    '[1,',
    '({ a:',
    'f(1, 2',
    'a.',
    'a?.',
    '(a) =>',
    '/* a comment',
    '/** doc\n * x',
    'import { a',
    'import x from',
    '<div>',
    '<div a={1}',
    '<div>text {',
    '<>a',
    'type A =',
    'interface',
    'interface A {',
    'let x: A<B',
    'switch (a) { case 1:',
    'try {} catch (e)',
    'async () =>',
    'new',
    'f(// c',
    'a // c\n +',
    '"a\\',
  ],
  invalid: [
    ')',
    'const = 1',
    '1 2',
    'foo bar',
    '"abc',
    '"a\nb"',
    'f(]',
    '[1)',
    'var 1x',
    '</div>',
    '<div></span>',
    'a..b',
    'x = = 1',
    '1 = 2',
    '/abc',
    '/a[/',
    'return 1',
    'const a = 1; const a = 2',
    'a ? : b',
  ],
} as const;

test.each(Object.entries(CASES).flatMap(([status, cells]) => cells.map((code) => [status, code] as const)))(
  'isComplete says %s of %j',
  (status, code) => {
    expect(isComplete(code).status).toBe(status);
  },
);

test.each([
  ['if (a) {', '  '],
  ['if (a) {\n  f(', '    '],
  ['  x = [1,', '  '],
  ['const f = () =>', '  '],
  ['f(() => { // why', '  '],
  ['switch (a) {\n  case 1:', '    '],
  ['{\n  `a', ''],
])('isComplete says how far to indent the line after %j', (code, indent) => {
  expect(isComplete(code)).toEqual({ status: 'incomplete', indent });
});

test.each(['('.repeat(2_000_000), '['.repeat(20_000), `${'a => '.repeat(20_000)}1`])(
  'isComplete does not parse what would overflow the stack',
  (code) => {
    expect(isComplete(code)).toEqual({ status: 'unknown' });
  },
);

test('isComplete is not afraid of long lists and long texts', () => {
  const rows = '{ a: 1, b: [2, "x"] },\n'.repeat(10_000);
  expect(isComplete(`const rows = [${rows}]`)).toEqual({ status: 'complete' });
  expect(isComplete(`const text = \`${'<p>a - b</p>\n'.repeat(5_000)}\``)).toEqual({ status: 'complete' });
});
