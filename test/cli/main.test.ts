import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { processEffects } from '../../src/cli/effects.ts';
import { COMMANDS } from '../../src/cli/help.ts';
import { main } from '../../src/cli/main.ts';
import { invoke, NOW, pipe } from './invoke.ts';
import { filesBelow, scratchFolder, tinyWorkflow } from './scratch.ts';

describe('help', () => {
  test.each([[[]], [['help']], [['--help']], [['-h']]])('%j shows all commands', async (argv) => {
    const { code, stdout } = await invoke(argv, { cwd: '/' });
    expect(code).toBe(0);
    for (const name of Object.keys(COMMANDS)) expect(stdout).toContain(`  ${name} `);
  });

  test.each(Object.keys(COMMANDS))('of %s is the same by --help', async (name) => {
    const page = await invoke(['help', name], { cwd: '/' });
    expect(page.stdout).toContain(`Usage: admf ${name}`);
    expect(await invoke([name, '--help'], { cwd: '/' })).toEqual(page);
  });

  test('fits into 80 columns', async () => {
    const pages = await Promise.all(
      [[], ...Object.keys(COMMANDS).map((c) => ['help', c])].map((a) => invoke(a, { cwd: '/' })),
    );
    for (const { stdout } of pages) {
      expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    }
  });
});

test.each(['--version', '-v'])('%s tells the version', async (option) => {
  expect(await invoke([option], { cwd: '/' })).toEqual({
    code: 0,
    stdout: `${manifest.version}\n`,
    stderr: '',
  });
});

test('a bug shows its stack and ends with 70; with --json there is an object on standard output too', async () => {
  const cwd = scratchFolder({ 'w.yaml': tinyWorkflow() });
  const broken = { write: () => true, isTTY: false, columns: undefined };
  let stderr = '';
  let stdout = '';
  const code = await main(['run', 'w.yaml', '--json'], {
    stdin: pipe(),
    stdout: { ...broken, write: (text: string) => (stdout += text) },
    stderr: { ...broken, write: (text: string) => (stderr += text) },
    cwd,
    env: {},
    now: () => {
      throw new Error('the clock stands still');
    },
    onInterrupt: () => () => {},
  });
  expect(code).toBe(70);
  expect(stderr).toMatch(/^Error: the clock stands still\n\s+at .*\n[\s\S]*This is a bug in ADMF\./);
  expect(JSON.parse(stdout)).toEqual({ errors: [{ code: 'bug', message: 'the clock stands still' }] });
});

test('after the first interrupt nobody listens, so that the next one ends the process', () => {
  const before = process.listenerCount('SIGINT');
  let heard = 0;
  const stop = processEffects().onInterrupt(() => heard++);
  expect(process.listenerCount('SIGINT')).toBe(before + 1);
  process.emit('SIGINT');
  expect([heard, process.listenerCount('SIGINT')]).toEqual([1, before]);
  stop();
  const stopAtOnce = processEffects().onInterrupt(() => heard++);
  stopAtOnce();
  expect(process.listenerCount('SIGINT')).toBe(before);
});

describe('colour', () => {
  const withColor = async (env: Record<string, string>) => {
    const cwd = scratchFolder({ 'w.yaml': tinyWorkflow('seed: x\n') });
    const { stderr } = await invoke(['validate', 'w.yaml'], { cwd, isTTY: true, columns: 80, env });
    return stderr.includes('\u001b[');
  };

  test('is used on a terminal, and neither with NO_COLOR nor on a dumb one', async () => {
    expect(await withColor({})).toBe(true);
    expect(await withColor({ NO_COLOR: '1' })).toBe(false);
    expect(await withColor({ NO_COLOR: '' })).toBe(true);
    expect(await withColor({ TERM: 'dumb' })).toBe(false);
  });
});

describe('admf init', () => {
  test('never writes over a file, and then writes nothing at all', async () => {
    const cwd = scratchFolder({ 'README.md': 'mine\n' });
    const { code, stderr } = await invoke(['init'], { cwd });
    expect(code).toBe(2);
    expect(stderr).toBe(
      'this folder already holds README.md: nothing was written\n  hint: name a new folder: admf init my-study\n',
    );
    expect(filesBelow(cwd)).toEqual(['README.md']);
    expect(readFileSync(join(cwd, 'README.md'), 'utf8')).toBe('mine\n');
  });

  test('makes folders above, and uses a folder that holds other things', async () => {
    const cwd = scratchFolder();
    mkdirSync(join(cwd, 'a'));
    writeFileSync(join(cwd, 'a', 'notes.txt'), '');
    expect((await invoke(['init', 'a'], { cwd })).code).toBe(0);
    const { code, stdout } = await invoke(['init', "it's/here"], { cwd, env: { npm_command: 'exec' } });
    expect(code).toBe(0);
    expect(stdout).toContain("  npx admf run 'it'\\''s/here/workflow.yaml'");
    expect(filesBelow(cwd)).toHaveLength(11);
  });

  test('refuses a path that is a file', async () => {
    const cwd = scratchFolder({ here: '' });
    expect((await invoke(['init', 'here'], { cwd })).stderr).toBe('here is a file, not a folder\n');
    expect((await invoke(['init', 'here/below'], { cwd })).stderr).toBe(
      'cannot write to here/below: ENOTDIR\n',
    );
  });
});

test('the demonstration uses the width of the terminal up to 110 columns, and fits into 80', async () => {
  for (const [columns, widest] of [
    [80, 80],
    [100, 100],
    [200, 110],
  ]) {
    const { code, stdout } = await invoke(['demo', '--no-results'], {
      cwd: '/',
      isTTY: true,
      columns,
      env: { NO_COLOR: '1' },
    });
    expect(code).toBe(0);
    const widths = stdout.split('\n').map((line) => line.length);
    expect(Math.max(...widths)).toBeLessThanOrEqual(widest);
    expect(Math.max(...widths)).toBeGreaterThan(widest - 14);
  }
});

test('results of a run are named by the time it began', async () => {
  const cwd = scratchFolder({ 'w.yaml': tinyWorkflow() });
  const outcomes = [await invoke(['run', 'w.yaml'], { cwd }), await invoke(['run', 'w.yaml'], { cwd })];
  expect(outcomes.map(({ code }) => code)).toEqual([0, 0]);
  expect(new Date(NOW).toISOString()).toContain('2026-01-15T09:30:00');
  expect(outcomes[0].stdout).toMatch(/\nresults: results\/tiny_20260115-093000\n$/);
  expect(outcomes[1].stdout).toMatch(/\nresults: results\/tiny_20260115-093000-2\n$/);
});
