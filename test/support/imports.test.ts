import { expect, test } from 'vitest';
import { importsOf } from './imports.ts';

test('importsOf lists every way to name a module, with its line', () => {
  const source = [
    `import { type A, b } from './a.ts';`,
    `export type { B } from './b.ts';`,
    `export const own = 1;`,
    `const lazy = () => import('./c.ts');`,
    `const chosen = import('./' + name);`,
    `let d: import('./d.ts').D;`,
    `new Worker(new URL('worker.ts', import.meta.url));`,
    `const table = new URL('./table.csv', import.meta.url);`,
    `const page = new URL('page.js', base);`,
    `require.resolve('e/e.csv'); import.meta.resolve('f'); require('g');`,
    `Promise.resolve('value'); resolve('path');`,
  ].join('\n');
  expect(importsOf(source, 'x.ts')).toEqual([
    { specifier: './a.ts', line: 1, kind: 'static' },
    { specifier: './b.ts', line: 2, kind: 'type' },
    { specifier: './c.ts', line: 4, kind: 'dynamic' },
    { specifier: undefined, line: 5, kind: 'dynamic' },
    { specifier: './d.ts', line: 6, kind: 'type' },
    { specifier: './worker.ts', line: 7, kind: 'url' },
    { specifier: 'e/e.csv', line: 10, kind: 'resolve' },
    { specifier: 'f', line: 10, kind: 'resolve' },
    { specifier: 'g', line: 10, kind: 'resolve' },
  ]);
});

test('importsOf reads JSX, and type arguments where a file has none', () => {
  expect(importsOf(`import x from 'x'; const y = <Box>{x}</Box>;`, 'view.tsx')).toHaveLength(1);
  expect(importsOf(`import x from 'x'; const y = <number>x;`, 'cast.ts')).toHaveLength(1);
});

test('importsOf throws on a file that does not parse', () => {
  expect(() => importsOf(`import { from 'x'`, 'x.ts')).toThrow(/Unexpected token|Expected/);
});
