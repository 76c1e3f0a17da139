import { bootstrapIntervals, type ConfidenceInterval } from '../../analytics/significance/bootstrap.ts';
import { returnMoments } from '../../analytics/significance/return-moments.ts';
import {
  deflatedSharpe,
  minimumTrackRecord,
  probabilisticSharpe,
} from '../../analytics/significance/sharpe-confidence.ts';
import { Random } from '../../foundation/random.ts';
import { dailyReturns, type EquityLine } from '../figures/returns.ts';

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
      (drawn) => sharpeOf(drawn) * Math.sqrt(perYear),
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

/*
 * What is asked of each of a thousand resamples, in one pass and without an array: with those of many portfolios it is most of
 * the work of a sheet.
 */

/** Per period, against no risk-free rate; NaN where `returnMoments` has none. */
function sharpeOf(returns: Float64Array): number {
  const count = returns.length;
  let sum = 0;
  for (let i = 0; i < count; i++) sum += returns[i];
  const mean = sum / count;
  let squares = 0;
  for (let i = 0; i < count; i++) {
    const away = returns[i] - mean;
    squares += away * away;
  }
  const deviation = Math.sqrt(squares / (count - 1));
  return deviation > 1e-12 * (1 + Math.abs(mean)) ? mean / deviation : Number.NaN;
}

/** Factors that are multiplied before a logarithm is taken: as many returns of any size stay within a double. */
const FACTORS = 16;

function sumOfLogs(returns: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < returns.length; ) {
    let product = 1;
    for (const end = Math.min(returns.length, i + FACTORS); i < end; i++) {
      const factor = 1 + returns[i];
      // More than everything was lost: what comes after it has no rate.
      if (factor < 0) return Number.NaN;
      product *= factor;
    }
    sum += Math.log(product);
  }
  return sum;
}

function deepestFall(returns: Float64Array): number {
  let [value, highest, deepest] = [1, 1, 0];
  for (let i = 0; i < returns.length; i++) {
    value *= 1 + returns[i];
    if (value > highest) highest = value;
    const fall = value / highest - 1;
    if (fall < deepest) deepest = fall;
  }
  return Math.max(-1, deepest);
}
