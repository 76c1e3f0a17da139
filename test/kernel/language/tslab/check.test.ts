import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { useNotebook } from './notebook.ts';

const notebook = useNotebook();
const put = async (path: string, text: string) => await writeFile(join(notebook.folder, path), text);

test('a cell knows the types of earlier cells', async () => {
  await notebook.run('const a = 5; let b = "x"; function f(x: number) { return x * 2 }\nclass C { d = 1 }');
  await notebook.run(
    'type T = { e: C }; enum E { One } interface I { g: T } namespace N { export const h = 1 }',
  );
  expect(
    await notebook.run('b = f(a + new C().d) + ""; let i: I = { g: { e: new C() } }; E.One; N.h'),
  ).toEqual([]);
  expect(await notebook.check('b = f("")')).toEqual([
    "error TS2322 `b` Type 'number' is not assignable to type 'string'.",
    "error TS2345 `\"\"` Argument of type 'string' is not assignable to parameter of type 'number'.",
  ]);
  expect(await notebook.check('N.h.j; i.g.k')).toEqual([
    "error TS2339 `j` Property 'j' does not exist on type '1'.",
    "error TS2339 `k` Property 'k' does not exist on type 'T'.",
  ]);
});

test('a name may be declared again with another type', async () => {
  await notebook.run('const a = 5; class C { x = 1 } let both = 1; function f() { return 1 }');
  expect(
    await notebook.run('const a = "s"; class C { y = 1 } type both = string; let f: string = a'),
  ).toEqual([]);
  expect(await notebook.check('a.length; new C().y; const t: both = f')).toEqual([]);
  expect(await notebook.check('new C().x')).toEqual([
    "error TS2339 `x` Property 'x' does not exist on type 'C'.",
  ]);
});

test('a cell with type errors that runs all the same declares its names', async () => {
  expect(await notebook.run('const n: number = "x"; const m = 1')).toHaveLength(1);
  expect(await notebook.check('(n + m).toFixed()')).toEqual([]);
});

test('a cell that did not run declares nothing', async () => {
  await notebook.check('const a = 1');
  expect(await notebook.check('a')).toEqual(["error TS2304 `a` Cannot find name 'a'."]);
});

test('await and for await stand at the top of a cell', async () => {
  expect(
    await notebook.run('for await (const x of [1]) display(x)\nconst r = await Promise.resolve(1)'),
  ).toEqual([]);
  expect(await notebook.check('r.toFixed()')).toEqual([]);
});

test('JSX and type assertions are both understood', async () => {
  expect(await notebook.run('const a = <number>(5 as unknown); const g = <T>(x: T): T => x')).toEqual([]);
  // There is no React to check against.
  expect(await notebook.run('const e = <p title="x">{a} <i/></p>')).toEqual([
    expect.stringMatching(/^warning TS2307 `<p .*Cannot find module 'react\/jsx-runtime'/),
  ]);
  expect(await notebook.check('e; g(a).toFixed()')).toEqual([]);
});

test('JSX that makes its elements with a function of its own misses no React', async () => {
  expect(
    await notebook.check('/** @jsx h */ const h = (...all: unknown[]) => all; <p title="x">{1}</p>'),
  ).toEqual([]);
});

test('names of the notebook and of Node are known', async () => {
  expect(
    await notebook.check(
      `import { readFileSync } from 'node:fs';
       import { DatabaseSync } from 'node:sqlite';
       display(readFileSync(import.meta.filename, 'utf8').length);
       setTimeout(() => console.log(process.argv), 1);
       new DatabaseSync(':memory:').exec('select 1');
       await (await fetch('http://localhost')).json()`,
    ),
  ).toEqual([]);
  expect(await notebook.check('display()')).toEqual([
    'error TS2554 `display()` Expected 1-2 arguments, but got 0.',
  ]);
});

test('a name of the notebook may be used for something else', async () => {
  await notebook.run('const display = 5');
  expect(await notebook.check('display.toFixed()')).toEqual([]);
});

test('what is newer than the standard library of TypeScript 5.0 is known', async () => {
  expect(
    await notebook.check(
      `const { promise, resolve } = Promise.withResolvers<number>(); resolve(1); (await promise).toFixed();
       Object.groupBy([1, 2], (x) => (x > 1 ? 'a' : 'b')).a?.length.toFixed();
       new Set([1]).union(new Set(['a'])).has('a');
       [1, 2].values().map((x) => x + 1).toArray().toSorted().at(-1)?.toFixed();
       new Map([[1, 'a']]).getOrInsert(2, 'b').length;
       const column: Float64Array<ArrayBuffer> = new Float64Array(3); column.toSorted().with(0, 1).length.toFixed();
       (await Array.fromAsync([Promise.resolve(1)]))[0].toFixed();
       RegExp.escape('a').length; Temporal.Now.instant(); const day: Temporal.PlainDate = null;
       const stack = new DisposableStack(); stack.defer(() => {}); stack[Symbol.dispose]();
       function first<T>(items: readonly T[], fallback: NoInfer<T>): T { return items[0] ?? fallback }`,
    ),
  ).toEqual([]);
});

test('syntax that is newer than TypeScript 5.0 is checked where it has an equal', async () => {
  expect(
    await notebook.run(
      `using a = { v: 1, [Symbol.dispose]() {} };
       await using b = { w: 's', async [Symbol.asyncDispose]() {} };
       import defer * as fs from 'node:fs';
       type Named = [a: string, number];
       type Settable = { get x(): number; set x(value: string) }`,
    ),
  ).toEqual([]);
  expect(await notebook.check('a.v.toFixed(); b.w.length; fs.existsSync("x"); a.nope')).toEqual([
    "error TS2339 `nope` Property 'nope' does not exist on type '{ v: number; [Symbol.dispose](): void; }'.",
  ]);
});

test('a cell whose syntax the checker does not know runs with a notice, and its variables are any', async () => {
  await notebook.run('const a = "before"');
  const cell = 'import { "a b" as strange } from "x"; const a = 1; class C {} interface I { i: string }';
  expect(await notebook.run(cell)).toEqual([
    'warning newer syntax not type-checked, TypeScript 5.0 does not know it; what the cell declares is any',
  ]);
  expect(
    await notebook.check('a.anything; new C().anything; const c: C = 1; const i: I = { i: "s" }'),
  ).toEqual([]);
  expect(await notebook.check('const i: I = { i: 5 }')).toHaveLength(1);
});

test('what a cell exports is known like all that it declares', async () => {
  await put('origin.ts', 'export const near = 1; export const far = "x"');
  expect(
    await notebook.run(
      "export { near, far as distant } from './origin.ts'; export type { X } from './types.ts'",
    ),
  ).toEqual([expect.stringMatching(/^warning TS2307 `'.\/types.ts'`/)]);
  expect(
    await notebook.run('const own = 1; type T = string; export { own, own as other }; export type { T }'),
  ).toEqual([]);
  expect(await notebook.check('near.toFixed(); distant.length; own; const t: T = distant')).toEqual([]);
});

test('attributes of a dynamic import are known', async () => {
  await put('attributes.json', '{ "a": 1 }');
  expect(
    await notebook.check(
      "(await import('./attributes.json', { with: { type: 'json' } })).default.a.toFixed()",
    ),
  ).toEqual([]);
});

test('a cell with a syntax error is left to who runs it', async () => {
  expect(await notebook.check('const a = 1 1')).toEqual([]);
});

test('valid code is not refused because its declarations cannot be written exactly', async () => {
  expect(await notebook.run("const http = await import('http')")).toEqual([]);
  expect(await notebook.run('const anonymous = new (class { private x = 1; y = 2 })()')).toEqual([]);
  expect(
    await notebook.run(
      'function make() { class Local { private q = 1; z() { return 1 } } return new Local() }',
    ),
  ).toEqual([]);
  expect(await notebook.run('const key = Symbol(); const keyed = { [key]: 1 }')).toEqual([]);
  expect(
    await notebook.run('export const exported = 1; export default { a: 1 }; export function f() {}'),
  ).toEqual([]);
  expect(
    await notebook.check(
      'http.createServer(); http.default.Agent; anonymous.y + make().z() + keyed[key] + exported; f()',
    ),
  ).toEqual([]);
  expect(await notebook.check('http.nope; make().nope')).toHaveLength(2);
});

test('types that nobody wrote are any, and null is told apart', async () => {
  expect(
    await notebook.run('function f(x) { return x.y }\nconst list = []; list.push(1); let later = null'),
  ).toEqual([]);
  expect(await notebook.check('f(1).z; list.push("a"); later = 5')).toEqual([]);
  expect(await notebook.check('const found = [1].find((x) => x > 1); found.toFixed()')).toEqual([
    "error TS18048 `found` 'found' is possibly 'undefined'.",
  ]);
});

test('spans count UTF-16 units also behind characters of two', async () => {
  expect(await notebook.check('"😀😀";\n\n  x😀'.replace('x😀', 'nope'))).toEqual([
    "error TS2304 `nope` Cannot find name 'nope'.",
  ]);
});

test('messages with causes are flattened to lines', async () => {
  const [message] = await notebook.check(
    'const o: { a: { b: number } } = { a: { b: "x" as string | number } }',
  );
  expect(message).toBe(
    "error TS2322 `b` Type 'string | number' is not assignable to type 'number'.\n  Type 'string' is not assignable to type 'number'.",
  );
});

test('the engine is there with types wherever the notebook lies', async () => {
  expect(await notebook.run("import { loadBars, sma, type BarSeries } from 'admf'")).toEqual([]);
  expect(
    await notebook.run('const close = (bars: BarSeries) => bars.close.at(-1)?.toFixed(); sma(10)'),
  ).toEqual([]);
  expect(await notebook.check('loadBars(); sma("x")')).toEqual([
    'error TS2554 `loadBars()` Expected 2 arguments, but got 0.',
    "error TS2345 `\"x\"` Argument of type 'string' is not assignable to parameter of type 'number'.",
  ]);
});

test("tslab's display is there with types", async () => {
  expect(await notebook.check("import { display } from 'tslab'; display.html('x')")).toEqual([]);
});

test('local files are known with their types, as they are now on disk', async () => {
  await mkdir(join(notebook.folder, 'lib'), { recursive: true });
  await put('lib/rules.ts', 'export const limit = 5');
  await put('prices.json', '{ "close": [1, 2] }');
  expect(
    await notebook.run(
      "import { limit } from './lib/rules.ts'; import prices from './prices.json' with { type: 'json' }",
    ),
  ).toEqual([]);
  expect(await notebook.check('limit.toFixed(); prices.close[0].toFixed()')).toEqual([]);
  await put('lib/rules.ts', 'export const limit = "five"');
  expect(await notebook.check('limit.length')).toEqual([]);
  expect(await notebook.check('limit.toFixed()')).toHaveLength(1);
  expect(await notebook.check("import { limit as l } from './lib/rules'; l.length")).toEqual([]);
});

test('an error in a local file names the file and its line', async () => {
  await put('wrong.ts', 'export const a = 1;\n\nexport const b: string = a;\n');
  expect(await notebook.check("import { a } from './wrong.ts'")).toEqual([
    "error TS2322 `wrong.ts:3:14` Type 'number' is not assignable to type 'string'.",
  ]);
});

test('a local file of newer syntax is not reported', async () => {
  await put('newer.ts', 'export function f() { using a = null; const b: string = 1; return 5 }');
  expect(await notebook.check("import { f } from './newer.ts'; f().toFixed()")).toEqual([]);
});

test('a module that is not found is a warning, and is found once it is there', async () => {
  const cell = "import { late } from './late.ts'; import later from 'later'; late.nope; later.nope";
  expect(await notebook.check(cell)).toEqual([
    "warning TS2307 `'./late.ts'` Cannot find module './late.ts' or its corresponding type declarations.",
    "warning TS2307 `'later'` Cannot find module 'later' or its corresponding type declarations.",
  ]);
  await put('late.ts', 'export const late = 1');
  await mkdir(join(notebook.folder, 'node_modules/later'), { recursive: true });
  await put(
    'node_modules/later/package.json',
    '{ "name": "later", "exports": { "types": "./l.d.ts", "default": "./l.js" } }',
  );
  await put('node_modules/later/l.d.ts', 'declare const later: true; export default later');
  expect(await notebook.check(cell)).toEqual([
    "error TS2339 `nope` Property 'nope' does not exist on type '1'.",
    "error TS2339 `nope` Property 'nope' does not exist on type 'true'.",
  ]);
});

test('a package without types is a warning', async () => {
  await mkdir(join(notebook.folder, 'node_modules/untyped'), { recursive: true });
  await put('node_modules/untyped/package.json', '{ "name": "untyped", "main": "u.js" }');
  await put('node_modules/untyped/u.js', 'module.exports = 1');
  expect(await notebook.check("import u from 'untyped'; u.anything")).toEqual([
    expect.stringMatching(/^warning TS7016 `'untyped'` Could not find a declaration file/),
  ]);
});

test('a very long cell is not checked, and its variables are any', async () => {
  expect(await notebook.run(`const long = [${'1, '.repeat(70_000)}1]`)).toEqual([
    'warning large cell not type-checked, it is longer than 200000 characters; what the cell declares is any',
  ]);
  expect(await notebook.check('long.anything')).toEqual([]);
});

// The parser of cells overflowed its stack, and the process ended.
test.each(['1 + ', '(', '[', '!', 'a => ', 'f(', 'if (a) b; else ', '<a>'])(
  'a cell of many thousand times %j is not checked',
  async (piece) => {
    expect(await notebook.check(`${piece.repeat(20_000)}1`)).toEqual([
      'warning deep cell not type-checked, its brackets or operators are nested too deeply',
    ]);
  },
);
