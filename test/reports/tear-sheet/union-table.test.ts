import { expect, test } from 'vitest';
import { RUN_METRICS } from '../../../src/analytics/run-metrics.ts';
import { RUN_FIGURE_NAMES } from '../../../src/reports/run/run-figures.ts';
import { readRepositoryFile } from '../../support/repository-files.ts';

const ROWS = readRepositoryFile('docs/tear-sheet.md')
  .split('\n')
  .filter((line) => /^\| [A-Z]/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()));

test('every metric and figure that the table of the tear sheet names is there', () => {
  const metrics = new Set(RUN_METRICS.map(({ name }) => name));
  const named = ROWS.flatMap(([, , , here]) => here.match(/(?<=`)[a-z_]+(?=`)/g) ?? []);
  expect(named.filter((name) => !metrics.has(name))).toEqual([]);
  const figures = ROWS.flatMap(([, , , here]) => here.match(/(?<=\*)[a-z_]+(?=\*)/g) ?? []);
  expect(figures.filter((name) => !(RUN_FIGURE_NAMES as readonly string[]).includes(name))).toEqual([]);
});

test('every row says where its item is, or why it is nowhere', () => {
  expect(ROWS.length).toBeGreaterThan(40);
  expect(ROWS.filter(([, , , here]) => here === '')).toEqual([]);
});
