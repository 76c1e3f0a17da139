/**
 * Prints the contract suites, over how many implementations each of them runs, and which: as vitest collects them, without
 * running any.
 *
 *     node scripts/contracts.ts
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const ROOT = join(import.meta.dirname, '..');
const FOLDER = join('test', 'contracts');

/** A contract suite, known by the title of a test that no other has. */
export interface Contract {
  /** As its file is called: `sizing`. */
  readonly name: string;
  readonly marker: string;
}

/** A test as `vitest list` tells it: titles from the outermost `describe` on, joined by ` > `. */
export interface ListedTest {
  readonly name: string;
}

/** What a suite runs over. */
export interface Suite {
  readonly contract: string;
  readonly implementations: readonly string[];
  /** Of all implementations. */
  readonly tests: number;
}

/** The contract suites of the repository, by name. */
export async function contracts(): Promise<Contract[]> {
  const files = (await readdir(join(ROOT, FOLDER))).sort();
  const titles = await Promise.all(
    files.map(async (file) => {
      const source = await readFile(join(ROOT, FOLDER, file), 'utf8');
      return [...source.matchAll(/\btest\('(?<title>[^']+)'/g)].map(({ groups }) => groups?.title ?? '');
    }),
  );
  return files.flatMap((file, i) => {
    if (!file.endsWith('-contract.ts')) return [];
    // What stands in two files, as what every component says of itself, does not tell them apart.
    const marker = titles[i].find((title) => titles.flat().filter((other) => other === title).length === 1);
    if (marker === undefined) throw new Error(`${file} has no test with a title of its own`);
    return [{ name: file.replace('-contract.ts', ''), marker }];
  });
}

/** Which suites the listed tests belong to. */
export function suitesOf(tests: readonly ListedTest[], known: readonly Contract[]): Suite[] {
  const paths = tests.map(({ name }) => name.split(' > '));
  return known.map(({ name, marker }) => {
    const own = new Set(paths.filter((path) => path.at(-1) === marker).map(([outermost]) => outermost));
    return {
      contract: name,
      implementations: [...own],
      tests: paths.filter(([outermost]) => own.has(outermost)).length,
    };
  });
}

/** The suites as text: a line each, with the implementations below it. */
export function contractTable(suites: readonly Suite[], width = 120): string {
  const most = Math.max(...suites.map(({ contract }) => contract.length));
  const head = `${'contract'.padEnd(most)}  implementations  tests`;
  const lines = suites.flatMap(({ contract, implementations, tests }) => [
    `${contract.padEnd(most)}  ${String(implementations.length).padStart(15)}  ${String(tests).padStart(5)}`,
    ...wrapped(shortNames(implementations), width - 4).map((line) => `    ${line}`),
  ]);
  const sum = (of: (suite: Suite) => number) => suites.reduce((total, suite) => total + of(suite), 0);
  const all = `${suites.length} contracts, ${sum((suite) => suite.implementations.length)} implementations, ${sum((suite) => suite.tests)} tests`;
  return [head, ...lines, '', all].join('\n');
}

/** Without the words that all of them begin or end with: `feature sma`, `feature ema` are `sma`, `ema`. */
function shortNames(names: readonly string[]): string[] {
  const words = names.map((name) => name.split(' '));
  const same = (at: (list: string[]) => string | undefined) => new Set(words.map(at)).size === 1;
  while (names.length > 1 && words.every(({ length }) => length > 1) && same((list) => list[0])) {
    for (const list of words) list.shift();
  }
  while (names.length > 1 && words.every(({ length }) => length > 1) && same((list) => list.at(-1))) {
    for (const list of words) list.pop();
  }
  return words.map((list) => list.join(' '));
}

function wrapped(items: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const item of items) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 3 + item.length <= width)
      lines[lines.length - 1] = `${last} · ${item}`;
    else lines.push(item);
  }
  return lines;
}

/** Tests of the files that run contracts. @param only folders or files; all of them by default. */
export async function listTests(only: readonly string[] = []): Promise<ListedTest[]> {
  const files = await filesWithContracts(join(ROOT, 'test'));
  const scratch = await mkdtemp(join(tmpdir(), 'admf-contracts-'));
  try {
    const output = join(scratch, 'tests.json');
    const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
    const wanted = files.filter((file) => only.length === 0 || only.some((part) => file.includes(part)));
    const options = ['list', '--no-static-parse', `--json=${output}`, ...wanted];
    await promisify(execFile)(process.execPath, [vitest, ...options], { cwd: ROOT, maxBuffer: 1e8 });
    return JSON.parse(await readFile(output, 'utf8')) as ListedTest[];
  } finally {
    await rm(scratch, { recursive: true });
  }
}

async function filesWithContracts(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true });
  const tests = entries.filter((entry) => entry.endsWith('.test.ts')).sort();
  const sources = await Promise.all(tests.map((file) => readFile(join(folder, file), 'utf8')));
  return tests.filter((_, i) => sources[i].includes('/contracts/')).map((file) => join('test', file));
}

if (import.meta.main) console.log(contractTable(suitesOf(await listTests(), await contracts())));
