import { bootstrapIntervals, type ConfidenceInterval } from '../../analytics/significance/bootstrap.ts';
import { returnMoments } from '../../analytics/significance/return-moments.ts';
import {
  deflatedSharpe,
  minimumTrackRecord,
  probabilisticSharpe,
} from '../../analytics/significance/sharpe-confidence.ts';
import { Random } from '../../foundation/random.ts';
import { dailyReturns, drawdowns, type EquityLine } from '../figures/returns.ts';

/** How far the figures of a run can be trusted. Of daily returns, or of bars where these are longer. */
export interface Confidence {
  /** Returns they are taken from. */
  readonly returns: number;
  readonly probabilisticSharpe: number;
  /** Against the benchmark's Sharpe ratio; null without one. */
  readonly probabilisticSharpeOverBenchmark: number | null;
  /** Null where the number of trials was not told. */
  readonly deflatedSharpe: number | null;
  readonly trials: number | null;
  /** In years; null when the Sharpe ratio is not above 0. */
  readonly minimumTrackRecordYears: number | null;
  readonly years: number;
  readonly sharpe: ConfidenceInterval | null;
  readonly annualReturn: ConfidenceInterval | null;
  readonly maxDrawdown: ConfidenceInterval | null;
}

export interface ConfidenceOptions {
  /** Configurations that were tried before this one was chosen. */
  readonly trials?: number;
  readonly seed?: number;
}

/** @returns null for fewer than two returns, or constant ones. */
export function confidenceOf(
  line: EquityLine,
  benchmark: EquityLine | null,
  { trials, seed = 1 }: ConfidenceOptions = {},
): Confidence | null {
  const { returns, perYear } = dailyReturns(line);
  const moments = returnMoments(returns);
  if (moments === null || !Number.isFinite(perYear)) return null;
  const other = benchmark === null ? null : returnMoments(dailyReturns(benchmark).returns);
  const known = returns.filter((value) => !Number.isNaN(value));
  const needed = minimumTrackRecord(moments);
  const [sharpe, annualReturn, maxDrawdown] = bootstrapIntervals(
    known,
    [
      (drawn) => (returnMoments(drawn)?.sharpe ?? Number.NaN) * Math.sqrt(perYear),
      (drawn) => Math.expm1((sumOfLogs(drawn) / drawn.length) * perYear),
      deepestFall,
    ],
    new Random(seed),
  );
  return {
    returns: moments.count,
    probabilisticSharpe: probabilisticSharpe(moments),
    probabilisticSharpeOverBenchmark: other === null ? null : probabilisticSharpe(moments, other.sharpe),
    deflatedSharpe: trials === undefined ? null : deflatedSharpe(moments, trials),
    trials: trials ?? null,
    minimumTrackRecordYears: needed === null ? null : needed / perYear,
    years: moments.count / perYear,
    sharpe,
    annualReturn,
    maxDrawdown,
  };
}

function sumOfLogs(returns: Float64Array): number {
  let sum = 0;
  for (const value of returns) sum += Math.log1p(value);
  return sum;
}

function deepestFall(returns: Float64Array): number {
  const equity = new Float64Array(returns.length);
  let value = 1;
  for (let i = 0; i < returns.length; i++) {
    value *= 1 + returns[i];
    equity[i] = value;
  }
  return drawdowns({ equity, initial: 1 }).reduce((deepest, fall) => Math.min(deepest, fall), 0);
}
