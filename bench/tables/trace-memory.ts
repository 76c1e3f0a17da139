import { runChild } from '../harness/child.ts';
import { median } from '../harness/measure.ts';
import type { Scale } from '../harness/scale.ts';
import { formatTable } from '../harness/text.ts';
import type { TraceMemoryReport } from '../harness/trace-memory-worker.ts';

const BARS = 100_000;
/** Rows of the specification's table, each with what a container is told to do. */
const ROWS = [
  { label: 'No tracing', theirs: '0 MB', portfolios: 400, settings: null },
  {
    label: 'Minimal portfolio: trade_complete',
    theirs: '1–2 MB',
    portfolios: 400,
    settings: { enabled: true, mode: 'minimal' },
  },
  { label: 'Sliding window (100 events)', theirs: '1–5 MB', portfolios: 400, settings: window(100) },
  { label: 'Sliding window (1000 events)', theirs: '10–50 MB', portfolios: 400, settings: window(1000) },
  {
    label: 'Full memory tracing',
    theirs: '100+ MB',
    portfolios: 10,
    settings: { enabled: true, retention_policy: 'all', storage_backend: 'memory' },
  },
  {
    label: 'Disk streaming',
    theirs: '10–20 MB buffer',
    portfolios: 10,
    settings: { enabled: true, mode: 'full' },
  },
] as const;
const MANY = 1000;

function window(max_events: number) {
  return { enabled: true, events_to_trace: 'ALL', mode: 'sliding_window', max_events } as const;
}

/**
 * The specification's table of memory by configuration, theirs beside ours; then 1,000 portfolios with and without
 * `trade_complete`.
 *
 * @throws Error when runs of the same portfolios differ in fills.
 */
export async function traceMemoryTable(scale: Scale, print: (text: string) => void): Promise<void> {
  print('Memory of a container at the end of 100,000 bars\n');
  const bars = scale.bars(BARS);
  const untraced = new Map<number, TraceMemoryReport>();
  const rows: string[][] = [];
  for (const { label, theirs, portfolios, settings } of ROWS) {
    const count = scale.portfolios(portfolios);
    const without = untraced.get(count) ?? (await measure(count, bars, null));
    untraced.set(count, without);
    const traced = settings === null ? without : await measure(count, bars, settings);
    checkFills(without, traced);
    const ours = (traced.held - without.held) / count;
    rows.push([label, theirs, size(ours), size(traced.expected)]);
  }
  print(`${formatTable(['', 'theirs', 'ours', 'admf trace explain'], rows)}\n`);
  await manyPortfolios(scale, print);
}

async function manyPortfolios(scale: Scale, print: (text: string) => void): Promise<void> {
  const count = scale.portfolios(MANY);
  const bars = scale.bars(BARS);
  print(`${count.toLocaleString('en')} portfolios × ${bars.toLocaleString('en')} bars, whole process, MB\n`);
  const runs: { without: TraceMemoryReport; traced: TraceMemoryReport }[] = [];
  for (let round = 0; round < scale.rounds; round++) {
    const without = await measure(count, bars, null);
    const traced = await measure(count, bars, { enabled: true, mode: 'minimal' });
    checkFills(without, traced);
    runs.push({ without, traced });
  }
  const row = (label: string, of: (run: (typeof runs)[number]) => TraceMemoryReport) => [
    label,
    megabytes(median(runs.map((run) => of(run).peakRss))),
    megabytes(median(runs.map((run) => aboveShared(of(run))))),
    megabytes(median(runs.map((run) => of(run).peakRss - run.without.peakRss))),
    megabytes(median(runs.map((run) => of(run).held - run.without.held))),
  ];
  const header = ['', 'peak RSS', 'above code, bars and features', 'above untraced', 'held above untraced'];
  const rows = [row('untraced', ({ without }) => without), row('trade_complete', ({ traced }) => traced)];
  print(`${formatTable(header, rows)}\n`);
}

function measure(portfolios: number, bars: number, settings: object | null): Promise<TraceMemoryReport> {
  return runChild<TraceMemoryReport>('trace-memory-worker.ts', [
    String(portfolios),
    String(bars),
    JSON.stringify(settings),
  ]);
}

function aboveShared({ peakRss, startRss, features }: TraceMemoryReport): number {
  return peakRss - startRss - features;
}

function checkFills(a: TraceMemoryReport, b: TraceMemoryReport): void {
  if (a.fills !== b.fills) throw new Error('tracing: runs with and without a trace differ in fills');
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}

/** Kilobytes up to a megabyte. */
function size(bytes: number): string {
  if (bytes === 0) return '0';
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${megabytes(bytes)} MB`;
}
