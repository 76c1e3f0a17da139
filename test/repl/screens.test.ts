import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { UI_KEYS } from '../../repl/model/keymap.ts';
import { screens } from '../../scripts/make-screens.ts';
import { COMMANDS } from '../../src/index.ts';
import { ROOT } from '../support/repository-files.ts';

test('the screens in the documentation are what the app shows: node scripts/make-screens.ts makes them', async () => {
  const made = await screens();
  const kept = new Map(
    [...made.keys()].map((path) => {
      const file = join(ROOT, path);
      return [path, existsSync(file) ? readFileSync(file, 'utf8') : 'missing'];
    }),
  );
  expect(kept).toEqual(made);
  const texts = [...made.keys()]
    .filter((path) => path.endsWith('.txt'))
    .map((path) => path.split('/').at(-1));
  expect(readdirSync(join(ROOT, 'docs', 'screens'))).toHaveLength(texts.length);
});

test('every screen has its size, and the one in ASCII nothing else', async () => {
  for (const [path, text] of await screens()) {
    const [, columns, rows] = /(\d+)x(\d+)[^/]*\.txt$/.exec(path) ?? [];
    if (columns === undefined) continue;
    const lines = text.trimEnd().split('\n');
    expect(lines).toHaveLength(Number(rows) - 1);
    // A line ends in a bar of its own.
    expect(lines.filter((line) => Array.from(line).length !== Number(columns) + 1)).toEqual([]);
    if (path.includes('ascii')) expect(text).toMatch(/^[\x20-\x7e\n]*$/);
  }
});

test('the page about the terminal names every key', () => {
  const page = readFileSync(join(ROOT, 'docs', 'terminal.md'), 'utf8');
  const keys = [...UI_KEYS, ...COMMANDS].flatMap((one) => one.keys);
  expect(keys.filter((key) => !page.includes(`\`${key}\``))).toEqual([]);
});
