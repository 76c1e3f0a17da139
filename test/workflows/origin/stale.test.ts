import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { defineStrategy, open, parseWorkflow, prepare, type RunSession, run } from '../../../src/index.ts';

const DISPLAY = Symbol.for('Jupyter.display');
const YAML = `name: walk
data:
  - { symbol: X, source: prices.csv }
strategies:
  - { id: trend, type: sma_crossover, params: { fast: 5, slow: 20 } }
  - { id: own, type: ./own.ts }
portfolios:
  - { id: main, strategies: [trend, own], cash: 100_000 }
`;
const OWN = `export default { type: 'own', description: '', params: { safeParse: (data) => ({ success: true, data }) },
  features: () => ({ close: 'close' }), decide: () => null };`;

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'admf-stale-'));
  file = join(folder, 'walk.yaml');
  writeFileSync(file, YAML);
  writeFileSync(join(folder, 'own.ts'), OWN);
  const rows = Array.from({ length: 60 }, (_, i) => {
    const day = new Date(Date.UTC(2020, 0, 1 + i)).toISOString().slice(0, 10);
    return `${day},${100 + (i % 7)},${108},${98},${100 + ((i * 3) % 7)},1000`;
  });
  writeFileSync(join(folder, 'prices.csv'), `date,open,high,low,close,volume\n${rows.join('\n')}\n`);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function shown(value: object): Promise<string> {
  const view = await (value as { [DISPLAY](): Record<string, string> | Promise<Record<string, string>> })[
    DISPLAY
  ]();
  return view['text/plain'];
}

/** Everything that a session gives: each says by itself that it is of yesterday. */
async function resultsOf(session: RunSession): Promise<Record<string, object>> {
  const done = await run(file);
  return {
    session,
    motion: await session.goto(40),
    answer: await session.events(),
    table: await session.table('close', 'equity'),
    frame: await session.trades(),
    figure: await session.figure('equity'),
    run: done,
  };
}

test('each result carries its fingerprint, and says nothing else while nothing has changed', async () => {
  const session = await open(file);
  const results = await resultsOf(session);
  const seen = session.fingerprint.slice(0, 12);
  expect((results.answer as { fingerprint?: string }).fingerprint).toBe(session.fingerprint);
  for (const name of ['session', 'table', 'frame', 'figure', 'run']) {
    expect(await shown(results[name])).toContain(`run ${seen}`);
  }
  for (const result of Object.values(results)) expect(await shown(result)).not.toContain('stale');
});

test('shown again after a setting of its file was changed, each says which', async () => {
  const results = await resultsOf(await open(file));
  writeFileSync(file, YAML.replace('fast: 5', 'fast: 10'));
  for (const result of Object.values(results)) {
    expect(await shown(result)).toContain('stale: since this run strategies.trend.params.fast 5 → 10');
  }
  writeFileSync(file, YAML);
  expect(await shown(results.answer)).not.toContain('stale');
});

test('what is read from disk when it is opened again is the changed run, and is not stale', async () => {
  await open(file);
  writeFileSync(file, YAML.replace('fast: 5', 'fast: 10'));
  expect(await shown(await open(file))).not.toContain('stale');
});

test('code, data and a workflow that is gone or has mistakes are told, too', async () => {
  const session = await open(file);
  writeFileSync(join(folder, 'own.ts'), OWN.replace('null', 'undefined'));
  expect(await shown(session)).toContain('stale: since this run own.ts was changed');
  const prices = readFileSync(join(folder, 'prices.csv'), 'utf8');
  writeFileSync(join(folder, 'prices.csv'), `${prices}2020-03-01,1,1,1,1,1\n`);
  expect(await shown(session)).toContain('own.ts was changed; the data of X was written anew');
  writeFileSync(file, YAML.replace('fast: 5', 'fast: five'));
  expect(await shown(session)).toMatch(/walk\.yaml has got mistakes; own\.ts was changed and 1 more$/);
  rmSync(file);
  expect(await shown(session)).toContain('walk.yaml is gone');
});

/** A module that imports one that imports another, in a circle too, and a type of a file that is not there. */
function writeModules(): (answer: string) => void {
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  write(
    'rules.ts',
    "import { own } from './own.ts';\nexport { answer } from './deep.ts';\nexport const cycle = () => own;",
  );
  write(
    'own.ts',
    `import type { Never } from './not-there.ts';\nimport { answer } from './rules.ts';\nexport const own = 1;\n${OWN.replace('() => null', '(_: { close: Never }) => answer()')}`,
  );
  return (answer) => write('deep.ts', `export const answer = () => (${answer});`);
}

test('what a module imports counts as it does itself, in the note and in the fingerprint', async () => {
  const answer = writeModules();
  answer('null');
  const session = await open(file);
  expect(await shown(session)).not.toContain('stale');
  answer("{ action: 'BUY' }");
  expect(await shown(session)).toContain('stale: since this run deep.ts was changed');
  expect((await open(file)).fingerprint).not.toBe(session.fingerprint);
  answer('null');
  expect(await shown(session)).not.toContain('stale');
  expect((await open(file)).fingerprint).toBe(session.fingerprint);
});

test('a module is loaded anew when what it imports was changed, and loaded once otherwise', () => {
  const answer = writeModules();
  answer('1');
  // In a process of its own: the test runner has its own way to load modules.
  const code = `
    import { writeFileSync } from 'node:fs';
    import { importByContent } from ${JSON.stringify(new URL('../../../src/workflows/module-files.ts', import.meta.url).href)};
    const load = async () => (await importByContent(process.cwd() + '/own.ts')).default;
    const first = await load();
    writeFileSync('deep.ts', 'export const answer = () => (2);');
    const second = await load();
    writeFileSync('deep.ts', 'export const answer = () => (1);');
    console.log(first.decide(), second.decide(), first === (await load()));`;
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', code], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect(said).toBe('1 2 true\n');
});

test('a fork is measured by the file that its run was read from, and not by what was changed in it', async () => {
  const session = await open(file);
  const fork = await session.fork({ fast: 7 });
  expect(await shown(fork)).not.toContain('stale');
  writeFileSync(file, YAML.replace('slow: 20', 'slow: 30'));
  expect(await shown(fork)).toContain('strategies.trend.params.slow 20 → 30');
});

test('a configuration that was given as an object is stale when the object was changed', async () => {
  const workflow = {
    name: 'given',
    seed: 1,
    data: [{ symbol: 'X', source: { type: 'random_walk', bars: 50 } }],
    strategies: [{ id: 's', type: 'sma_crossover', params: { fast: 2, slow: 5 } }],
    portfolios: [{ id: 'p', strategies: ['s'], cash: 1000 }],
  };
  const session = await open(workflow);
  expect(await shown(session)).not.toContain('stale');
  workflow.seed = 2;
  expect(await shown(session)).toContain('stale: since this run seed 1 → 2');
});

test('a strategy that is defined anew makes the results of the one before stale; the same code again does not', async () => {
  const define = (share: number) =>
    defineStrategy({
      type: 'cell_strategy',
      description: 'Of a cell.',
      params: z.strictObject({}),
      features: () => ({ close: 'close' }),
      decide: share === 1 ? () => null : () => ({ action: 'BUY' as const }),
    });
  const session = await open({
    name: 'cell',
    data: [{ symbol: 'X', source: { type: 'random_walk', bars: 50 } }],
    strategies: [{ id: 's', type: define(1) }],
    portfolios: [{ id: 'p', strategies: ['s'], cash: 1000 }],
  });
  define(1);
  expect(await shown(session)).not.toContain('stale');
  define(2);
  expect(await shown(session)).toContain('stale: since this run strategy cell_strategy was defined anew');
});

test('a workflow of a cell is stale when a cell of that name held another one since', async () => {
  const text = YAML.replace('  - { id: own, type: ./own.ts }\n', '').replace('[trend, own]', '[trend]');
  const options = { title: 'In[1]', name: 'mine', baseDirectory: folder };
  const session = await open(await prepare(parseWorkflow(text, options)));
  parseWorkflow(text, options);
  expect(await shown(session)).not.toContain('stale');
  parseWorkflow(text.replace('cash: 100_000', 'cash: 5_000'), options);
  expect(await shown(session)).toContain('stale: since this run portfolios.main.cash 100000 → 5000');
});
