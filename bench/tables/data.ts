import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadBars } from '../../src/data/load-bars.ts';
import { formatBarsCsv } from '../../src/data/writing/format-csv.ts';
import { crossoverBars, SYMBOL } from '../engines/crossover.ts';
import type { BenchGroup } from '../harness/case.ts';
import { rateTable } from '../harness/rate-table.ts';
import type { Scale } from '../harness/scale.ts';
import type { Table } from './table.ts';

const ROWS = 1_000_000;

/** A CSV file of minute bars, gone when the process ends. */
function writeBars(scale: Scale): { readonly folder: string; readonly path: string } {
  const folder = mkdtempSync(join(tmpdir(), 'admf-bench-'));
  process.once('exit', () => rmSync(folder, { recursive: true }));
  const path = join(folder, 'bars.csv');
  writeFileSync(path, formatBarsCsv(crossoverBars(scale.bars(ROWS))));
  return { folder, path };
}

/** Sums of columns: whoever read one cell differently has another. */
function answers(columns: readonly Float64Array[]): number[][] {
  return [columns.map((column) => column.reduce((sum, value) => sum + value, 0))];
}

/** What one would write first. It checks nothing. */
function splitCsv(path: string): Float64Array[] {
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  const columns = Array.from({ length: 6 }, () => new Float64Array(lines.length - 1));
  for (let row = 1; row < lines.length; row++) {
    const cells = lines[row].split(',');
    columns[0][row - 1] = Date.parse(cells[0]);
    for (let c = 1; c < 6; c++) columns[c][row - 1] = Number(cells[c]);
  }
  return columns;
}

const group: BenchGroup = {
  id: 'csv',
  title: 'CSV of minute bars: time, open, high, low, close, volume',
  reference: 'split',
  tolerance: 0,
  cases: [
    {
      id: 'load',
      label: 'loadBars(): DuckDB, every row checked',
      setUp: (scale) => {
        const { folder } = writeBars(scale);
        return async () => {
          const bars = await loadBars({ symbol: SYMBOL, source: 'bars.csv' }, { baseDirectory: folder });
          const { openTime, open, high, low, close, volume } = bars;
          return {
            work: bars.length,
            events: null,
            answers: answers([openTime, open, high, low, close, volume]),
          };
        };
      },
    },
    {
      id: 'split',
      label: 'readFileSync, split, Number: nothing checked',
      setUp: (scale) => {
        const { path } = writeBars(scale);
        return () => {
          const columns = splitCsv(path);
          return { work: columns[0].length, events: null, answers: answers(columns) };
        };
      },
    },
  ],
};

export const data: Table = {
  name: 'data',
  title: 'Reading 1,000,000 rows',
  groups: [group],
  run: (scale, print) => rateTable('data', [group], { kind: 'rate', of: 'rows' }, scale, print),
};
