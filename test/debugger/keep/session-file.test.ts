import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fork } from '../../../src/debugger/forks/fork.ts';
import { forks } from '../../../src/debugger/forks/fork-tree.ts';
import { Marks } from '../../../src/debugger/keep/marks.ts';
import { notebookOf } from '../../../src/debugger/keep/notebook.ts';
import { loadSession, saveSession } from '../../../src/debugger/keep/session-file.ts';
import { goto, step } from '../../../src/debugger/motions/walk.ts';
import { open } from '../../../src/debugger/open-session.ts';
import { UserError } from '../../../src/foundation/user-error.ts';
import { mixed, refusal, sessionAt, single } from '../forks/runs.ts';

const FLOW = `
name: flow
data:
  - {symbol: AAA, source: bars.csv}
strategies:
  - {id: trend, type: sma_crossover, params: {fast: 3, slow: 8}}
  - {id: own, type: ./own.js}
portfolios:
  - {id: main, strategies: [trend, own], cash: 100000}
`;
/** A strategy's module that buys at every so many bars; without imports, as it lies outside of any package. */
const own = (every: number) => `
const params = { safeParse: (data) => ({ success: true, data }) };
const decide = (_, bar) => (bar.number % ${every} === 0 ? { action: 'BUY' } : null);
export default { type: 'own', description: 'Buys.', params, features: () => ({ close: 'close' }), decide };
`;

function csv(bars: number, add = 0): string {
  const rows = Array.from({ length: bars }, (_, i) => {
    const date = new Date(Date.UTC(2020, 0, 1 + i)).toISOString().slice(0, 10);
    const price = 100 + 10 * Math.sin(i / 5) + add;
    return `${date},${price},${price + 1},${price - 1},${price},1000`;
  });
  return `date,open,high,low,close,volume\n${rows.join('\n')}\n`;
}

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'admf-session-'));
  await mkdir(join(folder, 'flows'));
  await writeFile(join(folder, 'flows', 'flow.yaml'), FLOW);
  await writeFile(join(folder, 'flows', 'own.js'), own(3));
  await writeFile(join(folder, 'flows', 'bars.csv'), csv(200));
});
afterEach(() => rm(folder, { recursive: true }));

/** A session with forks, its cursors at several places, saved beside its workflow. */
async function saved() {
  const main = await open(join(folder, 'flows', 'flow.yaml'));
  await goto(main, 60);
  const first = await fork(main, ['fast=5', 'slippage=5bps'], 'first');
  await goto(first, 90);
  const second = await fork(first, ['leverage=2'], 'second');
  await goto(second, 150);
  await step(second, 2);
  first.focus = { portfolio: 'main', strategy: 'own', symbol: 'AAA' };
  await goto(main, 30);
  const file = join(folder, 'session.json');
  const marks = new Map([['first', new Marks([{ name: 'here', position: { bar: 70, event: 1 } }])]]);
  await saveSession(first, file, {
    marks,
    breakpoints: [{ on: 'FILL', when: 'event.units > 3', hits: 4 }],
    displays: ['portfolio.equity'],
    history: ['goto 60', 'fork fast=5'],
    now: () => Date.UTC(2026, 0, 2),
  });
  return { main, first, second, file };
}

/** The error, not as a line but whole. */
async function failure(promise: Promise<unknown>): Promise<UserError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof UserError) return error;
  throw error;
}

describe('a session that was saved', () => {
  test('comes back with its forks, cursors, marks and lists', async () => {
    const { main, first, second, file } = await saved();
    const loaded = await loadSession(file);
    expect(loaded).toMatchObject({
      differences: null,
      notes: [],
      breakpoints: [{ on: 'FILL', when: 'event.units > 3', hits: 4 }],
      displays: ['portfolio.equity'],
      history: ['goto 60', 'fork fast=5'],
    });
    expect(forks(loaded.session)).toEqual(forks(first));
    for (const before of [main, first, second]) {
      const after = loaded.session.tree.get(before.branch.name);
      expect(after?.position).toEqual(before.position);
      expect(after?.stateHash).toBe(before.stateHash);
      expect(after?.focus).toEqual(before.focus);
      expect(after?.branch.prepared.fingerprint).toBe(before.branch.prepared.fingerprint);
    }
    expect(second.position.event).not.toBeNull();
    expect(loaded.session.branch.name).toBe('first');
    expect(loaded.marks.get('first')?.get('here')).toEqual({ bar: 70, event: 1 });
    expect([...loaded.marks.keys()]).toEqual(['main', 'first', 'second']);
  });

  test('may be moved together with its workflow, which it names from where it stands', async () => {
    const { file } = await saved();
    const text = await readFile(file, 'utf8');
    expect(JSON.parse(text)).toMatchObject({
      workflow: { file: 'flows/flow.yaml' },
      savedAt: '2026-01-02T00:00:00.000Z',
    });
    expect(text).not.toContain(folder);
  });

  // Loaded without its layers, it was always refused as another run.
  test('keeps the environment, the variables and the settings that its workflow was opened with', async () => {
    const path = join(folder, 'flows', 'flow.yaml');
    await writeFile(path, `${FLOW}environments: { rich: { portfolios: [{ id: main, cash: 900000 }] } }\n`);
    const layers = {
      environment: 'rich',
      variables: { ADMF_SEED: '9', HOME: '/home/somebody' },
      set: ['strategies.trend.params.slow=9'],
    };
    const session = await open(path, layers);
    await goto(session, 60);
    const file = await saveSession(session, join(folder, 'layered.json'));
    const text = await readFile(file, 'utf8');
    expect(JSON.parse(text)).toMatchObject({
      workflow: {
        file: 'flows/flow.yaml',
        environment: 'rich',
        variables: { ADMF_SEED: '9' },
        set: layers.set,
      },
    });
    expect(text).not.toContain('/home/somebody');
    const loaded = await loadSession(file);
    expect(loaded.differences).toBeNull();
    expect(loaded.session.stateHash).toBe(session.stateHash);
    const [, opening] = notebookOf(session, [], { file: join(folder, 'a.ipynb') }).cells;
    expect(opening.source.join('')).toContain(
      "open('flows/flow.yaml', { environment: 'rich', variables: { ADMF_SEED: '9' }, set: ['strategies.trend.params.slow=9'] });",
    );
  });

  test('is the same file when it is saved again', async () => {
    const { file } = await saved();
    const loaded = await loadSession(file);
    const again = join(folder, 'again.json');
    await saveSession(loaded.session, again, { ...loaded, now: () => Date.UTC(2026, 0, 2) });
    expect(await readFile(again, 'utf8')).toBe(await readFile(file, 'utf8'));
  });

  test('of a configuration given as an object holds it', async () => {
    const session = await sessionAt(single, 300);
    await goto(await fork(session, ['fast=10'], 'other'), 400);
    const file = await saveSession(session, join(folder, 'inline.json'));
    const loaded = await loadSession(file);
    expect(loaded.session.stateHash).toBe(session.stateHash);
    expect(loaded.session.tree.get('other')?.position.bar).toBe(400);
  });

  test('of strategies given in code needs the workflow again', async () => {
    const session = await sessionAt(mixed, 100);
    const file = await saveSession(session, join(folder, 'code.json'));
    expect(await refusal(loadSession(file))).toMatch(
      /^.*code\.json is of a workflow with strategies given in code, which it cannot hold \(give the workflow: /,
    );
    const loaded = await loadSession(file, { workflow: mixed });
    expect(loaded.differences).toBeNull();
    expect(loaded.session.stateHash).toBe(session.stateHash);
  });

  // `save flow.yaml` cost the workflow.
  test('replaces no file but a session, or an empty one', async () => {
    const main = await open(join(folder, 'flows', 'flow.yaml'));
    const workflow = join(folder, 'flows', 'flow.yaml');
    await expect(saveSession(main, workflow)).rejects.toMatchObject({ code: 'file_exists' });
    expect(await readFile(workflow, 'utf8')).toBe(FLOW);
    const empty = join(folder, 'empty.json');
    await writeFile(empty, '');
    await saveSession(main, empty);
    await saveSession(main, empty);
    expect((await loadSession(empty)).session.position).toEqual(main.position);
  });

  test('replaces a file only when it is written whole', async () => {
    const { main, file } = await saved();
    const before = await readFile(file, 'utf8');
    const notJson = [(() => 1) as never];
    await expect(saveSession(main, file, { history: notJson })).rejects.toThrow(/history/);
    expect(await readFile(file, 'utf8')).toBe(before);
    expect((await readdir(folder)).sort()).toEqual(['flows', 'session.json']);
    expect(await refusal(saveSession(main, join(folder, 'none', 'x.json')))).toMatch(
      /x\.json cannot be written: there is no such folder$/,
    );
    expect(await refusal(saveSession(main, join(folder, 'flows')))).toMatch(/flows cannot be written: /);
    expect((await readdir(folder)).sort()).toEqual(['flows', 'session.json']);
  });
});

describe('a session of a run that has changed', () => {
  const excerpt = async (file: string) => {
    const error = await failure(loadSession(file));
    expect(error.code).toBe('other_run');
    return error.excerpt?.split('\n').map((line) => line.trim());
  };

  test('is refused with every setting that differs', async () => {
    const { file } = await saved();
    const changed = FLOW.replace('fast: 3', 'fast: 4').replace('cash: 100000', 'cash: 5000, leverage: 2');
    await writeFile(join(folder, 'flows', 'flow.yaml'), changed);
    expect(await excerpt(file)).toEqual([
      'configuration: strategies.trend.params.fast 3 → 4',
      'configuration: portfolios.main.cash 100000 → 5000',
      'configuration: portfolios.main.leverage 1 → 2',
    ]);
  });

  test('is refused when the bars are others, or the code is', async () => {
    const { file } = await saved();
    await writeFile(join(folder, 'flows', 'bars.csv'), csv(200, 1));
    expect(await excerpt(file)).toEqual(['data: the bars are not the same']);
    await writeFile(join(folder, 'flows', 'own.js'), own(4));
    expect(await excerpt(file)).toEqual([
      'data: the bars are not the same',
      'code: the module of strategy own has changed',
    ]);
  });

  test('is refused when the engine is of another version', async () => {
    const { file } = await saved();
    const text = await readFile(file, 'utf8');
    const { engine, fingerprint } = JSON.parse(text) as { engine: string; fingerprint: string };
    await writeFile(file, text.replace(`"${engine}"`, '"0.0.1"').replace(fingerprint, '0'.repeat(64)));
    expect(await excerpt(file)).toEqual([`engine: version 0.0.1 → ${engine}`]);
  });

  test('opens by force, with what differs and what could not be put back', async () => {
    const { file } = await saved();
    await writeFile(join(folder, 'flows', 'bars.csv'), csv(120));
    const loaded = await loadSession(file, { force: true });
    expect(loaded.differences).toMatchObject({ data: true, configuration: [], code: [], engine: null });
    expect(loaded.session.position).toEqual({ bar: 90, event: null });
    expect(loaded.notes).toEqual([
      'the cursor of second was at bar 151, event 2, which is not there any more; it is at bar 120',
    ]);
  });

  test('by force says which fork cannot be made again', async () => {
    const { file } = await saved();
    await writeFile(join(folder, 'flows', 'flow.yaml'), FLOW.replace('slow: 8', 'slow: 4'));
    expect(await refusal(loadSession(file, { force: true }))).toBe(
      'the fork first cannot be made again: strategies.trend.params.fast: fast must be below slow',
    );
    await writeFile(join(folder, 'flows', 'flow.yaml'), FLOW);
    await writeFile(join(folder, 'flows', 'bars.csv'), csv(40));
    expect(await refusal(loadSession(file, { force: true }))).toBe(
      'the fork first cannot be made again: main ends at bar 40, before bar 60',
    );
  });
});

describe('a file is refused', () => {
  const write = async (text: string) => {
    const file = join(folder, 'x.json');
    await writeFile(file, text);
    return refusal(loadSession(file));
  };

  test.each([
    ['half', (text: string) => text.slice(0, 700), /x\.json was not written to its end$/],
    ['empty', () => '', /x\.json is empty$/],
    ['no JSON', () => 'name: flow\n', /x\.json is not a session file: it is not JSON$/],
    ['foreign JSON', () => '{"a": 1}', /x\.json is JSON, but not a session that was saved here$/],
    ['a list', () => '[]', /x\.json is JSON, but not a session that was saved here$/],
    [
      'a later format',
      (text: string) => text.replace('"format": 1', '"format": 2'),
      /x\.json has format 2, and format 1 is read here \(it was saved by a newer version: update admf\)$/,
    ],
    [
      'damage',
      (text: string) => text.replace('"bar": 30', '"bar": -30'),
      /x\.json is damaged at runs\[0\]\.cursor\.bar: Too small/,
    ],
    [
      'a key too many',
      (text: string) => text.replace('"current"', '"extra": 1, "current"'),
      /x\.json is damaged: Unrecognized key: "extra"/,
    ],
    [
      'a fork without its parent',
      (text: string) => text.replace('"parent": "main"', '"parent": "mian"'),
      /x\.json has a run first without the one it was forked from$/,
    ],
    [
      'no current run',
      (text: string) => text.replace('"current": "first"', '"current": "frist"'),
      /x\.json names the run frist, and has none of that name$/,
    ],
  ])('for %s', async (_, change, line) => {
    const { file } = await saved();
    expect(await write(change(await readFile(file, 'utf8')))).toMatch(line);
  });

  test('for having been moved away from its workflow', async () => {
    const { file } = await saved();
    await mkdir(join(folder, 'elsewhere'));
    const moved = join(folder, 'elsewhere', 'session.json');
    await writeFile(moved, await readFile(file, 'utf8'));
    expect(await refusal(loadSession(moved))).toBe(
      `${moved} names the workflow flows/flow.yaml from where it stands, and there is no such file (keep a session where its workflow is, or move both)`,
    );
  });

  test('for not being there', async () => {
    expect(await refusal(loadSession(join(folder, 'none.json')))).toMatch(/none\.json does not exist$/);
    expect(await refusal(loadSession(folder))).toMatch(/ is a folder, not a session file$/);
  });
});
