import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runChild } from '../harness/child.ts';
import type { MemoryReport } from '../harness/memory.ts';
import type { Scale } from '../harness/scale.ts';
import { formatTable } from '../harness/text.ts';
import type { Table } from './table.ts';

const PORTFOLIOS = 1000;
const BARS = 100_000;

const CAPPED = ['--max-semi-space-size=2'];

/** @throws Error when the runs did not do the same work. */
async function run(scale: Scale, print: (text: string) => void): Promise<void> {
  const args = [String(scale.portfolios(PORTFOLIOS)), String(scale.bars(BARS))];
  const floor = await runChild<number>('floor.mjs', []);
  const cache = await mkdtemp(join(tmpdir(), 'admf-bench-'));
  try {
    const measure = (options: Parameters<typeof runChild>[2]) =>
      runChild<MemoryReport>('memory-worker.ts', args, options);
    const cached = { nodeFlags: CAPPED, env: { NODE_COMPILE_CACHE: cache } };
    const plain = await measure({});
    const capped = await measure({ nodeFlags: CAPPED });
    // The first run fills the cache.
    await measure(cached);
    const reports: readonly (readonly [string, MemoryReport])[] = [
      ['Node as it comes', plain],
      ['--max-semi-space-size=2', capped],
      ['the same, code from the compile cache', await measure(cached)],
    ];
    if (reports.some(([, { fills }]) => fills !== plain.fills))
      throw new Error('memory: runs differ in fills');
    print(`${describe(reports, floor)}\n`);
  } finally {
    await rm(cache, { recursive: true });
  }
}

function describe(reports: readonly (readonly [string, MemoryReport])[], floor: number): string {
  const header = [
    'MB, but the last two kB a portfolio',
    'peak RSS',
    'Node alone',
    'code',
    'bars',
    'features',
    'heap',
    'buffers',
  ];
  const rows = reports.map(([label, report]) => {
    const { peakRss, startRss, bars, features, heapPerPortfolio, buffersPerPortfolio } = report;
    return [
      label,
      ...[peakRss, floor, startRss - floor, bars, features].map((bytes) => (bytes / 1e6).toFixed(1)),
      ...[heapPerPortfolio, buffersPerPortfolio].map((bytes) => (bytes / 1e3).toFixed(1)),
    ];
  });
  return formatTable(header, rows);
}

export const memory: Table = {
  name: 'memory',
  title: '1,000 portfolios × 100,000 bars in a fresh process',
  groups: [],
  run,
};
