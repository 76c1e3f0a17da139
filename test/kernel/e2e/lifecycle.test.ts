import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readConnectionFile } from '../../../kernel/wire/connection.ts';
import { Client } from './client.ts';
import { kernelForTest, writeConnectionFile } from './start-kernel.ts';

const LAUNCHER = join(import.meta.dirname, '..', '..', '..', 'bin', 'admf.mjs');

async function pidOf(client: Client, expression: string): Promise<number> {
  const { outputs } = await client.execute(expression);
  const { data } = outputs[outputs.length - 1].content as { data: Record<string, string> };
  return Number(data['text/plain']);
}

/** Whether TypeScript has a thread in a process. */
function hasTypeScript(pid: number): boolean {
  const tasks = `/proc/${pid}/task`;
  return readdirSync(tasks).some((task) => readFileSync(`${tasks}/${task}/comm`, 'utf8') === 'TypeScript\n');
}

async function untilGone(pid: number): Promise<void> {
  while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 10));
}

/** A zombie that nobody has reaped is as good as gone. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^State:\s*Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

test.each([
  ['process.exit(3)', 'exit code 3'],
  ["process.kill(process.pid, 'SIGKILL')", 'SIGKILL'],
  ['process.abort()', 'SIGABRT'],
])('%s in a cell: the cell says that the variables are lost, and the kernel lives', async (code, reason) => {
  const { client } = await kernelForTest();
  const { reply, outputs } = await client.execute(`const lost = 1; console.log('before'); ${code}`);
  expect(reply).toMatchObject({ status: 'error', ename: 'RuntimeDied' });
  expect(reply.evalue).toContain(reason);
  expect(outputs[1].content).toEqual({ name: 'stdout', text: 'before\n' });
  expect(outputs.at(-1)?.type).toBe('error');
  const { outputs: next } = await client.execute('typeof lost');
  expect(next.at(-1)?.content).toMatchObject({ data: { 'text/plain': "'undefined'" } });
});

test('a cell that cannot be stopped is lost with its variables, and says so', async () => {
  const { client } = await kernelForTest();
  // What prints is the command that is waited for: when it is heard, nothing can stop the cell any more.
  const code =
    "import { execSync } from 'node:child_process'; execSync('echo on; sleep 1000', { stdio: 'inherit' })";
  const id = await client.send('execute_request', { code, silent: false });
  await client.until(() => client.outputsOf(id).find(({ type }) => type === 'stream'));
  await client.request('interrupt_request', {}, 'control');
  expect((await client.answerTo(id)).reply).toMatchObject({ ename: 'RuntimeDied' });
  expect((await client.execute('1')).reply.status).toBe('ok');
});

test('shutdown is answered, and leaves no process: not the runtime, nor what a cell started', async () => {
  const { client, process: kernel } = await kernelForTest();
  const runtime = await pidOf(client, 'process.pid');
  const sleeper = await pidOf(
    client,
    "import { spawn } from 'node:child_process'; spawn('sleep', ['1000']).pid",
  );
  const exited = once(kernel, 'exit');
  const { reply } = await client.request('shutdown_request', { restart: false }, 'control');
  expect(reply).toEqual({ status: 'ok', restart: false });
  await exited;
  expect(kernel.exitCode).toBe(0);
  await Promise.all([untilGone(runtime), untilGone(sleeper)]);
});

test('a kernel that is killed leaves no process, even when a cell loops', async () => {
  const { client, process: kernel } = await kernelForTest();
  const runtime = await pidOf(client, 'process.pid');
  const sleeper = await pidOf(
    client,
    "import { spawn } from 'node:child_process'; spawn('sleep', ['1000']).pid",
  );
  const id = await client.send('execute_request', { code: "console.log('on'); while (true) {}" });
  await client.until(() => client.outputsOf(id).find(({ type }) => type === 'stream'));
  kernel.kill('SIGKILL');
  await Promise.all([untilGone(runtime), untilGone(sleeper)]);
  expect([isAlive(runtime), isAlive(sleeper)]).toEqual([false, false]);
});

test('a connection file that is missing is a mistake told in one line', () => {
  const { status, stderr } = spawnSync(process.execPath, [LAUNCHER, 'kernel', 'start', 'nowhere.json'], {
    encoding: 'utf8',
  });
  expect(status).toBe(2);
  expect(stderr).toMatch(/^admf: connection file nowhere\.json cannot be read: ENOENT.*\n$/);
});

test('a port that is taken is a mistake told in one line', async () => {
  const { connectionFile, folder } = await kernelForTest();
  const { status, stderr } = spawnSync(process.execPath, [LAUNCHER, 'kernel', 'start', connectionFile], {
    encoding: 'utf8',
    cwd: folder,
    env: { ...process.env, ADMF_HISTORY: ':memory:' },
  });
  expect(status).toBe(2);
  expect(stderr).toMatch(/^admf: cannot listen on tcp:\/\/127\.[\d.]+:\d+ \(shell\)/);
});

test('a kernel whose front end was killed goes, too', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'admf-orphan-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const connectionFile = await writeConnectionFile(folder);
  const script = '"$0" "$@" & echo $!; wait';
  const frontEnd = spawn(
    'sh',
    ['-c', script, process.execPath, LAUNCHER, 'kernel', 'start', connectionFile],
    {
      cwd: folder,
      env: { ...process.env, ADMF_HISTORY: ':memory:', JPY_PARENT_PID: '1' },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  onTestFinished(() => void frontEnd.kill('SIGKILL'));
  const [printed] = (await once(frontEnd.stdout, 'data')) as [Buffer];
  const client = new Client(readConnectionFile(connectionFile));
  onTestFinished(() => client.close());
  await client.connect();
  const runtime = await pidOf(client, 'process.pid');
  frontEnd.kill('SIGKILL');
  await Promise.all([untilGone(Number(String(printed))), untilGone(runtime)]);
  expect(isAlive(runtime)).toBe(false);
});

// The first completion of a notebook was empty, and its first cells ran unchecked: it began to load with them.
test.runIf(process.platform === 'linux')('TypeScript loads before anybody asks for types', async () => {
  const kernel = await kernelForTest();
  await expect.poll(() => hasTypeScript(kernel.process.pid!), { timeout: 30_000 }).toBe(true);
});
