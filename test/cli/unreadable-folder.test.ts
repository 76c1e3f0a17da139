import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { invoke } from './invoke.ts';
import { scratchFolder } from './scratch.ts';

// A mode keeps nothing from root, who runs tests in containers.
vi.mock('node:fs/promises', async (original) => {
  const fs = await original<typeof import('node:fs/promises')>();
  const readdir = async (path: string, options: object) => {
    if (basename(path) === 'locked')
      throw Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' });
    return fs.readdir(path, options);
  };
  return { ...fs, readdir, default: { ...fs, readdir } };
});

// The list said that it did not exist, and others called it a bug of ours.
test.each([
  ['data', 'list'],
  ['data', 'info'],
  ['data', 'check'],
])('admf %s %s says of a folder that it cannot be read', async (...command) => {
  const cwd = scratchFolder();
  mkdirSync(join(cwd, 'bars/locked'), { recursive: true });
  expect(await invoke([...command, 'bars/locked'], { cwd })).toEqual({
    code: 2,
    stdout: '',
    stderr: 'bars/locked cannot be read: permission denied\n',
  });
});

test('admf data list tells of a symbol whose folder cannot be read', async () => {
  const cwd = scratchFolder();
  mkdirSync(join(cwd, 'bars/locked'), { recursive: true });
  const { code, stdout } = await invoke(['data', 'list', 'bars'], { cwd });
  expect([code, stdout]).toEqual([
    0,
    expect.stringContaining('bars/locked cannot be read: permission denied'),
  ]);
});
