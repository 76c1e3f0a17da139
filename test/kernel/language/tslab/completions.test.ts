// biome-ignore-all lint/suspicious/noTemplateCurlyInString: cells with templates
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { useNotebook } from './notebook.ts';

const notebook = useNotebook();

test('names of earlier cells complete, with what they are and their types', async () => {
  await notebook.run(
    "import { loadBars, sma as average } from 'admf'\nconst priceOf = (x: number) => `${x}`",
  );
  await notebook.run(
    'let priceLimit = 5; class PriceTable {}; enum PriceKind { One }; interface PriceShape {}',
  );
  expect((await notebook.complete('price|')).matches).toEqual([
    { text: 'priceLimit', type: 'variable', signature: 'number' },
    { text: 'priceOf', type: 'function', signature: '(x: number) => string' },
    { text: 'PriceKind', type: 'enum', signature: 'typeof PriceKind' },
    { text: 'PriceTable', type: 'class', signature: 'typeof PriceTable' },
  ]);
  expect((await notebook.complete('let x: PriceS|')).matches).toEqual([
    { text: 'PriceShape', type: 'interface' },
  ]);
  const [{ text, type, signature }] = (await notebook.complete('loadB|')).matches;
  expect([text, type]).toEqual(['loadBars', 'function']);
  expect(signature).toMatch(/ => Promise<BarSeries>$/);
  expect((await notebook.complete('aver|')).names).toEqual(['average']);
});

test('a type that fills lines is told by the names of its parameters', async () => {
  const record = `{ ${'abcdefghij'
    .split('')
    .map((name) => `${name}: string | number`)
    .join('; ')} }`;
  await notebook.run(`const fold = (rows: ${record}[], by?: string, ...more: number[]) => [1]`);
  expect((await notebook.complete('fol|')).matches).toEqual([
    {
      text: 'fold',
      type: 'function',
      signature: '(rows: …, by?: string | undefined, ...more: number[]) => number[]',
    },
  ]);
});

test('members complete by the type of what stands before the dot', async () => {
  await notebook.run('const table = { close: new Float64Array(3), symbol: "A", size() { return 1 } }');
  expect((await notebook.complete('table.|')).matches).toEqual([
    { text: 'close', type: 'property', signature: 'Float64Array<ArrayBufferLike>' },
    { text: 'size', type: 'method', signature: '() => number' },
    { text: 'symbol', type: 'property', signature: 'string' },
  ]);
  expect((await notebook.complete('table.symbol.toUpp|')).names).toEqual(['toUpperCase']);
  expect((await notebook.complete('table?.cl|')).names).toEqual(['close']);
  expect((await notebook.complete('Promise.resolve(table).then((t) => t.sy|)')).names).toEqual(['symbol']);
  expect((await notebook.complete('const own = { alpha: 1 }; own.al|')).names).toEqual(['alpha']);
  expect((await notebook.complete('`${table.sy|}`')).names).toEqual(['symbol']);
  expect((await notebook.complete('class X { #secret = 1; m() { this.#|')).names).toEqual(['#secret']);
});

test('a name that the cursor stands in is replaced as a whole', async () => {
  expect(await notebook.complete('cons|ole.log(1)')).toMatchObject({
    names: ['console', 'const'],
    replaced: 'console',
  });
  expect(await notebook.complete('Math.|floor(1)')).toMatchObject({ replaced: 'floor' });
  expect((await notebook.complete('"😀"; Math.flo|')).replaced).toBe('flo');
});

test('capitals may be left for the completion to mend', async () => {
  expect((await notebook.complete('promis|')).names).toEqual(['Promise']);
});

test('keywords and what JavaScript and Node provide complete', async () => {
  const { matches } = await notebook.complete('|');
  for (const each of [
    { text: 'await', type: 'keyword' },
    { text: 'Map', type: 'variable' },
    { text: 'process', type: 'variable' },
    { text: 'display', type: 'variable' },
  ]) {
    expect(matches).toContainEqual(each);
  }
  expect((await notebook.complete('new Ma|')).matches).toContainEqual({
    text: 'Map',
    type: 'class',
    signature: 'MapConstructor',
  });
});

test('what is imported completes: packages, parts of Node, files and their exports', async () => {
  await mkdir(join(notebook.folder, 'rules'), { recursive: true });
  await mkdir(join(notebook.folder, 'node_modules/left-pad'), { recursive: true });
  await writeFile(join(notebook.folder, 'node_modules/left-pad/package.json'), '{ "name": "left-pad" }');
  await writeFile(join(notebook.folder, 'package.json'), '{ "dependencies": { "left-pad": "*" } }');
  await writeFile(join(notebook.folder, 'rules/entry.ts'), 'export const enter = 1');
  expect((await notebook.complete("import {} from 'adm|'")).names).toEqual(['admf']);
  expect((await notebook.complete("import {} from 'tsl|'")).names).toContain('tslab');
  expect((await notebook.complete("import {} from 'left|")).names).toEqual(['left-pad']);
  expect(await notebook.complete("import {} from 'node:fs/pro|'")).toMatchObject({
    names: ['promises'],
    replaced: 'pro',
  });
  expect((await notebook.complete("import {} from './ru|'")).matches).toEqual([
    { text: 'rules', type: 'folder' },
  ]);
  expect((await notebook.complete("await import('./rules/en|')")).matches).toEqual([
    { text: 'entry', type: 'file' },
  ]);
  expect((await notebook.complete("import { en| } from './rules/entry'")).names).toEqual(['enter']);
});

test('texts complete where only some are allowed', async () => {
  await notebook.run('function side(which: "buy" | "sell") { return which }');
  expect(await notebook.complete('side("s|")')).toMatchObject({ names: ['sell'], replaced: 's' });
  expect((await notebook.complete('side("|')).names).toEqual(['buy', 'sell']);
});

test('in comments and other texts nothing completes', async () => {
  expect((await notebook.complete('// cons|')).names).toEqual([]);
  expect((await notebook.complete('"cons|"')).names).toEqual([]);
});

test('unfinished code around the cursor does not hinder', async () => {
  await notebook.run('const numbers = [1, 2]');
  expect((await notebook.complete('function f() {\n  if (numbers.leng|')).names).toEqual(['length']);
  expect((await notebook.complete('numbers.map((n) => n.toFi|')).names).toEqual(['toFixed']);
  expect((await notebook.complete('numbers.|\nshow(1)')).names).toContain('length');
  expect((await notebook.complete('const e = <div>{numbers.leng|}</div>')).names).toEqual(['length']);
});
