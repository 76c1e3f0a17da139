import { compoundedBy, DAYS_PER_YEAR, finite, MS_PER_DAY } from './annualise.ts';
import { returnsOf } from './curve-statistics.ts';
import type { EquityColumns } from './equity-curve.ts';
import { defineMetrics, type MetricRow } from './metric.ts';
import type { PerformanceMetrics } from './metrics.ts';
import { correlation } from './series/distribution.ts';
import {
  activeDeviation,
  alpha,
  battingAverage,
  beta,
  betaFragility,
  capture,
  informationRatio,
  pairsWhere,
  type ReturnPairs,
  rSquared,
} from './series/versus.ts';

/** A portfolio beside the benchmark, in the periods that both have. */
export interface BenchmarkMetrics {
  readonly benchmarkReturn: number | null;
  readonly excessReturn: number | null;
  readonly alpha: number | null;
  readonly beta: number | null;
  readonly correlation: number | null;
  readonly rSquared: number | null;
  readonly trackingError: number | null;
  readonly informationRatio: number | null;
  readonly treynor: number | null;
  readonly upCapture: number | null;
  readonly downCapture: number | null;
  readonly captureRatio: number | null;
  readonly upBeta: number | null;
  readonly downBeta: number | null;
  readonly battingAverage: number | null;
  readonly betaFragility: number | null;
}

const NO_PAIRS =
  'the workflow names no benchmark, equity was not kept, there are no common updates, or equity was ≤ 0';
const row = (
  label: string,
  unit: 'fraction' | 'ratio',
  better: 'higher' | 'lower' | null,
  definition: string,
  formula: string,
  more = '',
): MetricRow => ({
  label,
  unit,
  better,
  definition,
  formula,
  nullWhen: more === '' ? NO_PAIRS : `${NO_PAIRS}; or ${more}`,
});
const FLAT = 'there are fewer than two common returns, or those of the benchmark are all equal';
const RATES = 'no time has passed';

/** b is a return of the benchmark in the same period as r. */
export const BENCHMARK_METRICS = defineMetrics<BenchmarkMetrics>('benchmark', {
  benchmarkReturn: row(
    'Benchmark return',
    'fraction',
    null,
    'Growth of the benchmark over the whole run: bought at its first bar with the same cash and costs, and held.',
    'B_last / B_−1 − 1',
  ),
  excessReturn: row(
    'Excess return',
    'fraction',
    'higher',
    'Growth of the portfolio less that of the benchmark, over the time that both have.',
    'Π(1 + r) − Π(1 + b)',
  ),
  alpha: row(
    'Alpha',
    'fraction',
    'higher',
    "Jensen's alpha: the mean return that beta does not explain, compounded to a year.",
    '(1 + mean(r − rf − beta (b − rf)))^(periods per year) − 1',
    `${FLAT}, ${RATES}`,
  ),
  beta: row(
    'Beta',
    'ratio',
    null,
    'How much of a move of the benchmark the portfolio makes on average.',
    'cov(r, b) / var(b)',
    FLAT,
  ),
  correlation: row(
    'Correlation',
    'ratio',
    null,
    'Correlation of returns with those of the benchmark.',
    'cov(r, b) / √(var(r) var(b))',
    'there are fewer than two common returns, or one side is constant',
  ),
  rSquared: row(
    'R²',
    'ratio',
    null,
    'Share of the variance of returns that the benchmark explains.',
    'correlation²',
    'there are fewer than two common returns, or one side is constant',
  ),
  trackingError: row(
    'Tracking error',
    'fraction',
    'lower',
    'Sample standard deviation (ddof 1) of returns less those of the benchmark, annualised.',
    'deviation(r − b) × √(periods per year)',
    `there are fewer than two common returns, ${RATES}`,
  ),
  informationRatio: row(
    'Information ratio',
    'ratio',
    'higher',
    'Mean return above the benchmark per unit of its deviation (ddof 1), annualised.',
    'mean(r − b) / deviation(r − b) × √(periods per year)',
    `the difference is constant, ${RATES}`,
  ),
  treynor: row(
    'Treynor ratio',
    'ratio',
    'higher',
    'Yearly return above the risk-free rate per unit of beta, over the time that both have.',
    '(CAGR − rf) / beta',
    `beta is 0, ${FLAT}, ${RATES}`,
  ),
  upCapture: row(
    'Up capture',
    'ratio',
    'higher',
    'Annual return beside that of the benchmark, in the periods in which the benchmark rose.',
    'annual return of r / that of b, where b > 0',
    `the benchmark never rose, ${RATES}`,
  ),
  downCapture: row(
    'Down capture',
    'ratio',
    'lower',
    'Annual return beside that of the benchmark, in the periods in which the benchmark fell.',
    'annual return of r / that of b, where b < 0',
    `the benchmark never fell, ${RATES}`,
  ),
  captureRatio: row(
    'Capture ratio',
    'ratio',
    'higher',
    'Up capture per unit of down capture.',
    'up capture / down capture',
    `the benchmark never rose or never fell, or down capture is 0, ${RATES}`,
  ),
  upBeta: row(
    'Up beta',
    'ratio',
    null,
    'Beta in the periods in which the benchmark rose.',
    'cov(r, b) / var(b), where b > 0',
    FLAT,
  ),
  downBeta: row(
    'Down beta',
    'ratio',
    null,
    'Beta in the periods in which the benchmark fell.',
    'cov(r, b) / var(b), where b < 0',
    FLAT,
  ),
  battingAverage: row(
    'Batting average',
    'fraction',
    'higher',
    'Share of periods that were better than the benchmark.',
    'periods with r > b / periods',
  ),
  betaFragility: row(
    'Beta fragility',
    'fraction',
    'higher',
    'Return at the worst and the best period of the benchmark, averaged, less that at its middle one: below 0, losses grow faster than the benchmark moves. A heuristic of three periods.',
    'w r(b_min) + (1 − w) r(b_max) − r(b_mid), w = (b_mid − b_min) / (b_max − b_min)',
    'there are fewer than three common returns',
  ),
});

const NOTHING = Object.fromEntries(
  BENCHMARK_METRICS.map(({ property }) => [property, null]),
) as unknown as BenchmarkMetrics;

/** A curve with the metrics of the portfolio that it is of. */
export interface MeasuredCurve {
  readonly equityCurve: EquityColumns | null;
  readonly metrics: Pick<
    PerformanceMetrics,
    'initialEquity' | 'ruinDate' | 'totalReturn' | 'cagr' | 'periodsPerYear'
  >;
}

/** A portfolio beside the benchmark. All null where there is no benchmark. @param riskFreeRate per year. */
export function benchmarkMetrics(
  own: MeasuredCurve,
  benchmark: MeasuredCurve | null,
  riskFreeRate = 0,
): BenchmarkMetrics {
  const common = benchmark === null ? null : commonOf(own, benchmark);
  if (benchmark === null || common === null || common.pairs.own.length === 0) return NOTHING;
  const { pairs, periodsPerYear, excessReturn, cagr } = common;
  const riskFree = periodsPerYear === null ? 0 : compoundedBy(riskFreeRate, 1 / periodsPerYear);
  const up = pairsWhere(pairs, (b) => b > 0);
  const down = pairsWhere(pairs, (b) => b < 0);
  const yearly = <T>(value: (periods: number) => T) =>
    periodsPerYear === null ? null : value(periodsPerYear);
  const [slope, spread, information] = [
    beta(pairs, riskFree),
    activeDeviation(pairs),
    informationRatio(pairs),
  ];
  const upCapture = yearly((periods) => capture(up, periods));
  const downCapture = yearly((periods) => capture(down, periods));
  const per = (part: number | null, whole: number | null) =>
    part === null || whole === null || whole === 0 ? null : finite(part / whole);
  return {
    benchmarkReturn: benchmark.metrics.totalReturn,
    excessReturn,
    alpha: yearly((periods) => alpha(pairs, periods, riskFree)),
    beta: slope,
    correlation: correlation(pairs.own, pairs.benchmark),
    rSquared: rSquared(pairs),
    trackingError: spread === null ? null : yearly((periods) => finite(spread * Math.sqrt(periods))),
    informationRatio:
      information === null ? null : yearly((periods) => finite(information * Math.sqrt(periods))),
    treynor: per(cagr === null ? null : cagr - riskFreeRate, slope),
    upCapture,
    downCapture,
    captureRatio: per(upCapture, downCapture),
    upBeta: beta(up, riskFree),
    downBeta: beta(down, riskFree),
    battingAverage: battingAverage(pairs),
    betaFragility: betaFragility(pairs),
  };
}

/** Both in the time that both have. */
interface CommonTime {
  readonly pairs: ReturnPairs;
  /** As many pairs as these there are a year: fewer than updates where the portfolio has others in between. */
  readonly periodsPerYear: number | null;
  readonly excessReturn: number | null;
  /** Of the portfolio. */
  readonly cagr: number | null;
}

/** Returns of both, each from one common time to the next; null where there is no curve. */
function commonOf(own: MeasuredCurve, benchmark: MeasuredCurve): CommonTime | null {
  const [a, b] = [own.equityCurve, benchmark.equityCurve];
  if (a === null || b === null || own.metrics.ruinDate !== null || benchmark.metrics.ruinDate !== null)
    return null;
  const rows = commonRows(a.timestamp, b.timestamp);
  const returns = (equity: Float64Array, picked: readonly number[], initial: number) =>
    returnsOf(
      Float64Array.from(picked, (i) => equity[i]),
      initial,
    );
  const pairs = {
    own: returns(a.equity, rows.a, own.metrics.initialEquity),
    benchmark: returns(b.equity, rows.b, benchmark.metrics.initialEquity),
  };
  if (rows.a.length === a.equity.length && rows.b.length === b.equity.length) {
    const { totalReturn, periodsPerYear, cagr } = own.metrics;
    const held = benchmark.metrics.totalReturn;
    const excessReturn = totalReturn === null || held === null ? null : finite(totalReturn - held);
    return { pairs, periodsPerYear, excessReturn, cagr };
  }
  // What one of them did before the other had begun, or between times of the other, is no return of the same period.
  const later = { own: pairs.own.subarray(1), benchmark: pairs.benchmark.subarray(1) };
  const days =
    rows.a.length < 2 ? 0 : (a.timestamp[rows.a.at(-1) ?? 0] - a.timestamp[rows.a[0]]) / MS_PER_DAY;
  const years = days / DAYS_PER_YEAR;
  const growth = growthOf(later.own);
  return {
    pairs: later,
    periodsPerYear: years > 0 ? finite(later.own.length / years) : null,
    excessReturn: finite(growth - growthOf(later.benchmark)),
    cagr: years > 0 && growth > -1 ? finite(compoundedBy(growth, 1 / years)) : null,
  };
}

function growthOf(returns: Float64Array): number {
  return returns.reduce((wealth, r) => wealth * (1 + r), 1) - 1;
}

function commonRows(a: Float64Array, b: Float64Array): { a: number[]; b: number[] } {
  const rows = { a: [] as number[], b: [] as number[] };
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) {
      rows.a.push(i++);
      rows.b.push(j++);
    } else if (a[i] < b[j]) i++;
    else j++;
  }
  return rows;
}
