import { execFile } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'vitest';
import { type Invocation, invoke } from '../cli/invoke.ts';
import { filesBelow, scratchFolder } from '../cli/scratch.ts';
import { ROOT } from '../support/repository-files.ts';
import { expectGolden } from './golden.ts';

const CASES = join(import.meta.dirname, 'cli');
const NOT_INPUT = new Set(['command', 'expected.txt', 'expected-changed.txt']);

/** What files in a repository cannot be. */
const PREPARED: Readonly<Record<string, (folder: string) => void>> = {
  'results-read-only': (folder) => {
    mkdirSync(join(folder, 'results'));
    chmodSync(join(folder, 'results'), 0o555);
  },
  'results-below-a-file': (folder) => writeFileSync(join(folder, 'out'), 'mine\n'),
  'results-path-is-a-file': (folder) => writeFileSync(join(folder, 'out'), 'mine\n'),
  'data-empty-file': (folder) => writeFileSync(join(folder, 'prices.csv'), ''),
};

/**
 * A case is a folder with a `command` and what it finds. Modules end in `.txt`, as some of them do not parse. Commands
 * that load a module run as processes, since only Node itself strips types and resolves `admf`.
 */
describe.concurrent('what a person sees of the command', () => {
  const cases = readdirSync(CASES);

  test('there are cases to look at', ({ expect }) => {
    expect(cases.length).toBeGreaterThanOrEqual(35);
  });

  test.for(cases)('%s', async (name, { expect, onTestFinished }) => {
    const input = readdirSync(join(CASES, name)).filter((file) => !NOT_INPUT.has(file));
    const folder = scratchFolder({}, onTestFinished);
    for (const file of input) copyFileSync(join(CASES, name, file), join(folder, file.replace(/\.txt$/, '')));
    PREPARED[name]?.(folder);
    const before = filesBelow(folder);
    const args = readFileSync(join(CASES, name, 'command'), 'utf8')
      .trim()
      .split(/ +/)
      .slice(1);
    const module = input.some((file) => file.endsWith('.txt'));
    const seen = module ? await launch(args, folder) : await invoke(args, { cwd: folder, columns: 100 });
    const made = filesBelow(folder).filter((file) => !before.includes(file));
    // A folder that lost its emptiness is no loss.
    const lost = before.filter((file) => !file.endsWith('/') && !filesBelow(folder).includes(file));
    expect(lost).toEqual([]);
    expectGolden(described(args, seen, made, folder), join(CASES, name, 'expected.txt'));
  });
});

function launch(args: readonly string[], cwd: string): Promise<Invocation> {
  return new Promise((resolve) => {
    const command = [join(ROOT, 'bin', 'admf.mjs'), ...args];
    execFile(process.execPath, command, { cwd }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });
}

function described(
  args: readonly string[],
  seen: Invocation,
  made: readonly string[],
  folder: string,
): string {
  const { code, stdout, stderr } = seen;
  const files =
    made.length === 0 ? 'no file made' : `files made:\n${made.map((file) => `  ${file}`).join('\n')}`;
  const text = [`$ admf ${args.join(' ')}`, stdout + stderr, `exit code ${code}, ${files}`, ''].join('\n');
  return text
    .replaceAll(folder, '<folder>')
    .replaceAll(/\b[0-9a-f]{64}\b/g, '<sha256>')
    .replaceAll(/_\d{8}-\d{6}/g, '_<time>')
    .replaceAll(/in [\d.]+ s\b( \(.*bars\/s\))?/g, 'in <time> s');
}
