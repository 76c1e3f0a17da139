import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LoadRequest, loadBars } from '../../src/data/load-bars.ts';
import { REPORTING } from '../../src/data/quality/policies.ts';
import { writeBars } from '../../src/data/writing/write-bars.ts';
import { crossoverBars, SYMBOL } from '../engines/crossover.ts';
import type { BenchCase, BenchGroup } from '../harness/case.ts';
import { rateTable } from '../harness/rate-table.ts';
import type { Scale } from '../harness/scale.ts';
import type { Table } from './table.ts';

const ROWS = 1_000_000;
/** Spikes and gaps are looked for and let be, so that the bars stay the same. */
const ALL_CHECKS = REPORTING;

/** A file of minute bars, gone when the process ends. */
async function writeFile(scale: Scale, name: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'admf-bench-'));
  process.once('exit', () => rmSync(folder, { recursive: true }));
  await writeBars(join(folder, name), [crossoverBars(scale.bars(ROWS))]);
  return folder;
}

/** Sums of columns: whoever read one cell differently has another. */
function answers(columns: readonly Float64Array[]): number[][] {
  return [columns.map((column) => column.reduce((sum, value) => sum + value, 0))];
}

/** Loads a file that is written first. */
function loading(id: string, label: string, name: string, more: Partial<LoadRequest> = {}): BenchCase {
  return {
    id,
    label,
    setUp: async (scale) => {
      const baseDirectory = await writeFile(scale, name);
      return async () => {
        const bars = await loadBars({ symbol: SYMBOL, source: name, ...more }, { baseDirectory });
        const { openTime, open, high, low, close, volume } = bars;
        return {
          work: bars.length,
          events: null,
          answers: answers([openTime, open, high, low, close, volume]),
        };
      };
    },
  };
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
  id: 'files',
  title: 'Minute bars: time, open, high, low, close, volume',
  reference: 'split',
  tolerance: 0,
  cases: [
    loading('load', 'loadBars(): CSV through DuckDB, every row checked', 'bars.csv'),
    loading('parquet', 'the same of Parquet', 'bars.parquet'),
    loading('arrow', 'the same of Arrow IPC', 'bars.arrow'),
    loading('quality', 'Parquet, every check of quality', 'bars.parquet', { quality: ALL_CHECKS }),
    {
      id: 'split',
      label: 'CSV by readFileSync, split, Number: nothing checked',
      setUp: async (scale) => {
        const path = join(await writeFile(scale, 'bars.csv'), 'bars.csv');
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
