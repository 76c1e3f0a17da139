import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runChild } from '../harness/child.ts';
import { median } from '../harness/measure.ts';
import type { Scale } from '../harness/scale.ts';
import type { StartReport, TerminalReport } from '../harness/terminal-report.ts';
import { formatTable } from '../harness/text.ts';
import type { Table } from './table.ts';

const BARS = 1_000_000;
const PORTFOLIOS = 10;
const KEYS = 50;
const STARTS = 5;

async function run(scale: Scale, print: (text: string) => void): Promise<void> {
  const args = [scale.bars(BARS), PORTFOLIOS, scale.quick ? 5 : KEYS].map(String);
  const env = { NODE_ENV: 'production' };
  const report = await runChild<TerminalReport>('terminal-worker.ts', args, { env });
  print(`${keyTable(report)}\n`);
  print(`${facts(report)}\n`);
  const cache = await mkdtemp(join(tmpdir(), 'admf-bench-'));
  try {
    const starts: StartReport[] = [];
    // The first one fills the cache of compiled code, which the command keeps too.
    for (let i = 0; i <= (scale.quick ? 1 : STARTS); i++) {
      const start = await runChild<StartReport>('terminal-start-worker.ts', [], {
        env: { ...env, NODE_COMPILE_CACHE: cache },
      });
      if (i > 0) starts.push(start);
    }
    const [took, worked] = [starts.map(({ firstFrame }) => firstFrame), starts.map((one) => one.worked)].map(
      median,
    );
    print(`start to first frame, the demonstration's run: ${took.toFixed(0)} ms; of the processor ${worked.toFixed(0)} ms
`);
  } finally {
    await rm(cache, { recursive: true });
  }
}

function keyTable({ keys, all, worked }: TerminalReport): string {
  const rows = [
    ...Object.entries(keys),
    ['all of them', all] as const,
    ['the same, time of the processor', worked] as const,
  ];
  return formatTable(
    ['key to new frame, 160×45; ms', 'median', '95 %', 'worst', 'times'],
    rows.map(([name, { median: middle, p95, worst, count }]) => [
      name,
      ...[middle, p95, worst].map((ms) => ms.toFixed(1)),
      String(count),
    ]),
  );
}

function facts({ play, list }: TerminalReport): string {
  const { rows, times, grown } = list;
  return [
    `play at 20 bars/s: ${(100 * play.share).toFixed(0)} % of a core, ${(play.bytes / 1024).toFixed(0)} KB/s to the terminal`,
    `list of ${rows.toLocaleString('en')} events: a window anywhere in ${times.median.toFixed(1)} ms, 95 % within ${times.p95.toFixed(1)} ms; memory grew by ${(grown / 2 ** 20).toFixed(1)} MB over ${times.count} of them`,
  ].join('\n');
}

export const terminal: Table = {
  name: 'terminal',
  title: 'The terminal app on 1,000,000 bars with 10 portfolios',
  groups: [],
  run,
};
