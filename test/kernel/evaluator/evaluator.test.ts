import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { Cells } from './cells.ts';

const notices: string[] = [];
const cells = new Cells({ onNotice: (text) => notices.push(text), predefined: { greet: () => 'hello' } });
const { evaluator, folder, resultOf, errorOf } = cells;

// The parser is native and calls itself for each level: too many of them end the process.
test('a cell that is nested beyond what the parser stands is refused, and the next one runs', async () => {
  for (const deep of ['('.repeat(60_000), '1 + '.repeat(60_000), 'a => '.repeat(60_000)]) {
    expect((await errorOf(`${deep}1`)).message).toBe('the cell is nested too deeply to be parsed');
  }
  expect(await resultOf('1 + 1')).toBe(2);
});

describe('variables', () => {
  // tslab gave functions the value of their own cell for ever.
  test('are one and the same in a function and in later cells', async () => {
    expect(await resultOf('let n = 0; function inc() { n++; return n }', 'inc()', 'n = 100', 'inc()')).toBe(
      101,
    );
  });

  test.each([
    ['const', 'const again = 1', 'const again = 2', 'again', 2],
    ['class', 'class A { x = 1 }', 'class A { x = 2 }', 'new A().x', 2],
    ['function', 'function f() { return 1 }', 'function f() { return 2 }', 'f()', 2],
    ['enum', 'enum E { A, B }', 'enum E { B }', 'Object.keys(E).join()', '0,B'],
    ['import', "import { join as j } from 'node:path'", "import { sep as j } from 'node:path'", 'j', '/'],
  ])('declared by %s may be declared anew', async (_, first, second, use, expected) => {
    expect(await resultOf(first, second, use)).toBe(expected);
  });

  test('that are constant cannot be assigned', async () => {
    await cells.run('const fixed = 1');
    expect(await errorOf('fixed = 2')).toMatchObject({
      name: 'TypeError',
      message: "Assignment to constant variable 'fixed'",
    });
  });

  test('that a later cell declares are found by an earlier function', async () => {
    expect(await resultOf('const useLater = () => later', 'const later = 7', 'useLater()')).toBe(7);
  });

  test('may have the name of something global, which others still see', async () => {
    expect(
      await resultOf('const performance = 5', 'performance + Math.sign(globalThis.performance.now())'),
    ).toBe(6);
  });

  test('are bound by patterns, in loops and with var', async () => {
    expect(
      await resultOf(
        'const { a, b: [c = 3, ...d], ...e } = { a: 1, b: [undefined, 4], f: 5 }',
        'for (var i = 0; i < 3; i++); if (true) { var v = 9 }',
        '[a, c, d, e, i, v]',
      ),
    ).toEqual([1, 3, [4], { f: 5 }, 3, 9]);
  });

  test('used too early or not at all declared are reference errors, and typeof asks safely', async () => {
    expect((await errorOf('early; const early = 1')).message).toBe(
      "Cannot access 'early' before initialization",
    );
    await errorOf("const lost = JSON.parse('{')");
    expect((await errorOf('lost + 1')).message).toBe(
      'lost has no value: the cell that declares it ended before it got one',
    );
    expect(await resultOf('lost = 2 as never; lost')).toBe(2);
    expect((await errorOf('never')).message).toBe('never is not defined');
    expect(await resultOf('typeof never')).toBe('undefined');
    expect((await errorOf('undeclared = 1')).message).toBe('undeclared is not defined');
  });

  test('are passed on in shorthand, calls keep no this, and functions have names', async () => {
    expect(
      await resultOf(
        'const s = 1; function self() { return this } const arrow = () => {}',
        '[{ s }, self(), arrow.name]',
      ),
    ).toEqual([{ s: 1 }, undefined, 'arrow']);
  });

  test('that the notebook provides may be used for something else', async () => {
    expect(await resultOf('greet()')).toBe('hello');
    expect(await resultOf('const greet = 3', 'greet')).toBe(3);
  });
});

describe('a cell may use', () => {
  test.each([
    ['await', 'await Promise.resolve(3)', 3],
    ['for await', 'let sum = 0; for await (const x of [1, Promise.resolve(2)]) sum += x; sum', 3],
    ['types', 'interface P { x: number }\nconst p: P = { x: 1 }; (p as P).x satisfies number', 1],
    ['generics', 'const id = <T>(x: T): T => x; id<number>(4)', 4],
    ['namespaces', 'namespace N { export const q = 2 }\nN.q', 2],
    ['JSX', '/** @jsx h */ const h = (...all: unknown[]) => all; <b id="x">hi</b>', ['b', { id: 'x' }, 'hi']],
    [
      'using',
      'let log = ""; { using r = { [Symbol.dispose]() { log += "gone" } }; log += "in " } log',
      'in gone',
    ],
    ['export', 'export const exported = 5; exported', 5],
    ['a literal alone', '"hello"', 'hello'],
    ['dynamic import', "(await import('node:path')).sep", '/'],
  ])('%s', async (_, code, expected) => {
    expect(await resultOf(code)).toEqual(expected);
  });

  test('import.meta, which names the folder of the notebook', async () => {
    expect(await resultOf('import.meta.dirname')).toBe(folder);
  });

  test('a promise as its value, which is not awaited', async () => {
    expect(await resultOf('const box = { p: Promise.resolve(1) }; [box.p instanceof Promise]')).toEqual([
      true,
    ]);
  });
});

describe('local files', () => {
  let clock = Date.now() / 1000;
  const write = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    // Two writes may fall into one tick of the file system's clock.
    clock += 10;
    utimesSync(join(folder, name), clock, clock);
  };

  test('are imported as TypeScript, with or without their ending, and anew when something they import changed', async () => {
    write('depth.ts', 'export const depth: number = 1');
    write(
      'local.ts',
      "import { depth } from './depth';\nexport enum Level { Top = 5 }\nexport const twice = depth * 2",
    );
    expect(await resultOf("import { Level, twice } from './local'", '[Level.Top, twice]')).toEqual([5, 2]);
    write('depth.ts', 'export const depth: number = 21');
    expect(await resultOf('twice')).toBe(42);
  });

  test('that cannot be loaded anew stay as they were, with a notice', async () => {
    write('broken.ts', 'export const whole = 1');
    await resultOf("import { whole } from './broken.ts'");
    write('broken.ts', 'export const whole = ');
    expect(await resultOf('whole')).toBe(1);
    expect(notices.at(-1)).toContain('./broken.ts changed and cannot be loaded anew');
  });

  test('may be JSON, without an attribute', async () => {
    write('data.json', '{"rows": [1, 2]}');
    expect(await resultOf("import data from './data.json'", 'data.rows')).toEqual([1, 2]);
  });

  test('may await at their top level', async () => {
    write('slow.mts', 'export const late = await Promise.resolve(8)');
    expect(await resultOf("import { late } from './slow.mts'", 'late')).toBe(8);
  });

  test('without a name that is imported fail only where it is used, since it may be a type', async () => {
    write('types.ts', 'export interface Row { x: number }');
    await resultOf("import { Row, missing } from './types.ts'");
    expect((await errorOf('missing')).message).toContain("does not provide an export named 'missing'");
  });
});

describe('a traceback', () => {
  test('names cells and their lines as the user wrote them, and none of the kernel', async () => {
    await cells.run(
      'interface Gone { a: 1 }\n\nfunction fail(): never {\n  throw new RangeError("deep");\n}',
    );
    const { traceback } = await errorOf('const x: number = 1;\nfail();');
    expect(traceback).toContain(`at fail (In[${cells.count - 1}]:4:9)`);
    expect(traceback).toContain('> 4 |   throw new RangeError("deep");');
    expect(traceback).toContain(`at In[${cells.count}]:2:1`);
    expect(traceback).not.toMatch(/node:internal|evaluator\.ts|__vars/);
  });

  test('shows where an import stands that failed', async () => {
    const { name, traceback } = await errorOf("const before = 1;\nimport 'no-such-package'");
    expect(name).toBe('Error');
    expect(traceback).toContain(`at In[${cells.count}]:2:1`);
  });

  test('of a syntax error points at the place', async () => {
    const { name, message, traceback } = await errorOf('let fine = 1;\nlet = = 2;');
    expect([name, message]).toEqual(['SyntaxError', 'Unexpected token']);
    expect(traceback).toContain(`at In[${cells.count}]:2:`);
    expect(traceback).toContain('> 2 | let = = 2;');
  });

  test('has the cause, and the errors of an AggregateError', async () => {
    const { traceback } = await errorOf(
      "throw new AggregateError([new Error('one')], 'all', { cause: new RangeError('why') })",
    );
    expect(traceback).toMatch(/AggregateError: all[\s\S]*Error: one[\s\S]*caused by\nRangeError: why/);
  });

  test.each([
    ["throw 'text'", 'Thrown', "'text'"],
    ['throw undefined', 'Thrown', 'undefined'],
    ["throw Object.defineProperty(new Error('x'), 'stack', { get() { throw 1 } })", 'Error', 'x'],
    ["throw Object.defineProperty(new Error('x'), 'message', { get() { throw 1 } })", 'Error', ''],
  ])('of %s does not fail itself', async (code, name, message) => {
    expect(await errorOf(code)).toMatchObject({ name, message });
  });
});

test('what Node calls a listener by is not shown', async () => {
  const { traceback } = await errorOf(
    "import { EventEmitter } from 'node:events';\nnew EventEmitter().on('bar', () => { throw new Error('in a listener') }).emit('bar')",
  );
  expect(traceback).toContain(`at In[${cells.count}]:2:`);
  expect(traceback).not.toMatch(/node:events:\d/);
});

test('an error is called by its class, also where that class gave itself no name', async () => {
  const { name, traceback } = await errorOf(
    'class Refused extends RangeError {}\nthrow new Refused("no cash")',
  );
  expect(name).toBe('Refused');
  expect(traceback).toMatch(/^Refused: no cash\n/);
  expect(
    await errorOf("class Named extends Error { override name = 'Own' }\nthrow new Named('x')"),
  ).toMatchObject({
    name: 'Own',
    message: 'x',
  });
  expect((await errorOf("Buffer.alloc('x' as never)")).name).toBe('TypeError');
});

// TypeScript reads it as a block: of one property nothing was shown, of two it was an error.
describe('a cell that is an object literal', () => {
  test.each([
    ['{ fast: 10 }', { fast: 10 }],
    ["{ fast: 10, 'slow': [40], }\n", { fast: 10, slow: [40] }],
    ['{\n  // for the sweep\n  fast: 10,\n  slow: { days: 40 },\n}', { fast: 10, slow: { days: 40 } }],
    ['{ ...{ a: 1 }, b: 2 }', { a: 1, b: 2 }],
    ['{ ["a" + 1]: 2, b: 3 as number }', { a1: 2, b: 3 }],
  ])('%s has it as its value', async (code, value) => {
    expect(await resultOf(code)).toEqual(value);
  });

  test('names its places in tracebacks', async () => {
    const { traceback } = await errorOf('{ a: 1, b: null!.x }');
    expect(traceback).toContain(`at In[${cells.count}]:1:18`);
  });

  test.each([
    ['{ let inBlock = 5; }'],
    ['{ String(1) }'],
    ['{\n  String(1)\n}'],
    ['{}'],
    ['{ outer: for (;;) { break outer } }'],
  ])('is not meant by the block %s', async (code) => {
    expect(await resultOf(code)).toBeUndefined();
  });
});

test('a proxy that answers nobody may be the value of a cell', async () => {
  const [refuses] = (await resultOf(
    'const refuses = () => { throw new Error("strict") };\nconst closed = new Proxy({}, { get: refuses, has: refuses, ownKeys: refuses, getPrototypeOf: refuses });\n[closed]',
  )) as [object];
  const outcome = await evaluator.run({ id: 'closed', name: 'In[0]', code: 'closed' }, (value) =>
    // It would be asked for its `then` on the way out.
    [value === refuses],
  );
  expect(outcome).toEqual({ status: 'ok', result: [true] });
});

test('that a cell is TypeScript is told before it runs, with its variables; that of one that is none never is', async () => {
  const told: string[][] = [];
  const code = 'const early = told(); throw new SyntaxError("late")';
  evaluator.variables.predefine('told', () => told.length);
  const onBegun = () => told.push(evaluator.variables.names());
  await evaluator.run({ id: 'begun', name: 'In[0]', code }, (value) => value, onBegun);
  expect(told).toHaveLength(1);
  expect(told[0]).toContain('early');
  expect(await resultOf('early')).toBe(1);
  await evaluator.run({ id: 'none', name: 'In[0]', code: 'const = 1' }, (value) => value, onBegun);
  expect(told).toHaveLength(1);
});

test('an interrupt ends a cell that waits, and what it left running stops at its next loop', async () => {
  const cell = { id: 'endless', name: 'In[0]', code: 'for (;;) await new Promise((r) => setTimeout(r, 1))' };
  const outcome = evaluator.run(cell, (value) => value);
  evaluator.interrupt('endless');
  expect(await outcome).toMatchObject({ status: 'error', error: { ename: 'KeyboardInterrupt' } });
  expect(await resultOf('1')).toBe(1);
});

describe('functions of cells', () => {
  test('may be shipped as text to where nobody can stop them', async () => {
    await resultOf(
      'function sum(n: number) { let s = 0; for (let i = 0; i < n; i++) s += i; return s }',
      'const twice = (n: number) => 2 * n',
    );
    const [sum, twice] = (await resultOf('[String(sum), String(twice)]')) as string[];
    const elsewhere = (text: string) => runInNewContext(`(${text})`) as (n: number) => number;
    expect(elsewhere(sum)(4)).toBe(6);
    expect(elsewhere(twice)(4)).toBe(8);
  });

  test.each([
    ['(a: number) => a', 'f(1)', 1],
    ['(a: number) => ({ a })', 'f(1).a', 1],
    ['(a: number) => a > 0 ? "up" : "down"', 'f(1)', 'up'],
    ['async (a: number) => await Promise.resolve(a)', 'await f(1)', 1],
    ['(a: number) => (b: number) => a + b', 'f(1)(2)', 3],
    ['function* (a: number) { yield a }', '[...f(1)]', [1]],
    ['(a: number) => { "use strict"; return a }', 'f(1)', 1],
    ['() => {}', 'f()', undefined],
  ])('%s does what it did', async (source, call, expected) => {
    expect(await resultOf(`const f = ${source}`, call)).toEqual(expected);
  });
});
