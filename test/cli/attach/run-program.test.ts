import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { runProgram } from '../../../src/cli/attach/run-program.ts';

const MODULE = JSON.stringify(new URL('../../../src/cli/attach/run-program.ts', import.meta.url).href);

function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'admf-program-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

// Whoever had an editor's window open could leave the stepper only when it was closed.
test('a program with a window of its own is not waited for, not even at the end', () => {
  const pidFile = join(scratch(), 'pid');
  // Whole as soon as it is there.
  const lasting = `const { renameSync, writeFileSync } = require('node:fs');
    writeFileSync(${JSON.stringify(`${pidFile}.new`)}, String(process.pid));
    renameSync(${JSON.stringify(`${pidFile}.new`)}, ${JSON.stringify(pidFile)});
    setTimeout(() => {}, 1e6)`;
  const starter = `const { existsSync } = await import('node:fs');
    const { runProgram } = await import(${MODULE});
    await runProgram(process.execPath, ['-e', ${JSON.stringify(lasting)}], false);
    while (!existsSync(${JSON.stringify(pidFile)})) await new Promise((resolve) => setTimeout(resolve, 5));`;
  const { status } = spawnSync(process.execPath, ['--input-type=module', '-e', starter], { timeout: 30_000 });
  const pid = Number(readFileSync(pidFile, 'utf8'));
  // Throws when there is no such process.
  expect(process.kill(pid, 'SIGKILL')).toBe(true);
  expect(status).toBe(0);
});

test('one that wants the terminal is waited for', () => {
  const last = `const { runProgram } = await import(${MODULE});
    await runProgram(process.execPath, ['-e', 'console.log(1)'], true);
    console.log(2);`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', last], { encoding: 'utf8' });
  expect(stdout).toBe('1\n2\n');
});

test('one that is not there is told', async () => {
  await expect(runProgram('/nowhere/editor', [], false)).rejects.toThrow(
    /^\/nowhere\/editor cannot be started: .*ENOENT/,
  );
});

// An editor that gave up at once looked like one in which nothing was done.
test.each([
  ['process.exit(1)', 'ended with code 1'],
  ["process.kill(process.pid, 'SIGKILL')", 'was ended by SIGKILL'],
])('one that wants the terminal and does not end well is told: %s', async (script, told) => {
  await expect(runProgram(process.execPath, ['-e', script], true)).rejects.toThrow(
    `${process.execPath} ${told}`,
  );
});
