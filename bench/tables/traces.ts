import { traceThread } from '../../src/tracing/file/trace-thread.ts';
import { crossoverBars, crossoverSpec, type Periods } from '../engines/crossover.ts';
import {
  linesFile,
  lookOn,
  runInMemory,
  runTraced,
  runUntraced,
  stringifiedFile,
  traceFile,
} from '../engines/traced-run.ts';
import type { BenchGroup, Work } from '../harness/case.ts';
import { type Measurement, median, timesAsFast } from '../harness/measure.ts';
import { figure, measureGroup } from '../harness/rate-table.ts';
import type { Scale } from '../harness/scale.ts';
import { formatTable } from '../harness/text.ts';
import { busy } from './portfolio-sets.ts';
import type { Table } from './table.ts';

const UNTRACED = 'untraced';
const REFERENCE = 'stringify';

function group(id: string, title: string, bars: number, periods: readonly Periods[]): BenchGroup {
  const traced = (run: (spec: ReturnType<typeof crossoverSpec>) => ReturnType<Work>) => (scale: Scale) => {
    const series = crossoverBars(scale.bars(bars));
    return () => run(crossoverSpec(series, periods));
  };
  return {
    id,
    title,
    reference: REFERENCE,
    tolerance: 0,
    cases: [
      { id: UNTRACED, label: 'no trace', setUp: traced(runUntraced) },
      {
        id: 'look-on',
        label: 'an observer that counts, event by event',
        setUp: traced((spec) => runTraced(spec, lookOn)),
      },
      {
        id: 'memory-all',
        label: 'memory, also what containers are handed',
        setUp: traced((spec) => runInMemory(spec, true)),
      },
      { id: 'memory', label: 'memory', setUp: traced((spec) => runInMemory(spec, false)) },
      {
        id: 'trace',
        label: '.trace: columns, zstd, by a thread',
        setUp: traced((spec) => runTraced(spec, traceFile({ thread: traceThread() }))),
      },
      {
        id: 'trace-alone',
        label: '.trace, without the thread',
        setUp: traced((spec) => runTraced(spec, traceFile())),
      },
      {
        id: 'trace-plain',
        label: '.trace, not compressed',
        setUp: traced((spec) => runTraced(spec, traceFile({ compression: 'none' }))),
      },
      { id: 'jsonl', label: 'JSONL', setUp: traced((spec) => runTraced(spec, linesFile('none'))) },
      { id: 'jsonl-zstd', label: 'JSONL, zstd', setUp: traced((spec) => runTraced(spec, linesFile('zstd'))) },
      { id: 'jsonl-gzip', label: 'JSONL, gzip', setUp: traced((spec) => runTraced(spec, linesFile('gzip'))) },
      {
        id: REFERENCE,
        label: 'JSON.stringify, a line an event',
        setUp: traced((spec) => runTraced(spec, stringifiedFile)),
      },
    ],
  };
}

const GROUPS = [
  group('one', 'tracing formats: one strategy, SMA 20/100, 200,000 bars', 200_000, [{ fast: 20, slow: 100 }]),
  group(
    'ten',
    'tracing formats: ten portfolios, busy, 50,000 bars',
    50_000,
    Array.from({ length: 10 }, (_, i) => busy(i)),
  ),
];

/** Events a second of whole runs, and of the tracing alone: what a run takes longer than the one without a trace. */
function describe({ cases }: BenchGroup, measured: readonly Measurement[]): string {
  const reference = measured.find(({ id }) => id === REFERENCE) as Measurement;
  const untraced = measured.find(({ id }) => id === UNTRACED) as Measurement;
  const alone = (each: Measurement): Measurement => ({
    ...each,
    warmSeconds: each.warmSeconds.map((seconds, round) => seconds - untraced.warmSeconds[round]),
  });
  const rows = measured.map((each, i) => {
    const rate = (seconds: number) => figure(each.work / seconds / 1e6);
    const extra = alone(each);
    // Within the noise, tracing may seem to take no time.
    const told = each !== untraced && extra.warmSeconds.every((seconds) => seconds > 0);
    return [
      cases[i].label,
      each.coldSeconds === null ? '–' : rate(each.coldSeconds),
      rate(median(each.warmSeconds)),
      `${rate(Math.max(...each.warmSeconds))}–${rate(Math.min(...each.warmSeconds))}`,
      `${figure(timesAsFast(each, reference))}×`,
      told ? figure((1e9 * median(extra.warmSeconds)) / each.work) : '–',
      told ? `${figure(timesAsFast(extra, alone(reference)))}×` : '–',
      each.bytes === undefined || each.bytes === 0 ? '–' : figure(each.bytes / each.work),
    ];
  });
  const header = ['', 'M events/s cold', 'warm', 'min–max', 'ratio', 'trace ns/event', 'ratio', 'B/event'];
  return formatTable(header, rows);
}

export const traces: Table = {
  name: 'traces',
  title: 'A full trace, each event kept once',
  groups: GROUPS,
  async run(scale, print) {
    for (const each of GROUPS) {
      const measured = await measureGroup('traces', each, scale);
      print(`${each.title}\n${describe(each, measured)}\n`);
    }
  },
};
