import { runChild } from '../harness/child.ts';
import { median } from '../harness/measure.ts';
import type { Scale } from '../harness/scale.ts';
import type { MotionTimes, SessionReport } from '../harness/session-report.ts';
import { formatTable } from '../harness/text.ts';
import type { Table } from './table.ts';

const BARS = 1_000_000;
const PORTFOLIOS = 10;
const MOTIONS = 1000;

async function run(scale: Scale, print: (text: string) => void): Promise<void> {
  const args = [scale.bars(BARS), PORTFOLIOS, scale.quick ? 20 : MOTIONS].map(String);
  const report = await runChild<SessionReport>('session-worker.ts', args);
  print(`${motionTable(report)}\n`);
  print(`${scanTable(report)}\n`);
  print(`${facts(report)}\n`);
}

function motionTable({ motions }: SessionReport): string {
  const names: Readonly<Record<keyof SessionReport['motions'], string>> = {
    goto: 'goto, any bar from any other',
    previous: 'back one bar, from any bar',
    stepBack: 'back one event, from any bar',
  };
  const row = ([key, name]: [string, string]) => {
    const { median: middle, p95, worst, count } = motions[key as keyof typeof motions] satisfies MotionTimes;
    return [name, ...[middle, p95, worst].map((ms) => ms.toFixed(2)), String(count)];
  };
  return formatTable(['ms', 'median', '95 %', 'worst', 'times'], Object.entries(names).map(row));
}

/** A scan and a batch run of one round met the same neighbours. */
function scanTable({ bars, batchSeconds, scans }: SessionReport): string {
  const row = (name: string, seconds: readonly number[]) => [
    name,
    (bars / median(seconds) / 1e6).toFixed(2),
    `${(100 * median(seconds.map((taken, round) => batchSeconds[round] / taken))).toFixed(0)} %`,
  ];
  return formatTable(
    ['looking through the whole run for', 'M bars/s', 'of batch speed'],
    [row('a batch run of the same', batchSeconds), ...Object.entries(scans).map(([n, s]) => row(n, s))],
  );
}

function facts(report: SessionReport): string {
  const { stepping, openSeconds, firstVisitSeconds, checkpointBytes, indexed, indexBytes, rss } = report;
  const mb = (bytes: number) => (bytes / 2 ** 20).toFixed(1);
  return [
    `next() one after the other: ${Math.round(stepping).toLocaleString('en')} bars/s`,
    `open() of 20 years of daily bars, data loaded: ${(1000 * openSeconds).toFixed(0)} ms`,
    `the last bar for the first time, recording on the way: ${firstVisitSeconds.toFixed(2)} s`,
    `checkpoints ${mb(checkpointBytes)} MB, index of ${indexed.toLocaleString('en')} events ${mb(indexBytes)} MB, process ${mb(rss)} MB`,
  ].join('\n');
}

export const stepping: Table = {
  name: 'stepping',
  title: 'Walking through 1,000,000 bars with 10 portfolios',
  groups: [],
  run,
};
