import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { writeWhole } from '../../src/foundation/write-whole.ts';

const folder = mkdtempSync(join(tmpdir(), 'admf-whole-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('a file is written whole, or stays as it was with nothing left beside it', async () => {
  const path = join(folder, 'report.html');
  await writeWhole(path, 'old');
  const failing = writeWhole(path, async (partial) => {
    writeFileSync(partial, 'half');
    throw Object.assign(new Error('full'), { code: 'ENOSPC' });
  });
  await expect(failing).rejects.toThrow(`${path} cannot be written: the disk is full`);
  expect(readFileSync(path, 'utf8')).toBe('old');
  // Reports left theirs behind.
  expect(readdirSync(folder)).toEqual(['report.html']);
});

test('what is in the way is told in words, under the name that the user gave', async () => {
  mkdirSync(join(folder, 'taken'));
  await expect(writeWhole(join(folder, 'taken'), '', './taken')).rejects.toThrow(
    './taken cannot be written: a folder stands there',
  );
  await expect(writeWhole(join(folder, 'none', 'a.txt'), '', 'none/a.txt')).rejects.toThrow(
    'none/a.txt cannot be written: there is no such folder',
  );
});

test('mistakes of whoever writes are no refusals', async () => {
  const bug = new TypeError('of ours');
  await expect(writeWhole(join(folder, 'x'), () => Promise.reject(bug))).rejects.toBe(bug);
});
