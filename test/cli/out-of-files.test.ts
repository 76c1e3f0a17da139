import { expect, test, vi } from 'vitest';
import { invoke } from './invoke.ts';
import { scratchFolder, tinyWorkflow } from './scratch.ts';

const RUN = 'results/tiny_20260115-093000';

/** Files that may still be opened, and the error of one more. */
const limit = { left: Number.POSITIVE_INFINITY, code: '' };

vi.mock('node:fs/promises', async (original) => {
  const fs = await original<typeof import('node:fs/promises')>();
  const open: typeof fs.open = async (...args) => {
    if (--limit.left < 0) throw Object.assign(new Error(`${limit.code}: open`), { code: limit.code });
    return fs.open(...args);
  };
  return { ...fs, open, default: { ...fs, open } };
});

const MORE = `no more files can be open at once
  hint: ulimit -n allows more; traces are read side by side, one file for each container
`;

// It was called a bug of ours, with a stack.
test.each([
  ['jsonl', 'EMFILE', MORE],
  ['columnar', 'EMFILE', MORE],
  ['arrow', 'ENFILE', MORE],
  ['jsonl', 'EACCES', 'permission denied\n'],
])('events and why say in one line that a trace of %s meets %s', async (format, code, told) => {
  const cwd = scratchFolder({
    'w.yaml': tinyWorkflow(`tracing: { mode: full, storage_config: { format: ${format} } }`),
  });
  expect(await invoke(['run', 'w.yaml', '--quiet'], { cwd })).toMatchObject({ code: 0 });
  for (const args of [
    ['events', RUN],
    ['why', RUN, 'fill-2'],
  ]) {
    // At whichever file it comes: the first, one of those whose headers are read, or one whose events are.
    let left = 0;
    for (; ; left++) {
      Object.assign(limit, { left, code });
      const { code: exit, stderr } = await invoke(args, { cwd });
      limit.left = Number.POSITIVE_INFINITY;
      if (exit === 0) break;
      expect([exit, stderr.replace(/\/\w+\.\w+:/, '/FILE:')]).toEqual([
        2,
        `${RUN}/traces/FILE: the trace cannot be read: ${told}`,
      ]);
    }
    expect(left).toBeGreaterThan(2);
  }
  expect(await invoke(['events', RUN, '--limit', '1'], { cwd })).toMatchObject({ code: 0 });
});
