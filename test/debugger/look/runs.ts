import { join } from 'node:path';
import { Branch } from '../../../src/debugger/branch.ts';
import { open } from '../../../src/debugger/open-session.ts';
import { endOf } from '../../../src/debugger/position.ts';
import { Recording } from '../../../src/debugger/recording.ts';
import { debugSpec, Session } from '../../../src/debugger/session.ts';
import type { BacktestSpec } from '../../../src/engine/backtest-spec.ts';
import { specOf } from '../../oracle/engine-run.ts';
import type { PlainCase, PlainSignal } from '../../oracle/plain.ts';
import { executionOf, portfolioOf } from '../../oracle/tiny.ts';
import { preparedOf } from '../sessions.ts';

const DAY = 86_400_000;

/** Days from 2020-01-01 as [open, high, low, close]. */
export function daysOf(
  rows: readonly (readonly [number, number, number, number])[],
): PlainCase['bars'][string] {
  return rows.map(([open, high, low, close], i) => {
    const openTime = Date.UTC(2020, 0, 1) + i * DAY;
    return { openTime, closeTime: openTime + DAY - 1, open, high, low, close, volume: 1000 };
  });
}

/** Days whose open, high and low lie around their closes. */
export function closesOf(closes: readonly number[]): PlainCase['bars'][string] {
  return daysOf(closes.map((close) => [close, close + 1, close - 1, close]));
}

/** One strategy that follows a script, by bar from 0, in one portfolio. */
export function scriptedCase(
  bars: PlainCase['bars'][string],
  script: Readonly<Record<number, PlainSignal>>,
  change: Partial<PlainCase['portfolios'][number]> = {},
  execution: Partial<PlainCase['execution']> = {},
): PlainCase {
  return {
    bars: { X: bars },
    strategies: [{ id: 's', script: { X: bars.map((_, i) => script[i] ?? null) } }],
    portfolios: [portfolioOf(change)],
    execution: executionOf(execution),
  };
}

/** A session of a case, at the end of a bar; of its last one without. */
export async function sessionOf(input: PlainCase | BacktestSpec, bar?: number): Promise<Session> {
  const spec = 'markets' in input ? input : specOf(input);
  const session = Session.start(preparedOf(spec), { checkpointBytes: 2000 });
  const to = bar ?? session.bars;
  await session.record(to);
  session.moveTo(endOf(to));
  return session;
}

/** The S&P 500 since 2000 with two averages, as a beginner would trade it. */
export function sp500(bar: number): Promise<Session> {
  return opened(
    {
      name: 'sp',
      data: [{ symbol: 'SPX', source: 'dataset:sp500-daily' }],
      strategies: [{ id: 'trend', type: 'sma_crossover', params: { fast: 20, slow: 100 } }],
      portfolios: [{ id: 'main', strategies: ['trend'], cash: 100_000 }],
    },
    bar,
  );
}

/** A workflow as an object, at the end of a bar. Paths start at the fixtures of this folder. */
export async function opened(workflow: Readonly<Record<string, unknown>>, bar: number): Promise<Session> {
  const session = await open(workflow, { baseDirectory: join(import.meta.dirname, 'fixtures') });
  await session.record(bar);
  session.moveTo(endOf(bar));
  return session;
}

/** A fork at the cursor's bar with another specification of the same containers, at the end of `bar`. */
export async function forkOf(session: Session, spec: BacktestSpec, bar: number): Promise<Session> {
  const { branch, position, options } = session;
  branch.recording.seek(position.bar);
  const origin = branch.recording.engine.save();
  const recording = new Recording(debugSpec(spec), { checkpointBytes: 2000, origin });
  const fork = new Branch('fork-1', preparedOf(spec), recording, branch);
  const forked = new Session(fork, session.tree, position, options);
  await forked.record(bar);
  forked.moveTo(endOf(bar));
  return forked;
}
