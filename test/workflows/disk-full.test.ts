import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { run } from '../../src/workflows/run-workflow.ts';
import { scratchFolder } from '../cli/scratch.ts';

/** Bytes that the disk still takes. */
let room = Number.POSITIVE_INFINITY;

/** Files that may still be opened for writing, and what is told of those that are closed. */
const limits: { left: number; onClose: (file: number) => void } = {
  left: Number.POSITIVE_INFINITY,
  onClose: () => {},
};

vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  const take = (bytes: number) => {
    room -= bytes;
    if (room < 0)
      throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  };
  const writeSync = (file: number, data: Uint8Array, at?: number) => {
    take(data.length);
    return fs.writeSync(file, data, at);
  };
  const writevSync = (file: number, parts: readonly Uint8Array[]) => {
    take(parts.reduce((sum, { length }) => sum + length, 0));
    return fs.writevSync(file, parts);
  };
  const openSync = (path: string, flags: string) => {
    if (--limits.left < 0) throw Object.assign(new Error('EMFILE: too many open files'), { code: 'EMFILE' });
    return fs.openSync(path, flags);
  };
  const closeSync = (file: number) => {
    limits.onClose(file);
    fs.closeSync(file);
  };
  const mocked = { ...fs, writeSync, writevSync, openSync, closeSync };
  return { ...mocked, default: mocked };
});

afterEach(() => {
  room = Number.POSITIVE_INFINITY;
  limits.left = Number.POSITIVE_INFINITY;
  limits.onClose = () => {};
});

const base = {
  name: 'long',
  data: [{ symbol: 'X', source: 'generate:gbm?bars=3000&seed=7' }],
  strategies: [{ id: 's', type: 'sma_crossover', params: { fast: 5, slow: 20 } }],
  portfolios: [{ id: 'p', strategies: ['s'], cash: 100_000 }],
};

const files = (storage_config: object) => ({ mode: 'full', storage_config });
const spilled = { retention_policy: 'all', max_events: 500, on_budget: 'spill' };

// It was called a bug of ours, with a stack; and a file that had been closed meanwhile, not the disk, was to blame.
describe('a run that fills the disk says so in one line, and leaves nothing behind', () => {
  test.each([
    ['lines', files({}), 500_000],
    ['lines, at the end', files({}), 700_000],
    ['compressed lines', files({ compression: 'gzip' }), 50_000],
    ['Arrow', files({ format: 'arrow' }), 50_000],
    ['columns', files({ format: 'columnar' }), 10_000],
    ['columns that are not compressed', files({ format: 'columnar', compression: false }), 100_000],
    ['what memory has no room for', spilled, 500_000],
  ])('%s', async (_, tracing, bytes) => {
    const results = scratchFolder();
    room = bytes;
    const failed = run({ ...base, tracing: { default: tracing } }, { results });
    await expect(failed).rejects.toMatchObject({
      code: 'results_not_writable',
      message: `results cannot be written to ${results}: the disk is full`,
    });
    expect(room).toBeLessThan(0);
    expect(readdirSync(results)).toEqual([]);
  });
});

// The folder could not even be looked at any more, and that was called a bug.
test('a run that may open no more files says so, and closes those that are open', async () => {
  const results = scratchFolder();
  const closed: number[] = [];
  limits.left = 3;
  limits.onClose = (file) => closed.push(file);
  const failed = run({ ...base, tracing: { default: files({}) } }, { results });
  await expect(failed).rejects.toThrow(
    `results cannot be written to ${results}: no more files can be open at once`,
  );
  expect(closed).toHaveLength(3);
  expect(readdirSync(results)).toEqual([]);
});

test('a run whose folder is taken away while it goes on says so', async () => {
  const results = scratchFolder();
  const tracing = { default: files({ max_file_size_mb: 0.1 }) };
  const taken = run(
    { ...base, tracing },
    {
      results,
      onReady: () => rmSync(results, { recursive: true, force: true }),
    },
  );
  await expect(taken).rejects.toThrow(
    `results cannot be written to ${results}: it was taken away while the run went on`,
  );
});

test('a file that is not found for another reason is a bug, and keeps its stack', async () => {
  const missing = join(scratchFolder(), 'nothing');
  const failed = run(base, {
    results: scratchFolder(),
    onReady: () => {
      writeFileSync(join(missing, 'file'), '');
    },
  });
  await expect(failed).rejects.toMatchObject({ code: 'ENOENT', path: join(missing, 'file') });
});
