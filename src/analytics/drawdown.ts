import { MS_PER_DAY } from './annualise.ts';
import {
  dateOrNull,
  LONGEST,
  MAX_DEPTH,
  MAX_IS_OPEN,
  MAX_PEAK_TIME,
  MAX_RECOVERY_TIME,
  MAX_TROUGH_TIME,
  PEAK,
  PEAK_TIME,
  TIME,
  TROUGH,
  UPDATES,
} from './equity-words.ts';
import { defineMetrics } from './metric.ts';

export interface DrawdownMetrics {
  /** Deepest fall from an earlier high, a fraction ≤ 0; the starting equity is a high too. At worst −1. */
  readonly maxDrawdown: number | null;
  /** When equity last stood at the high from which it fell deepest; ms UTC. */
  readonly maxDrawdownPeakDate: number | null;
  /** When it stood lowest in that fall; ms UTC. */
  readonly maxDrawdownTroughDate: number | null;
  /** When it first stood at that high again; ms UTC. */
  readonly maxDrawdownRecoveryDate: number | null;
  /** Calendar days from that high to the recovery, or to the last update. */
  readonly maxDrawdownDays: number | null;
  /** Calendar days of the longest time below a high, however deep; an open one runs to the last update. */
  readonly longestDrawdownDays: number | null;
}

const NO_DRAWDOWN = 'there are no updates, or equity was never below an earlier high';

export const DRAWDOWN_METRICS = defineMetrics<DrawdownMetrics>('drawdown', {
  maxDrawdown: {
    label: 'Max drawdown',
    unit: 'fraction',
    better: 'higher',
    definition:
      'Deepest fall of equity from its highest level so far, starting equity included, as a fraction ≤ 0 of that level. Stops at −1, also when equity falls below 0.',
    formula: 'min over t of max(E_t / max(E_−1 … E_t) − 1, −1)',
    nullWhen: 'there are no updates',
  },
  maxDrawdownPeakDate: {
    label: 'Max drawdown: peak',
    unit: 'date',
    better: null,
    definition:
      'The last time equity stood at the level from which it fell deepest; the start of the run for starting equity.',
    nullWhen: NO_DRAWDOWN,
  },
  maxDrawdownTroughDate: {
    label: 'Max drawdown: trough',
    unit: 'date',
    better: null,
    definition: 'The first time equity stood at the bottom of the deepest fall.',
    nullWhen: NO_DRAWDOWN,
  },
  maxDrawdownRecoveryDate: {
    label: 'Max drawdown: recovery',
    unit: 'date',
    better: null,
    definition:
      'The first time after the trough at which equity reached the peak again. Nothing recovers from equity ≤ 0.',
    nullWhen: 'equity has not recovered, or was never below an earlier high',
  },
  maxDrawdownDays: {
    label: 'Max drawdown: length',
    unit: 'days',
    better: 'lower',
    definition:
      'Calendar days from peak to recovery of the deepest drawdown, or to the last update if it has not recovered.',
    nullWhen: 'there are no updates',
  },
  longestDrawdownDays: {
    label: 'Longest drawdown',
    unit: 'days',
    better: 'lower',
    definition:
      'Calendar days of the longest time from a high to its recovery, or to the last update, however deep the fall.',
    nullWhen: 'there are no updates',
  },
});

const NO_UPDATES: DrawdownMetrics = {
  maxDrawdown: null,
  maxDrawdownPeakDate: null,
  maxDrawdownTroughDate: null,
  maxDrawdownRecoveryDate: null,
  maxDrawdownDays: null,
  longestDrawdownDays: null,
};

/** Equity is ≤ 0: all is lost, and nothing is to be tracked any more. */
export function endInRuin(w: Float64Array): void {
  w[TROUGH] = 0;
  deepen(w, -1);
}

export function drawdownMetrics(w: Float64Array): DrawdownMetrics {
  if (w[UPDATES] === 0) return NO_UPDATES;
  const open = w[TROUGH] < w[PEAK] ? w[TIME] - w[PEAK_TIME] : 0;
  const maxEnd = w[MAX_IS_OPEN] === 1 ? w[TIME] : w[MAX_RECOVERY_TIME];
  return {
    maxDrawdown: w[MAX_DEPTH],
    maxDrawdownPeakDate: dateOrNull(w[MAX_PEAK_TIME]),
    maxDrawdownTroughDate: dateOrNull(w[MAX_TROUGH_TIME]),
    maxDrawdownRecoveryDate: dateOrNull(w[MAX_RECOVERY_TIME]),
    maxDrawdownDays: w[MAX_DEPTH] < 0 ? (maxEnd - w[MAX_PEAK_TIME]) / MS_PER_DAY : 0,
    longestDrawdownDays: Math.max(w[LONGEST], open) / MS_PER_DAY,
  };
}

/** Equity is back at the peak after a fall. The words are those of the update before, but for the time. */
export function recover(w: Float64Array): void {
  w[LONGEST] = Math.max(w[LONGEST], w[TIME] - w[PEAK_TIME]);
  if (w[MAX_IS_OPEN] === 1) w[MAX_RECOVERY_TIME] = w[TIME];
  w[MAX_IS_OPEN] = 0;
}

/** The deepest drawdown so far, at the words' time. */
export function deepen(w: Float64Array, depth: number): void {
  w[MAX_DEPTH] = depth;
  w[MAX_PEAK_TIME] = w[PEAK_TIME];
  w[MAX_TROUGH_TIME] = w[TIME];
  w[MAX_RECOVERY_TIME] = Number.NaN;
  w[MAX_IS_OPEN] = 1;
}
