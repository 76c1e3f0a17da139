import type { BarSeries } from '../../src/market/bar-series.ts';
import type { FeatureCase } from '../contracts/feature-contract.ts';
import { naiveAtr, naiveDeviation, naiveMean, naiveRsi, naiveSmoothing, naiveTrueRange } from './naive.ts';
import * as averages from './naive-averages.ts';
import * as statistics from './naive-statistics.ts';

type Params = Readonly<Record<string, number | string>>;

/** Cases of a feature with one output, from the numbers of its parameters. */
function each<P extends Params>(
  paramsOfCases: readonly P[],
  naive: (series: BarSeries, params: P) => readonly number[],
  constant: (c: number, params: P) => number,
  partial = false,
): FeatureCase[] {
  return paramsOfCases.map((params) => ({
    params,
    naive: (series) => [naive(series, params)],
    constant: (c) => [constant(c, params)],
    partial,
  }));
}

/** The same for one with several outputs. */
function several<P extends Params>(
  paramsOfCases: readonly P[],
  naive: (series: BarSeries, params: P) => readonly (readonly number[])[],
  constant: (c: number) => readonly number[],
  rounding = 0,
): FeatureCase[] {
  return paramsOfCases.map((params) => ({
    params,
    naive: (series) => naive(series, params),
    constant,
    rounding,
  }));
}

const periods = (...values: number[]) => values.map((period) => ({ period }));
const itself = (c: number) => c;
const zero = () => 0;
const undefinedNumber = () => Number.NaN;

const bands = (period: number, stdDevs: number, source: 'close' | 'high' = 'close'): FeatureCase => ({
  params: { period, std_devs: stdDevs, source },
  naive: (series) => {
    const middle = naiveMean(series[source], period);
    const distance = naiveDeviation(series[source], period).map((deviation) => stdDevs * deviation);
    return [middle, middle.map((mean, i) => mean + distance[i]), middle.map((mean, i) => mean - distance[i])];
  },
  constant: (c) => [c, c, c],
});

const DAY = 86_400_000;

/** Every number of the calendar from the platform's own dates, for days in UTC. */
function calendarOf(closeTime: number): number[] {
  const date = new Date(closeTime);
  const year = date.getUTCFullYear();
  const month = date.getUTCMonth() + 1;
  return [
    date.getUTCHours() * 60 + date.getUTCMinutes(),
    date.getUTCDay() === 0 ? 7 : date.getUTCDay(),
    date.getUTCDate(),
    Math.floor((closeTime - Date.UTC(year, 0, 1)) / DAY) + 1,
    month,
    Math.floor((month - 1) / 3) + 1,
    year,
  ];
}

const macdPeriods = [
  { fast: 12, slow: 26, signal: 9 },
  { fast: 1, slow: 2, signal: 1 },
  { fast: 5, slow: 70, signal: 20 },
];

const pairOf = ({ close, volume }: BarSeries) =>
  [statistics.naiveReturns(close), statistics.naiveReturns(volume)] as const;

/** Input whose first value is absent, so that windows begin one bar later. */
const later = (naive: (x: number[]) => number[]) => (x: number[]) => [Number.NaN, ...naive(x.slice(1))];

/** Cases of every registered feature, by type. */
export const featureCases: Readonly<Record<string, readonly FeatureCase[]>> = {
  adx: several(
    periods(1, 2, 14, 50),
    (series, { period }) => averages.naiveAdx(series, period),
    () => [0, 0, 0],
  ),
  aroon: several(
    periods(1, 25),
    (series, { period }) => averages.naiveAroon(series, period),
    () => [0, 0, 0],
  ),
  atr: each(periods(1, 2, 14, 100), (series, { period }) => naiveAtr(series, period), zero),
  autocorrelation: each(
    [
      { period: 60, lag: 1 },
      { period: 20, lag: 5 },
    ],
    ({ close }, { period, lag }) =>
      later((x) => statistics.naiveCorrelation(x, x, period, lag))(statistics.naiveReturns(close)),
    undefinedNumber,
  ),
  bar_variance: each(
    (['parkinson', 'garman_klass', 'rogers_satchell'] as const).map((estimator) => ({ estimator })),
    (series, { estimator }) => statistics.naiveBarVariance[estimator](series),
    zero,
  ),
  beta: each(
    periods(10, 60),
    (series, { period }) => {
      const [x, y] = pairOf(series);
      return [Number.NaN, ...statistics.naiveBeta(x.slice(1), y.slice(1), period)];
    },
    undefinedNumber,
  ),
  blend: each(
    [
      { first: 'close', second: 'open', first_weight: 1, second_weight: -1 },
      { first: 'high', second: 'low', first_weight: 0.5, second_weight: 0.5 },
    ] as const,
    (series, { first, second, first_weight, second_weight }) =>
      Array.from(series.close, (_, i) => first_weight * series[first][i] + second_weight * series[second][i]),
    (c, { second_weight }) => (second_weight < 0 ? 0 : c),
  ),
  bollinger: [bands(2, 1), bands(20, 2), bands(20, 2.5), bands(20, 2, 'high'), bands(100, 3)],
  calendar: [
    {
      params: { time_zone: 'UTC' },
      naive: ({ closeTime }) => {
        const rows = Array.from(closeTime, calendarOf);
        return rows[0].map((_, output) => rows.map((row) => row[output]));
      },
      constant: (_, i) => calendarOf((i + 1) * DAY - 1),
    },
  ],
  cci: each(periods(2, 20), (series, { period }) => statistics.naiveCci(series, period), zero),
  correlation: each(
    periods(10, 60),
    (series, { period }) => {
      const [x, y] = pairOf(series);
      return [Number.NaN, ...statistics.naiveCorrelation(x.slice(1), y.slice(1), period)];
    },
    undefinedNumber,
  ),
  dema: each(periods(1, 2, 20, 60), ({ close }, { period }) => averages.naiveDema(close, period), itself),
  donchian: several(
    [
      { period: 20, lag: 0 },
      { period: 20, lag: 1 },
      { period: 1, lag: 5 },
    ],
    (series, { period, lag }) => averages.naiveDonchian(series, period, lag),
    (c) => [c, c, c],
  ),
  efficiency_ratio: each(
    periods(1, 10, 50),
    ({ close }, { period }) => averages.naiveEfficiency(close, period),
    zero,
  ),
  ema: each(
    periods(1, 2, 12, 100),
    ({ close }, { period }) => naiveSmoothing(close, period, 2 / (period + 1)),
    itself,
  ),
  fast_stochastic: each(
    periods(1, 14),
    (series, { period }) => statistics.naiveFastStochastic(series, period),
    () => 50,
  ),
  garman_klass_volatility: each(
    periods(1, 20),
    (series, { period }) => statistics.naiveRangeVolatility(series, period, 'garman_klass'),
    zero,
  ),
  half_life: each(
    periods(10, 100),
    ({ close }, { period }) => statistics.naiveHalfLife(close, period),
    undefinedNumber,
    true,
  ),
  highest: each(
    periods(1, 2, 20, 101),
    ({ close }, { period }) => averages.naiveExtreme(close, period, Math.max),
    itself,
  ),
  hma: each(periods(2, 9, 20, 100), ({ close }, { period }) => averages.naiveHma(close, period), itself),
  hurst: each(
    periods(8, 100),
    ({ close }, { period }) => statistics.naiveHurst(close, period),
    undefinedNumber,
  ),
  intraday_return: each(
    [{ kind: 'simple' }, { kind: 'log' }] as const,
    ({ open, close }, { kind }) =>
      Array.from(open, (_, i) => (kind === 'log' ? Math.log(close[i] / open[i]) : close[i] / open[i] - 1)),
    zero,
  ),
  kama: each(
    [
      { period: 10, fast: 2, slow: 30 },
      { period: 3, fast: 2, slow: 5 },
    ],
    ({ close }, { period, fast, slow }) => averages.naiveKama(close, period, fast, slow),
    itself,
  ),
  keltner: several(
    [
      { period: 20, multiplier: 2, atr_period: 10 },
      { period: 5, multiplier: 1, atr_period: 30 },
    ],
    (series, { period, multiplier, atr_period }) =>
      averages.naiveKeltner(series, period, multiplier, atr_period),
    (c) => [c, c, c],
  ),
  lowest: each(
    periods(1, 2, 20, 101),
    ({ close }, { period }) => averages.naiveExtreme(close, period, Math.min),
    itself,
  ),
  macd_aligned: several(
    macdPeriods,
    ({ close }, { fast, slow, signal }) => averages.naiveMacdAligned(close, fast, slow, signal),
    () => [0, 0, 0],
    1e-14,
  ),
  macd: several(
    macdPeriods,
    ({ close }, { fast, slow, signal }) => averages.naiveMacd(close, fast, slow, signal),
    () => [0, 0, 0],
    1e-14,
  ),
  mfi: each(
    periods(2, 14),
    (series, { period }) => statistics.naiveMfi(series, period),
    () => 50,
  ),
  momentum: each(
    periods(1, 10),
    ({ close }, { period }) => averages.eachFrom(close, period, (i) => close[i] - close[i - period]),
    zero,
  ),
  money_flow: several(
    [{}],
    (series) => statistics.naiveMoneyFlow(series),
    () => [0, 0],
  ),
  obv: each([{}], (series) => statistics.naiveObv(series), zero),
  overnight_return: each(
    [{ kind: 'simple' }, { kind: 'log' }] as const,
    ({ open, close }, { kind }) =>
      averages.eachFrom(open, 1, (i) =>
        kind === 'log' ? Math.log(open[i] / close[i - 1]) : open[i] / close[i - 1] - 1,
      ),
    zero,
  ),
  parkinson_volatility: each(
    periods(1, 20),
    (series, { period }) => statistics.naiveRangeVolatility(series, period, 'parkinson'),
    zero,
  ),
  returns: each(
    [
      { period: 1, kind: 'simple' },
      { period: 5, kind: 'log' },
    ] as const,
    ({ close }, { period, kind }) =>
      kind === 'log' ? statistics.naiveLogReturns(close, period) : statistics.naiveReturns(close, period),
    zero,
  ),
  roc: each(
    periods(1, 10),
    ({ close }, { period }) => statistics.naiveReturns(close, period).map((value) => 100 * value),
    zero,
  ),
  rogers_satchell_volatility: each(
    periods(1, 20),
    (series, { period }) => statistics.naiveRangeVolatility(series, period, 'rogers_satchell'),
    zero,
  ),
  rolling_vwap: each(
    periods(1, 20),
    (series, { period }) => statistics.naiveVwma(statistics.naiveTypical(series), series.volume, period),
    itself,
  ),
  rsi: each(
    periods(1, 2, 14, 100),
    ({ close }, { period }) => naiveRsi(close, period),
    () => 50,
  ),
  skew: each(
    periods(3, 60),
    ({ close }, { period }) => later((x) => statistics.naiveSkew(x, period))(statistics.naiveReturns(close)),
    undefinedNumber,
  ),
  sma: [
    ...each(periods(1, 2, 20, 101), ({ close }, { period }) => naiveMean(close, period), itself),
    { params: { period: 20, source: 'low' }, naive: ({ low }) => [naiveMean(low, 20)], constant: (c) => [c] },
  ],
  std_dev: each(periods(2, 20, 101), ({ close }, { period }) => naiveDeviation(close, period), zero),
  stochastic: several(
    [
      { period: 14, smooth_k: 3, smooth_d: 3 },
      { period: 5, smooth_k: 1, smooth_d: 10 },
    ],
    (series, { period, smooth_k, smooth_d }) => {
      const k = naiveMean(statistics.naiveFastStochastic(series, period), smooth_k);
      return [k, naiveMean(k, smooth_d)];
    },
    () => [50, 50],
  ),
  supertrend: several(
    [
      { period: 10, multiplier: 3 },
      { period: 2, multiplier: 0.5 },
    ],
    (series, { period, multiplier }) => averages.naiveSupertrend(series, period, multiplier),
    (c) => [c, -1],
  ),
  tema: each(periods(1, 2, 20, 60), ({ close }, { period }) => averages.naiveTema(close, period), itself),
  true_range: each([{}], (series) => naiveTrueRange(series), zero),
  turnover: each(
    [{}],
    ({ close, volume }) => Array.from(close, (price, i) => price * volume[i]),
    (c) => 1000 * c,
  ),
  typical_price: each([{}], (series) => statistics.naiveTypical(series), itself),
  volatility: each(
    periods(2, 20),
    ({ close }, { period }) => statistics.naiveVolatility(close, period),
    zero,
  ),
  vwap: each(
    [
      { session: 'day', session_start: 0, time_zone: 'UTC' },
      { session: 'all', session_start: 0, time_zone: 'UTC' },
    ],
    (series, { session }) =>
      statistics.naiveVwap(series, (time) => (session === 'day' ? Math.floor(time / DAY) : 0)),
    itself,
  ),
  vwma: each(
    periods(1, 20),
    ({ close, volume }, { period }) => statistics.naiveVwma(close, volume, period),
    itself,
  ),
  williams_r: each(
    periods(1, 14),
    (series, { period }) => statistics.naiveWilliamsR(series, period),
    () => -50,
  ),
  wma: each(periods(1, 2, 20, 101), ({ close }, { period }) => averages.naiveWma(close, period), itself),
  yang_zhang_volatility: each(
    periods(2, 20),
    (series, { period }) => statistics.naiveYangZhang(series, period),
    zero,
  ),
  z_score: each(periods(2, 20), ({ close }, { period }) => statistics.naiveZScore(close, period), zero),
};

/** The power of the price in the unit of each output: 1 for a price, 0 where it scales out. */
export function priceDegrees(type: string, outputs: readonly string[]): number[] {
  if (type === 'supertrend') return [1, 0];
  return outputs.map(() => (IN_PRICE.has(type) ? 1 : 0));
}

const IN_PRICE = new Set(
  (
    'sma ema wma dema tema hma kama vwma vwap rolling_vwap blend bollinger donchian ' +
    'keltner highest lowest typical_price macd macd_aligned atr true_range std_dev momentum turnover money_flow'
  ).split(' '),
);
