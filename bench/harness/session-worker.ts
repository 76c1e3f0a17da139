/** Walks through a run in this fresh process and prints what it took, as JSON: `<bars> <portfolios> <motions>`. */

import { runTo } from '../../src/debugger/motions/run.ts';
import { goto, next, previous, stepBack } from '../../src/debugger/motions/walk.ts';
import { open } from '../../src/debugger/open-session.ts';
import { Session } from '../../src/debugger/session.ts';
import type { RunView } from '../../src/debugger/stops/run-view.ts';
import { Backtest } from '../../src/engine/backtest.ts';
import { Random } from '../../src/foundation/random.ts';
import { crossoverRun } from './crossover-run.ts';
import { type SessionReport, timesOf } from './session-report.ts';

const STEPS = 20_000;
const ROUNDS = 3;

const [bars, portfolios, motions] = process.argv.slice(2).map(Number);
const prepared = crossoverRun(bars, portfolios);

/** Twenty years of daily bars. */
const DAILY = {
  data: [{ symbol: 'SPX', source: 'dataset:sp500-daily' }],
  strategies: [{ id: 'trend', type: 'sma_crossover' }],
  portfolios: [{ id: 'main', strategies: ['trend'], cash: 100_000 }],
};
const openSeconds = await seconds(() => open(DAILY));

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
  openSeconds,
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

/** Whole scans for what is never found, and batch runs, in turns; the first round is for the compiler. */
async function scans(): Promise<Pick<SessionReport, 'batchSeconds' | 'scans'>> {
  const all = Array.from({ length: portfolios }, (_, i) => `portfolio_p${i}.equity < 0`).join(' || ');
  const predicates = {
    'portfolio_p0.equity < 0': 'portfolio_p0.equity < 0',
    'the same of every portfolio': all,
    "event.type == 'FILL' && event.fillPrice < 0": "event.type == 'FILL' && event.fillPrice < 0",
    'a function of one portfolio': (at: RunView) => at.portfolio.equity < 0,
  };
  const batchSeconds: number[] = [];
  const taken: Record<string, number[]> = {};
  for (let round = 0; round <= ROUNDS; round++) {
    const backtest = new Backtest(recording.spec);
    batchSeconds.push(await seconds(() => backtest.runSync()));
    for (const [name, predicate] of Object.entries(predicates)) {
      for (const direction of ['next', 'previous'] as const) {
        await goto(session, direction === 'next' ? 0 : session.bars);
        const label = `${name}${direction === 'next' ? '' : ', backwards'}`;
        const took = await seconds(() => runTo(session, predicate, { direction }));
        taken[label] = [...(taken[label] ?? []), took];
      }
    }
  }
  return {
    batchSeconds: batchSeconds.slice(1),
    scans: Object.fromEntries(Object.entries(taken).map(([name, times]) => [name, times.slice(1)])),
  };
}

async function seconds(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}
