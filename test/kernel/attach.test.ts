import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { encodeMessage, MessageReader, type ToTerminal } from '../../src/cli/attach/protocol.ts';
import { meetingPoints } from '../../src/cli/attach/rendezvous.ts';
import { ROOT } from '../support/repository-files.ts';
import { hasTmux, Tmux } from '../support/tmux.ts';
import type { Client } from './e2e/client.ts';
import { launchKernel, ourKernel } from './e2e/launch.ts';
import { WALK } from './e2e/walk.ts';

const ADMF = `${process.execPath} ${join(ROOT, 'bin', 'admf.mjs')}`;
/** A session that a variable holds before its cell is stopped. */
const OPEN = `const held = await stopped({ name: 'stopped', data: [{ symbol: 'X', source: { type: 'random_walk', bars: 400, seed: 11 } }],
  strategies: [{ id: 's', type: 'sma_crossover', params: { fast: 2, slow: 5 } }], portfolios: [{ id: 'main', strategies: ['s'], cash: 1000 }] });`;

const isCi = (process.env.CI ?? '') !== '' && process.env.CI !== 'false';
const can = hasTmux();

let folder: string;
let kernel: Awaited<ReturnType<typeof launchKernel>>;
let client: Client;
let open: Tmux | null = null;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'admf-rt-'));
  chmodSync(folder, 0o700);
  const launch = ourKernel();
  kernel = await launchKernel({ ...launch, env: { ...launch.env, ADMF_RUNTIME_DIR: folder } });
  client = kernel.createClient();
  await client.connect();
  await client.execute(WALK);
  await offered('walk');
});
afterEach(() => {
  open?.close();
  open = null;
});
afterAll(async () => {
  await kernel.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Waits until terminals find a session: they are told of it behind the cell that opens it. */
async function offered(session: string): Promise<void> {
  await vi.waitUntil(
    () => meetingPoints({ ADMF_RUNTIME_DIR: folder }).some(({ sessions }) => sessions.includes(session)),
    { timeout: 60_000 },
  );
}

/** A shell that finds the sessions of this test's kernel. */
function terminal(): Tmux {
  open = new Tmux({ columns: 120, rows: 34, env: { ADMF_RUNTIME_DIR: folder } });
  return open;
}

async function shown(code: string): Promise<string> {
  const { outputs } = await client.execute(code);
  const last = outputs.at(-1);
  if (last === undefined) throw new Error(`${code} shows nothing`);
  return (last.content.data as Record<string, string>)['text/plain'];
}

test('%attach tells what to type in a terminal', async () => {
  const { outputs } = await client.execute('%attach');
  expect(outputs.at(-1)?.content.text).toBe('admf step --attach walk\n');
});

test('who does not know the token is refused, and so is a session that is not there', async () => {
  const [{ socket, token }] = meetingPoints({ ADMF_RUNTIME_DIR: folder });
  const answer = async (given: string, session: string) => {
    const connection = createConnection(socket);
    const wish = { kind: 'lines', json: false, echo: false, keepGoing: false, color: false } as const;
    const attach = { type: 'attach', token: given, session, wish, env: {} } as const;
    connection.write(encodeMessage(attach));
    const [piece] = (await once(connection, 'data')) as [Buffer];
    connection.destroy();
    return new MessageReader<ToTerminal>().push(piece)[0];
  };
  expect(await answer('guessed', 'walk')).toMatchObject({
    type: 'exit',
    message: expect.stringContaining('another user') as string,
  });
  expect(await answer(token, 'gone')).toMatchObject({
    type: 'exit',
    message: expect.stringContaining('session gone has ended') as string,
  });
  expect(await answer(token, 'walk')).toMatchObject({ type: 'attached' });
});

// The first piece alone was taken for the whole, and its sender for somebody else.
test('a first message that comes in pieces is put together', async () => {
  const [{ socket, token }] = meetingPoints({ ADMF_RUNTIME_DIR: folder });
  const connection = createConnection(socket);
  onTestFinished(() => void connection.destroy());
  const wish = { kind: 'lines', json: false, echo: false, keepGoing: false, color: false } as const;
  const text = encodeMessage({ type: 'attach', token, session: 'walk', wish, env: {} });
  const answered = once(connection, 'data');
  for (const piece of [text.slice(0, 1), text.slice(1, 20), text.slice(20)]) {
    connection.write(piece);
    await setTimeout(20);
  }
  const [piece] = (await answered) as [Buffer];
  expect(new MessageReader<ToTerminal>().push(piece)[0]).toMatchObject({ type: 'attached' });
});

// In CI a missing tmux is a failure; the set-up there installs it.
describe.runIf(can || isCi)('a terminal and a notebook', () => {
  test('step one session in turn, and each sees where the other went', async () => {
    await client.execute('%goto 1');
    const tmux = terminal();
    tmux.type(`${ADMF} step --attach walk; echo code $?\n`);
    await tmux.until(/walk .*bar 1\/400/);
    tmux.press('n');
    tmux.press('n');
    await tmux.until(/bar 3\/400/);
    expect(await shown('walk.bar')).toBe('3');
    await client.execute('%next 20');
    await tmux.until(/bar 23\/400/);
    tmux.press('N');
    await tmux.until(/bar 22\/400/);
    expect(await shown('%session')).toMatch(/^walk {2}bar 22\/400/);
    await client.execute('await walk.until("FILL")');
    expect(await tmux.until(/fill-1/)).toContain('fill-1');
    tmux.press('q');
    await tmux.until(/code 0/);
    expect(tmux.state('alternate_on')).toBe('0');
    expect(await shown('walk.next().then(() => walk.bars)')).toBe('400');
  });

  test('share forks, marks and stops', async () => {
    await client.execute('%use walk\n%goto 100');
    const tmux = terminal();
    tmux.type(`${ADMF} step --attach\n`);
    await tmux.until(/bar 100\/400/);
    tmux.type(':');
    await tmux.until(/^│ :/m);
    tmux.type('fork fast=3 as quick');
    tmux.press('Enter');
    // The name alone stands in what was typed, too.
    await tmux.until((screen) => /run quick \(2\)/.test(screen) && screen.includes('Esc close'));
    tmux.press('Escape');
    await tmux.until((screen) => !screen.includes('Esc close'), 'the panes again');
    expect(await shown('%session')).toContain('quick  bar 100/400');
    await client.execute('%mark here\n%switch main');
    await tmux.until(/run main \(2\)/);
    tmux.press('q');
    await tmux.untilShell();
  });

  test('is given back when the kernel goes', async () => {
    const launch = ourKernel();
    const other = await launchKernel({ ...launch, env: { ...launch.env, ADMF_RUNTIME_DIR: folder } });
    onTestFinished(() => other.stop());
    const front = other.createClient();
    await front.connect();
    await front.execute(WALK.replace('walk', 'other'));
    await offered('other');
    const tmux = terminal();
    tmux.type(`${ADMF} step --attach other; echo code $?\n`);
    await tmux.until(/bar 1\/400/);
    await other.stop();
    const screen = await tmux.until(/code 2/);
    expect(screen).toContain('the session other has ended');
    expect(tmux.state('alternate_on')).toBe('0');
  });
});

describe.runIf(can || isCi)('commands from a script', () => {
  test('are no part of the cell that opened the session: its Stop does not end them', async () => {
    const id = await client.send('execute_request', {
      code: `const stopped = (await import('admf')).open;\n${OPEN}\nconsole.log('open');\nawait new Promise(() => {});`,
      silent: false,
    });
    await client.until(() => client.outputsOf(id).find(({ type }) => type === 'stream'));
    await client.request('interrupt_request', {}, 'control');
    await client.answerTo(id);
    await offered('stopped');
    const tmux = terminal();
    tmux.type(`${ADMF} step --attach stopped -c 'goto 300'; echo code $?\n`);
    expect(await tmux.until(/code 0/)).toMatch(/^bar 300\/400/m);
  });

  test('are carried out in the session of the notebook, mistakes with their line and code 2', async () => {
    await client.execute('%use walk\n%goto 10');
    const tmux = terminal();
    tmux.type(`${ADMF} step --attach walk -c 'next 2; print bar.number'; echo code $?\n`);
    expect(await tmux.until(/code 0/)).toMatch(/^bar 12\/400.*\n12\n/m);
    expect(await shown('walk.bar')).toBe('12');
    tmux.type(`${ADMF} step --attach walk -c nxt; echo code $?\n`);
    expect(await tmux.until(/code 2/)).toMatch(/there is no command "nxt"\n.*did you mean "next"/);
  });
});
