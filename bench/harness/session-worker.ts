/** Walks through a run in this fresh process and prints what it took, as JSON: `<bars> <portfolios> <motions>`. */

import { goto, next, previous, stepBack } from '../../src/debugger/motions/walk.ts';
import { Session } from '../../src/debugger/session.ts';
import { Backtest } from '../../src/engine/backtest.ts';
import { Random } from '../../src/foundation/random.ts';
import type { PreparedRun } from '../../src/workflows/prepare.ts';
import { crossoverBars, crossoverSpec } from '../engines/crossover.ts';
import { calm } from '../tables/portfolio-sets.ts';
import { type SessionReport, timesOf } from './session-report.ts';

const STEPS = 20_000;
const ROUNDS = 3;

const [bars, portfolios, motions] = process.argv.slice(2).map(Number);
const series = crossoverBars(bars);
const spec = crossoverSpec(
  series,
  Array.from({ length: portfolios }, (_, i) => calm(i)),
);
const prepared: PreparedRun = {
  // Nothing of it is read by a session that was not opened from a file.
  config: {} as PreparedRun['config'],
  spec,
  series: [series],
  fingerprint: '',
  dataHash: '',
  codeHashes: {},
  file: null,
  baseDirectory: '.',
};

const session = Session.start(prepared);
const firstVisitSeconds = await seconds(() => goto(session, session.bars));
const { recording } = session.branch;
const random = new Random(1);
const anywhere = () => 2 + Math.floor(random.uniform() * (session.bars - 3));

const report: SessionReport = {
  bars,
  portfolios,
  indexed: recording.events.count,
  checkpointBytes: recording.checkpoints.bytes,
  indexBytes: recording.events.bytes,
  firstVisitSeconds,
  motions: {
    goto: await timed((bar) => goto(session, bar)),
    previous: await timed(() => previous(session), true),
    stepBack: await timed(() => stepBack(session), true),
  },
  stepping: await stepping(),
  ...(await scans()),
  rss: process.memoryUsage.rss(),
};
process.stdout.write(JSON.stringify(report));

/** @param first go somewhere, untimed. */
async function timed(
  motion: (bar: number) => Promise<unknown>,
  first = false,
): Promise<ReturnType<typeof timesOf>> {
  const times: number[] = [];
  for (let i = 0; i < motions; i++) {
    const bar = anywhere();
    if (first) await goto(session, bar);
    times.push(1000 * (await seconds(() => motion(bar))));
  }
  return timesOf(times);
}

async function stepping(): Promise<number> {
  const steps = Math.min(STEPS, session.bars >> 1);
  await goto(session, session.bars >> 2);
  const took = await seconds(async () => {
    for (let i = 0; i < steps; i++) await next(session);
  });
  return steps / took;
}

/** Scans and batch runs in turns. */
async function scans(): Promise<Pick<SessionReport, 'batchSeconds' | 'scans'>> {
  const batchSeconds: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const backtest = new Backtest(recording.spec);
    batchSeconds.push(await seconds(() => backtest.runSync()));
  }
  return { batchSeconds: batchSeconds.slice(1), scans: {} };
}

async function seconds(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}
