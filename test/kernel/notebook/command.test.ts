import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { main } from '../../../kernel/main.ts';
import { codeCell, type Notebook, notebookText, type Output } from '../../../kernel/notebook/ipynb.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'admf-notebook-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function admf(...argv: readonly string[]) {
  let out = '';
  let err = '';
  const code = await main(['notebook', ...argv], {
    stdout: { write: (text) => (out += text) },
    stderr: { write: (text) => (err += text) },
    env: {},
  });
  return { code, out, err };
}

function write(name: string, ...sources: readonly string[]): string {
  const path = join(folder, name);
  const cells = sources.map((source, i) =>
    codeCell(`c${i}`, source, i === 0 ? { tags: ['parameters'] } : {}),
  );
  writeFileSync(path, notebookText({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }));
  return path;
}

function read(path: string): Notebook {
  return JSON.parse(readFileSync(path, 'utf8')) as Notebook;
}

function outputsOf(path: string): Output[][] {
  return read(path).cells.map(({ outputs = [] }) => [...outputs]);
}

test('a notebook runs without Jupyter, with other parameters, and is written with its outputs', async () => {
  const path = write(
    'small.ipynb',
    'const n = 2;',
    'console.log("one");\nconsole.log("two");\nn * 2',
    'const shown = display("first");\nshown.update(n + 1);',
    'display.text("gone");\nclearOutput(true);\ndisplay.text("kept");',
  );
  const target = join(folder, 'out.ipynb');
  const { code, out, err } = await admf('run', path, '-p', 'n=21', '-o', target);
  expect(err).toBe([1, 2, 3, 4, 5].map((cell) => `cell ${cell} of 5\n`).join(''));
  expect({ code, out }).toEqual({ code: 0, out: `${target}\n` });
  const [, , printed, updated, cleared] = outputsOf(target);
  expect(printed).toEqual([
    { output_type: 'stream', name: 'stdout', text: ['one\n', 'two\n'] },
    { output_type: 'execute_result', data: { 'text/plain': ['42'] }, metadata: {}, execution_count: 3 },
  ]);
  expect(updated).toMatchObject([{ data: { 'text/plain': ['22'] } }]);
  expect(cleared).toMatchObject([{ data: { 'text/plain': ['kept'] } }]);
  expect(read(target).metadata.kernelspec).toMatchObject({ name: 'admf' });
  expect(outputsOf(path).flat()).toEqual([]);
});

test('a cell that fails ends it with exit code 1; what ran up to there is written', async () => {
  const path = write('fails.ipynb', '1 + 1', 'throw new RangeError("too much")', '3');
  const { code, err } = await admf('run', path);
  expect(code).toBe(1);
  expect(err).toContain('admf: cell 2 failed: RangeError: too much\n');
  const outputs = outputsOf(path);
  expect(outputs[1]).toMatchObject([{ output_type: 'error', ename: 'RangeError', evalue: 'too much' }]);
  expect(outputs[2]).toEqual([]);
  expect(read(path).cells[2].execution_count).toBeNull();
});

// What was written beside it stayed there.
test('a notebook that cannot be written where it is to be leaves nothing beside', async () => {
  const path = write('unwritten.ipynb', '1');
  const target = join(folder, 'taken');
  mkdirSync(target);
  const { code, err } = await admf('run', path, '-o', target);
  expect({ code, err }).toEqual({
    code: 2,
    err: expect.stringContaining(`${target} cannot be written`) as string,
  });
  expect(readdirSync(folder).filter((name) => name.startsWith('taken'))).toEqual(['taken']);
});

test('a new notebook runs from top to bottom, and is not written over another', async () => {
  const path = join(folder, 'new', 'first.ipynb');
  expect((await admf('new', path)).code).toBe(0);
  const { code, err } = await admf('run', path, '-p', 'fast=5');
  expect(err).toMatch(/cell \d of \d\n$/);
  expect(code).toBe(0);
  expect(outputsOf(path).at(-1)).toMatchObject([{ output_type: 'execute_result' }]);
  expect(await admf('new', path)).toMatchObject({
    code: 2,
    err: expect.stringContaining('there already') as string,
  });
});

test.each([
  [['rum'], 'admf notebook has no command "rum" (run, new)'],
  [['run'], 'admf notebook run: the notebook is missing'],
  [['run', 'nowhere.ipynb'], 'there is no file nowhere.ipynb'],
  [['run', 'package.json'], 'package.json is no notebook: it has no list of cells'],
  [['run', 'README.md'], 'README.md is no notebook: '],
  [['run', 'x.ipynb', '--type-errors', 'maybe'], '--type-errors takes error, warn or off, found "maybe"'],
  [['new', 'study'], 'a notebook ends in .ipynb, found "study"'],
])('admf notebook %j is a mistake told in one line', async (argv, message) => {
  const { code, err } = await admf(...argv);
  expect(code).toBe(2);
  expect(err).toContain(message);
  expect(err.trimEnd()).not.toContain('\n');
});
