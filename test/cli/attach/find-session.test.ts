import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findSession } from '../../../src/cli/attach/find-session.ts';
import { encodeMessage, type FromTerminal, MessageReader } from '../../../src/cli/attach/protocol.ts';
import {
  meetingFolder,
  meetingPaths,
  meetingPoints,
  writeDescriptor,
} from '../../../src/cli/attach/rendezvous.ts';
import { userLine } from '../../support/user-line.ts';
import { invoke } from '../invoke.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'admf-meet-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const point = (pid: number, ...sessions: string[]) => ({
  pid,
  token: 'secret',
  folder: '/notes',
  sessions,
  socket: `${pid}.sock`,
  isAlive: true,
});

test('a session is found by its name, and without one when it is the only one', () => {
  const points = [point(1, 'walk'), point(2, 'demo', 'walk#1')];
  expect(findSession(points, 'demo')).toEqual({ point: points[1], session: 'demo' });
  expect(findSession([points[0]], undefined).session).toBe('walk');
});

test('one of several of a name is found with the process of its notebook', () => {
  const points = [point(1, 'walk'), point(2, 'walk')];
  expect(findSession(points, 'walk@2').point.pid).toBe(2);
  expect(userLine(() => findSession(points, 'walk'))).toBe(
    'several notebooks have a session "walk" (attach to one of walk@1, walk@2)',
  );
});

test('a name that is none is answered with names that each mean one', () => {
  expect(userLine(() => findSession([point(1, 'walk'), point(2, 'walk', 'demo')], 'nope'))).toBe(
    'no notebook has a session "nope" (one of walk@1, walk@2, demo)',
  );
});

test('what a killed kernel left behind is not offered, and only found by its name', () => {
  const dead = { ...point(1, 'walk', 'old'), isAlive: false };
  const points = [dead, point(2, 'walk')];
  expect(findSession(points, undefined).point.pid).toBe(2);
  expect(findSession(points, 'walk').point.pid).toBe(2);
  expect(findSession(points, 'old').point.pid).toBe(1);
  expect(userLine(() => findSession([dead], undefined))).toMatch(/^no session is open/);
});

test('no session, another name and several without a name are told in a line each', () => {
  expect(userLine(() => findSession([], undefined))).toMatch(/^no session is open in a notebook \(.*%attach/);
  expect(userLine(() => findSession([point(1, 'walk')], 'wlk'))).toBe(
    'no notebook has a session "wlk" (did you mean "walk"?)',
  );
  expect(userLine(() => findSession([point(1, 'walk', 'demo')], undefined))).toBe(
    'several sessions are open (attach to one of walk, demo)',
  );
});

test('only a folder that nobody else can enter is used', () => {
  const env = { ADMF_RUNTIME_DIR: join(folder, 'new') };
  expect(meetingFolder(env, true)).toBe(env.ADMF_RUNTIME_DIR);
  chmodSync(env.ADMF_RUNTIME_DIR, 0o755);
  expect(userLine(() => meetingFolder(env, true))).toMatch(/can be entered by others than its owner/);
});

test('what notebooks tell of themselves is read; what is none of it is passed over', () => {
  const env = { ADMF_RUNTIME_DIR: folder };
  const { descriptor, socket } = meetingPaths(folder, process.pid);
  writeDescriptor(descriptor, { pid: process.pid, token: 't', folder: '/notes', sessions: ['walk'] });
  writeFileSync(join(folder, '12.json'), '{');
  writeFileSync(join(folder, 'notes.txt'), '');
  expect(meetingPoints(env)).toEqual([
    { pid: process.pid, token: 't', folder: '/notes', sessions: ['walk'], socket, isAlive: true },
  ]);
  expect(meetingPoints({ ADMF_RUNTIME_DIR: join(folder, 'none') })).toEqual([]);
});

test('a session whose kernel is gone has ended, and is not offered again', async () => {
  // Of a process that has ended.
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  const { descriptor } = meetingPaths(folder, pid);
  writeDescriptor(descriptor, { pid, token: 't', folder: '/notes', sessions: ['walk'] });
  const env = { ADMF_RUNTIME_DIR: folder };
  const first = await invoke(['step', '--attach', 'walk'], { cwd: folder, env });
  expect(first).toMatchObject({ code: 2, stdout: '' });
  expect(first.stderr).toContain(
    `the session walk has ended: the kernel of its notebook (process ${pid}) is gone`,
  );
  expect((await invoke(['step', '--attach', 'walk'], { cwd: folder, env })).stderr).toContain(
    'no session is open in a notebook',
  );
});

test('with a workflow or its settings it is refused', async () => {
  const env = { ADMF_RUNTIME_DIR: folder };
  expect((await invoke(['step', 'walk.yaml', '--attach', 'walk'], { cwd: folder, env })).stderr).toContain(
    'takes no workflow',
  );
  expect(
    (await invoke(['step', '--attach', 'walk', '--set', 'seed=1'], { cwd: folder, env })).stderr,
  ).toContain('takes no --set');
});

test('messages come out as they went in, however they are cut up', () => {
  const sent: FromTerminal[] = [
    { type: 'input', text: 'ä\n€' },
    { type: 'resize', columns: 80, rows: 24 },
  ];
  const bytes = Buffer.from(sent.map(encodeMessage).join(''));
  const reader = new MessageReader<FromTerminal>();
  expect([...bytes].flatMap((byte) => reader.push(Buffer.from([byte])))).toEqual(sent);
});
