import type { Backtest, RunOptions } from '../../engine/backtest.ts';
import { LiveEquity } from './live-equity.ts';
import type { LiveProgress, WorkEnd } from './live-progress.ts';

/** What is to be told to those who watch a backtest. */
export interface WatchedBacktest extends Pick<RunOptions, 'onProgress' | 'onStep'> {
  readonly end: (how: WorkEnd) => void;
}

/**
 * Lets somebody see how far a backtest is: the caller, if he wants to hear of it, or else the notebook whose cell it runs in.
 *
 * @param options.progress what the notebook shows.
 * @param options.live also draws equity there.
 */
export function watchBacktest(
  backtest: Backtest,
  {
    onProgress,
    progress,
    live,
  }: {
    readonly onProgress?: (done: number, total: number, bars: number) => void;
    readonly progress?: LiveProgress;
    readonly live: boolean;
  },
): WatchedBacktest {
  const { offsets } = backtest.engine.timeline;
  if (onProgress !== undefined) {
    return {
      onProgress: (done, total) => onProgress(done, total, offsets[done]),
      end: () => {},
    };
  }
  if (progress === undefined) return { end: () => {} };
  const { portfolios } = backtest.engine.topology;
  const equity = live ? new LiveEquity(portfolios.map(({ spec }) => spec.id)) : null;
  progress.begin(equity === null ? undefined : () => equity.toSvg());
  const { slices } = backtest.engine;
  const sample =
    equity === null
      ? undefined
      : (done: number) => equity.add(done / slices, (i) => portfolios[i].ledger.equity);
  sample?.(0);
  return {
    onProgress: (done, total) => {
      sample?.(done);
      progress.update(done, total, offsets[done]);
    },
    ...(sample === undefined ? {} : { onStep: sample }),
    end: (how) => {
      const done = backtest.engine.slice;
      progress.update(done, slices, offsets[done]);
      progress.end(how);
    },
  };
}
