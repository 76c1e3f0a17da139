import { mkdirSync, readdirSync, readFileSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EventRecord } from '../../src/events/event.ts';
import { invoke } from './invoke.ts';
import { scratchFolder, tinyWorkflow } from './scratch.ts';

const RUN = 'results/tiny_20260115-093000';

/** A folder with a run that kept everything. */
async function traced(): Promise<string> {
  const cwd = scratchFolder({ 'w.yaml': tinyWorkflow('tracing: { default: { mode: full } }') });
  expect(await invoke(['run', 'w.yaml', '--quiet'], { cwd })).toEqual({ code: 0, stdout: '', stderr: '' });
  return cwd;
}

/** All events of such a run, as the files hold them. */
let all: EventRecord[] = [];
const removals: (() => void)[] = [];
afterAll(() => {
  for (const remove of removals) remove();
});
beforeAll(async () => {
  const cwd = scratchFolder({ 'w.yaml': tinyWorkflow('tracing: { default: { mode: full } }') }, (remove) =>
    removals.push(remove),
  );
  await invoke(['run', 'w.yaml', '--quiet'], { cwd });
  const folder = join(cwd, RUN, 'traces');
  all = readdirSync(folder)
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').trimEnd().split('\n').slice(1))
    .map((line) => JSON.parse(line) as EventRecord);
});

const pnlOf = (event: EventRecord) => (event as EventRecord<'POSITION_CLOSE'>).payload.pnl;

test('a run whose traces are Arrow is read by events and why as one of lines of JSON is', async () => {
  const config = 'tracing: { mode: full, storage_config: { format: arrow } }';
  const arrow = scratchFolder({ 'w.yaml': tinyWorkflow(config) });
  expect(await invoke(['run', 'w.yaml', '--quiet'], { cwd: arrow })).toMatchObject({ code: 0 });
  expect(readdirSync(join(arrow, RUN, 'traces'))).toContain('execution_p.arrows');
  const lines = await traced();
  for (const args of [
    ['events', RUN, '--json'],
    ['events', RUN, '--type', 'POSITION_CLOSE', '--where', 'pnl < 0'],
    ['why', RUN, 'fill-2'],
    ['why', RUN, 'trade-1', '--json'],
  ]) {
    const told = await invoke(args, { cwd: arrow });
    expect(told).toMatchObject({ code: 0, stderr: '' });
    expect(told).toEqual(await invoke(args, { cwd: lines }));
  }
});

describe('admf events', () => {
  test.each<[string, string[], (event: EventRecord) => boolean]>([
    ['all', [], () => true],
    ['of types', ['--type', 'FILL,ORDER'], ({ type }) => type === 'FILL' || type === 'ORDER'],
    ['of types by a pattern', ['--type', 'POSITION_*'], ({ type }) => type.startsWith('POSITION_')],
    ['of containers', ['--container', '*_p'], ({ containerId }) => containerId.endsWith('_p')],
    [
      'between dates, both included',
      ['--from', '2000-06-01', '--to', '2000-06-30'],
      ({ timestamp }) => timestamp >= Date.UTC(2000, 5, 1) && timestamp < Date.UTC(2000, 6, 1),
    ],
    ['by a field of the payload', ['--where', 'pnl < 0'], (e) => e.type === 'POSITION_CLOSE' && pnlOf(e) < 0],
    ['by a field of the event', ['--where', 'sequenceNumber == 5'], (e) => e.sequenceNumber === 5],
    [
      'by several of these',
      ['--type=SIGNAL', '--where', 'action == "BUY" && values.fast > 90'],
      ({ type, payload }) => {
        const { action, values } = payload as EventRecord<'SIGNAL'>['payload'];
        return type === 'SIGNAL' && action === 'BUY' && values.fast > 90;
      },
    ],
  ])('--json gives events %s, one a line', async (_, options, isWanted) => {
    const cwd = await traced();
    const { code, stdout, stderr } = await invoke(['events', RUN, '--json', ...options], { cwd });
    expect([code, stderr]).toEqual([0, '']);
    const got = stdout.trimEnd().split('\n').sort();
    const wanted = all.filter(isWanted).map((event) => JSON.stringify(event));
    expect(wanted.length).toBeGreaterThan(1);
    expect(got).toEqual(wanted.sort());
  });

  // The command that the design names was refused: a fill has no pnl of its own.
  test('gives fills by the pnl of the trades that they closed', async () => {
    const cwd = await traced();
    const asked = ['events', RUN, '--type', 'FILL', '--where', 'pnl < 0', '--json'];
    const { code, stdout, stderr } = await invoke(asked, { cwd });
    expect([code, stderr]).toEqual([0, '']);
    const closed = all.filter((event) => event.type === 'POSITION_CLOSE' && pnlOf(event) < 0);
    const fills = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as EventRecord);
    expect(closed.length).toBeGreaterThan(1);
    expect(fills.map(({ id }) => id)).toEqual(closed.map(({ causationId }) => causationId));
    expect(all).toEqual(expect.arrayContaining(fills));
  });

  test('says that fills have no pnl where no position was kept, and which events have a field', async () => {
    const tracing = 'tracing: { events: [FILL], storage_backend: disk }';
    const cwd = scratchFolder({ 'w.yaml': tinyWorkflow(tracing) });
    await invoke(['run', 'w.yaml', '--quiet'], { cwd });
    const { code, stderr } = await invoke(['events', RUN, '--type', 'FILL', '--where', 'pnl < 0'], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain('no container kept those');
    const order = await invoke(['events', RUN, '--type', 'ORDER', '--where', 'pnl < 0'], { cwd });
    expect(order.stderr).toContain('unknown name "pnl"');
    expect(order.stderr).toContain('hint: POSITION_CLOSE has it');
  });

  test('prints a table, and says when a limit ended it', async () => {
    const cwd = await traced();
    const { code, stdout, stderr } = await invoke(['events', RUN, '--type', 'FILL', '--limit', '2'], { cwd });
    expect([code, stderr]).toEqual([0, 'stopped by --limit 2: there are more\n']);
    expect(stdout).toBe(
      [
        'Id                  Time        Type  Cause                  What',
        'execution_p/fill-1  2000-03-29  FILL  portfolio_p/order-64   bought 1086 X at 87.59 (open of bar 63, reference 87.59), slippage 0, commission 0',
        'execution_p/fill-2  2000-05-30  FILL  portfolio_p/order-111  sold 1086 X at 95.36 (open of bar 107, reference 95.36), slippage 0, commission 0',
        '',
      ].join('\n'),
    );
  });

  test('cuts lines at the edge of a terminal', async () => {
    const cwd = await traced();
    const { stdout } = await invoke(['events', RUN], { cwd, isTTY: true, columns: 60 });
    const lines = stdout.trimEnd().split('\n');
    expect(lines).toHaveLength(all.length + 1);
    expect(Math.max(...lines.map((line) => line.length))).toBe(60);
  });

  test('reads one file, or the files of a container, as well', async () => {
    const cwd = await traced();
    const fills = all.filter(({ type }) => type === 'FILL').length;
    for (const path of ['execution_p.jsonl', 'execution_p']) {
      const { stdout } = await invoke(['events', `${RUN}/traces/${path}`, '--json'], { cwd });
      expect(stdout.trimEnd().split('\n')).toHaveLength(fills);
    }
  });

  test('tells a torn end on standard error, and shows what is whole', async () => {
    const cwd = await traced();
    const path = join(cwd, RUN, 'traces', 'execution_p.jsonl');
    truncateSync(path, readFileSync(path).length - 10);
    const { code, stdout, stderr } = await invoke(['events', RUN, '--type', 'FILL', '--json'], { cwd });
    expect(code).toBe(0);
    expect(stdout.trimEnd().split('\n')).toHaveLength(all.filter(({ type }) => type === 'FILL').length - 1);
    expect(stderr).toBe(
      `note: ${RUN}/traces/execution_p.jsonl: the last record, in line 17, is torn: it was dropped, what stands before it is whole\n`,
    );
  });

  test('says when nothing is of that kind', async () => {
    const cwd = await traced();
    const { code, stdout, stderr } = await invoke(['events', RUN, '--where', 'pnl > 1e9'], { cwd });
    expect([code, stdout, stderr]).toEqual([0, '', 'no event is of that kind\n']);
  });
});

describe('what is wrong is told in one line', () => {
  // Who looked for a run that was killed did not find its hidden folder.
  test('of a folder of results, with the runs in it, the latest first and killed ones too', async () => {
    const cwd = await traced();
    mkdirSync(join(cwd, 'results/.tiny_20260115-094000.00c0ffee.partial/traces'), { recursive: true });
    utimesSync(join(cwd, RUN), 1, 1);
    const { code, stderr } = await invoke(['events', 'results'], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain(
      'hint: runs are in it: .tiny_20260115-094000.00c0ffee.partial, tiny_20260115-093000\n',
    );
  });

  test.each([
    [['events'], 'admf events: <run folder or trace file> is missing'],
    [['events', 'nowhere'], 'nowhere: there is no such file or folder'],
    [['events', '.'], 'this is not the folder of a run: neither run.json nor traces/ is in it'],
    [['events', 'w.yaml'], 'w.yaml: this is not a trace of ADMF: its first line does not say so'],
    [['events', RUN, '--type', 'FIL'], '--type: there is no event type "FIL"\n  hint: did you mean "FILL"?'],
    [
      ['events', RUN, '--container', 'portfolio_q'],
      '--container: no container with a trace matches "portfolio_q"\n  hint: did you mean "portfolio_p"?',
    ],
    [
      ['events', RUN, '--where', 'pnll < 0'],
      '--where:1:1: unknown name "pnll"\n  | pnll < 0\n  | ^\n  hint: did you mean pnl?',
    ],
    [['events', RUN, '--where', 'pnl <'], '--where:1:6: expected a value, found the end'],
    [['events', RUN, '--from', '2001-02-29'], '--from: "2001-02-29" is not a date'],
    [
      ['events', RUN, '--from', '2002-01-01', '--to', '2001-01-01'],
      '--from 2002-01-01 is after --to 2001-01-01',
    ],
    [['events', RUN, '--limit', '0'], '--limit: "0" is not a whole number above 0'],
    [['why', RUN], 'admf why: <event id> is missing'],
    [
      ['why', RUN, 'fill-99'],
      'there is no event fill-99 in the trace\n  hint: the nearest is execution_p/fill-16',
    ],
    [['why', RUN, 'fill-1', 'fill-2'], '"fill-2" is one argument too many'],
  ])('%j', async (argv, line) => {
    const cwd = await traced();
    const { code, stdout, stderr } = await invoke(argv, { cwd });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(line);
    expect(stderr).not.toContain(cwd);
  });

  test('a damaged file is named with its line', async () => {
    const cwd = await traced();
    const path = join(cwd, RUN, 'traces', 'execution_p.jsonl');
    writeFileSync(path, readFileSync(path, 'utf8').replace('"sequenceNumber":2,', '"sequenceNumber":,'));
    const { code, stderr } = await invoke(['events', RUN], { cwd });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^results\/\S+\/traces\/execution_p\.jsonl:3: this line is not an event: /);
  });

  test('a run that kept no trace is told the setting that keeps one', async () => {
    const cwd = scratchFolder({ 'w.yaml': tinyWorkflow() });
    await invoke(['run', 'w.yaml', '--quiet'], { cwd });
    const { code, stderr } = await invoke(['why', RUN, 'fill-1'], { cwd });
    expect([code, stderr]).toEqual([
      2,
      `${RUN}: this run kept no trace\n  hint: tracing: { default: { mode: full } } in its workflow keeps one\n`,
    ]);
    mkdirSync(join(cwd, RUN, 'traces'));
    expect((await invoke(['why', RUN, 'fill-1'], { cwd })).stderr).toContain('this run kept no trace');
  });
});

describe('admf why', () => {
  test('tells the chain of a fill, and as nested data with --json', async () => {
    const cwd = await traced();
    const text = await invoke(['why', RUN, 'fill-1'], { cwd });
    expect([text.code, text.stderr]).toEqual([0, '']);
    const types = ['FILL', 'ORDER', 'ORDER_REQUEST', 'SIGNAL', 'FEATURES', 'BAR'];
    const heads = text.stdout.split('\n').filter((line) => line.startsWith('FILL') || line.includes('└'));
    expect(heads.map((line) => line.replace('└', '').trim().split(' ')[0])).toEqual(types);

    const { stdout } = await invoke(['why', RUN, 'fill-1', '--json'], { cwd });
    interface Step {
      readonly event: EventRecord;
      readonly cause: Step | null;
    }
    const chain: EventRecord[] = [];
    for (let step: Step | null = JSON.parse(stdout) as Step; step !== null; step = step.cause)
      chain.push(step.event);
    expect(chain.map(({ type }) => type)).toEqual(types);
    for (const event of chain) expect(all).toContainEqual(event);
  });

  test('tells a trade by its id', async () => {
    const cwd = await traced();
    const { stdout } = await invoke(['why', RUN, 'trade-3'], { cwd });
    expect(stdout).toMatch(/^portfolio_p\/trade-3\n\nPOSITION_OPEN [\s\S]*\n\nPOSITION_CLOSE /);
    const json = JSON.parse((await invoke(['why', RUN, 'trade-3', '--json'], { cwd })).stdout) as {
      chains: unknown[];
    };
    expect(json.chains).toHaveLength(2);
  });
});
