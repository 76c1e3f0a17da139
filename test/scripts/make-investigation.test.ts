import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../support/repository-files.ts';

const FOLDER = join('docs', 'investigation');
const page = readFileSync(join(ROOT, FOLDER, 'README.md'), 'utf8');

/** In processes of their own: places in the source are those of the files as Node reads them. */
function output(args: readonly string[]): string {
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' });
  expect(stderr).toBe('');
  return stdout;
}

test('the investigation in the documentation is what its commands answer (node scripts/make-investigation.ts)', () => {
  const write =
    'import("./scripts/make-investigation.ts").then(async (m) => process.stdout.write(await m.investigationPage()))';
  expect(output(['-e', write])).toBe(page);
});

test('the command that the page names prints every line of it, and no other', () => {
  const [workflow, script] = ['workflow.yaml', 'commands.txt'].map((name) => join(FOLDER, name));
  const stdout = output([join('bin', 'admf.mjs'), 'step', workflow, '--echo', '--script', script]);
  const blocks = [...page.matchAll(/```text\n(.*?)\n```/gs)].map(([, block]) => block);
  expect(stdout.trimEnd()).toBe(blocks.join('\n'));
});
