import { mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { onTestFinished } from 'vitest';

/** Registers what is done when a test is over; tests that run side by side have one each. */
type Finish = (handler: () => void) => void;

/** A folder with these files, gone when the test is over. */
export function scratchFolder(
  files: Readonly<Record<string, string>> = {},
  finish: Finish = onTestFinished,
): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'admf-cli-')));
  finish(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

/** Paths of all files and empty folders below, sorted, hidden ones too, with `/` between. */
export function filesBelow(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .map((entry) => ({ entry, path: join(entry.parentPath, entry.name) }))
    .filter(({ entry, path }) => !entry.isDirectory() || readdirSync(path).length === 0)
    .map(
      ({ entry, path }) =>
        path.slice(folder.length + 1).replaceAll(sep, '/') + (entry.isDirectory() ? '/' : ''),
    )
    .sort();
}

/** A workflow that runs in milliseconds, with `more` at its end. */
export function tinyWorkflow(more = '', bars = 300): string {
  return `name: tiny
data:
  - { symbol: X, source: "generate:gbm?bars=${bars}&seed=7" }
strategies:
  - { id: trend, type: sma_crossover, params: { fast: 5, slow: 20 } }
portfolios:
  - { id: p, strategies: [trend], cash: 100_000 }
${more}`;
}
