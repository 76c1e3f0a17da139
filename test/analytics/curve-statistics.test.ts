import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { benchmarkMetrics } from '../../src/analytics/benchmark-metrics.ts';
import { CURVE_METRICS } from '../../src/analytics/curve-metrics.ts';
import { curveMetrics } from '../../src/analytics/curve-statistics.ts';
import { EquityCurve } from '../../src/analytics/equity-curve.ts';
import { EXCURSION_METRICS, excursionMetrics, excursionOf } from '../../src/analytics/excursion.ts';
import { MEDIAN_METRICS, medianMetrics } from '../../src/analytics/median-metrics.ts';
import { RUN_METRICS, summaryMetrics } from '../../src/analytics/run-metrics.ts';
import { calendarReturns } from '../../src/analytics/series/calendar-returns.ts';
import { quantile, sampleKurtosis, sampleSkew } from '../../src/analytics/series/distribution.ts';
import { DAY, dailyRun } from './support.ts';

/** A curve of one update a day, with its metrics. */
function measured(initial: number, equities: readonly number[]) {
  const curve = new EquityCurve();
  for (const [i, equity] of equities.entries()) curve.record((i + 1) * DAY, equity, 0);
  return { equityCurve: curve.toColumns(), metrics: dailyRun(initial, equities).metrics() };
}

const numbers = (...values: number[]) => Float64Array.from(values);

describe('curveMetrics', () => {
  const { equityCurve, metrics } = measured(100, [110, 99, 99, 121, 110]);

  test('gives the figures worked out by hand', () => {
    // Returns 10 %, −10 %, 0, 22.2 %, −9.09 %; highs 110 and 121.
    const found = curveMetrics(equityCurve, metrics);
    expect(found).toMatchObject({
      positivePeriods: 2 / 5,
      drawdownCount: 2,
      averageDrawdownDays: (3 + 1) / 2,
      underwaterShare: 3 / 5,
    });
    expect(found.bestPeriod).toBeCloseTo(22 / 99, 12);
    expect(found.worstPeriod).toBeCloseTo(-0.1, 12);
    expect(found.averageDrawdown).toBeCloseTo((-0.1 - 1 / 11) / 2, 12);
    expect(found.currentDrawdown).toBeCloseTo(-1 / 11, 12);
    expect(found.painIndex).toBeCloseTo((0.1 + 0.1 + 1 / 11) / 5, 12);
    expect(found.ulcerIndex).toBeCloseTo(Math.sqrt((0.01 + 0.01 + 1 / 121) / 5), 12);
    expect(found.omega).toBeCloseTo((0.1 + 22 / 99) / (0.1 + 1 / 11), 12);
    expect(found.gainToPain).toBeCloseTo((0.1 - 0.1 + 22 / 99 - 1 / 11) / (0.1 + 1 / 11), 12);
    expect(found.recoveryFactor).toBeCloseTo(0.1 / 0.1, 12);
    expect(found.conditionalValueAtRisk).toBeCloseTo(-0.1, 12);
  });

  test('agrees with quantstats on outliers, expectation and the smart Sortino', () => {
    // quantstats 0.0.86 on the same returns: outlier_loss_ratio, expected_return, smart_sortino(periods=365.25).
    const found = curveMetrics(equityCurve, metrics);
    expect(found.outlierLossRatio).toBeCloseTo(1.0438095238095235, 12);
    expect(found.expectedPeriod).toBeCloseTo(0.019244876491456564, 12);
    expect(found.smartSortino).toBeCloseTo(5.4994792462754285, 9);
    // Theirs, 2.0234, counts the return of 0 among those above it.
    const percentile = 0.1 + (22 / 99 - 0.1) * 0.96;
    expect(found.outlierWinRatio).toBeCloseTo(percentile / ((0.1 + 22 / 99) / 2), 12);
  });

  test('the serenity index is the yearly return per ulcer index and pitfall', () => {
    // The deepest 5 % of five drawdowns is one, of 10 %.
    const ulcer = Math.sqrt((0.01 + 0.01 + 1 / 121) / 5);
    const pitfall = 0.1 / (metrics.volatility ?? Number.NaN);
    const expected = ((metrics.cagr ?? Number.NaN) - 0.02) / (ulcer * pitfall);
    expect(curveMetrics(equityCurve, metrics, 0.02).serenityIndex).toBeCloseTo(expected, 6);
    const rising = measured(100, [110, 121, 140]);
    expect(curveMetrics(rising.equityCurve, rising.metrics).serenityIndex).toBeNull();
  });

  test('an expected year compounds the years and not their periods', () => {
    const found = measured(100, [110, 99, 99, 121, 110]);
    // All five days are of 1970.
    expect(curveMetrics(found.equityCurve, found.metrics).expectedYear).toBeCloseTo(0.1, 12);
  });

  test('is all null without a curve, without updates and after ruin', () => {
    const none = Object.fromEntries(CURVE_METRICS.map(({ property }) => [property, null]));
    expect(curveMetrics(null, metrics)).toEqual(none);
    expect(curveMetrics(measured(100, []).equityCurve, measured(100, []).metrics)).toEqual(none);
    const ruined = measured(100, [-5, 20]);
    expect(curveMetrics(ruined.equityCurve, ruined.metrics)).toEqual(none);
  });

  test('is finite or null for any curve', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 1e-3, max: 1e6, noNaN: true }), { maxLength: 40 }),
        (equities) => {
          const run = measured(1000, equities);
          for (const [name, value] of Object.entries(curveMetrics(run.equityCurve, run.metrics, 0.02))) {
            expect([name, value === null || Number.isFinite(value)]).toEqual([name, true]);
          }
        },
      ),
    );
  });
});

describe('summaryMetrics', () => {
  test('has a value or null for every metric that is told, but for those of trades and bars', () => {
    const found = summaryMetrics(measured(100, [110, 99]), null);
    const missing = RUN_METRICS.filter(({ property }) => !(property in found)).map(({ name }) => name);
    expect(missing).toEqual([...EXCURSION_METRICS, ...MEDIAN_METRICS].map(({ name }) => name));
  });

  test('what a portfolio has by itself is the same with and without a benchmark', () => {
    const own = measured(100, [110, 99, 120]);
    const ofGroup = (found: object) =>
      RUN_METRICS.filter(({ group }) => group !== 'benchmark').map(
        ({ property }) => Reflect.get(found, property) as unknown,
      );
    const beside = summaryMetrics(own, measured(100, [101, 99, 104]));
    expect(ofGroup(beside)).toEqual(ofGroup(summaryMetrics(own, null)));
    expect(beside.beta).not.toBeNull();
  });
});

describe('benchmarkMetrics', () => {
  test('of the benchmark itself: beta 1, alpha 0, no tracking error', () => {
    const held = measured(100, [101, 99, 104, 103]);
    const found = benchmarkMetrics(held, held);
    expect(found).toMatchObject({
      excessReturn: 0,
      trackingError: 0,
      informationRatio: null,
      battingAverage: 0,
    });
    expect(found.beta).toBeCloseTo(1, 12);
    expect(found.alpha).toBeCloseTo(0, 12);
    expect(found.rSquared).toBeCloseTo(1, 12);
    expect(found.upCapture).toBeCloseTo(1, 12);
    expect(found.downCapture).toBeCloseTo(1, 12);
  });

  test('twice the moves of the benchmark are a beta of 2', () => {
    const held = measured(100, [101, 102.01, 100.9899]);
    const own = measured(100, [102, 104.04, 101.9592]);
    expect(benchmarkMetrics(own, held).beta).toBeCloseTo(2, 9);
  });

  test('compares common times alone, and is all null without a benchmark', () => {
    const own = measured(100, [110, 121, 133.1]);
    const held = measured(100, [110, 121, 133.1]);
    const late = {
      ...held,
      equityCurve: {
        ...held.equityCurve,
        timestamp: held.equityCurve.timestamp.map((time) => time + DAY / 2),
      },
    };
    expect(benchmarkMetrics(own, late).beta).toBeNull();
    expect(new Set(Object.values(benchmarkMetrics(own, null)))).toEqual(new Set([null]));
  });
});

describe('a benchmark that has other times than the portfolio', () => {
  // What the portfolio had done before the benchmark began stood beside the first day of the benchmark, whole spans were
  // compared with parts of them, and pairs were annualised as if there were one for each update.
  const MOVES = [1.01, 0.98, 1.03, 0.99, 1.02, 1.01, 0.97, 1.02];
  const grown = (initial: number, moves: readonly number[]) => {
    let equity = initial;
    return measured(
      initial,
      moves.map((move) => {
        equity *= move;
        return equity;
      }),
    );
  };
  const moved = <T extends ReturnType<typeof measured>>(
    one: T,
    by: (time: number, i: number) => number,
  ): T => ({
    ...one,
    equityCurve: { ...one.equityCurve, timestamp: one.equityCurve.timestamp.map(by) },
  });

  test('that begins later is compared from where it begins', () => {
    const own = grown(100, [2, 2, ...MOVES]);
    const held = moved(grown(100, MOVES), (time) => time + 2 * DAY);
    const found = benchmarkMetrics(own, held);
    expect(found.beta).toBeCloseTo(1, 9);
    expect(found.trackingError).toBeCloseTo(0, 9);
    expect(found.excessReturn).toBeCloseTo(0, 9);
    expect(found.benchmarkReturn).toBeCloseTo(MOVES.reduce((a, b) => a * b) - 1, 12);
    // Seven days from the end of the first one.
    const growth = MOVES.slice(1).reduce((a, b) => a * b);
    expect(found.treynor).toBeCloseTo((growth ** (365.25 / 7) - 1) / (found.beta ?? 0), 6);
  });

  test('that has a bar for several updates is annualised by its own periods', () => {
    const often = moved(
      grown(
        100,
        MOVES.flatMap((move) => [1, 1, 1, move]),
      ),
      (_, i) => ((i + 1) * DAY) / 4,
    );
    const own = { ...often, metrics: { ...often.metrics, periodsPerYear: 4 * 365.25 } };
    const found = benchmarkMetrics(
      own,
      grown(
        100,
        MOVES.map((move) => 1 + 2 * (move - 1)),
      ),
    );
    const less = MOVES.slice(1).map((move) => 1 - move);
    const mean = less.reduce((a, b) => a + b) / less.length;
    const deviation = Math.sqrt(less.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (less.length - 1));
    expect(found.trackingError).toBeCloseTo(deviation * Math.sqrt(365.25), 9);
    expect(found.beta).toBeCloseTo(0.5, 9);
  });
});

describe('the functions of a series', () => {
  test('skewness and kurtosis are those of pandas', () => {
    // pandas 2.2: Series([1, 2, 3, 10]).skew(), .kurt()
    expect(sampleSkew(numbers(1, 2, 3, 10))).toBeCloseTo(1.763632614803888, 12);
    expect(sampleKurtosis(numbers(1, 2, 3, 10))).toBeCloseTo(3.2279999999999998, 12);
    expect(sampleSkew(numbers(1, 1, 1, 1))).toBeNull();
  });

  test('quantiles are interpolated linearly', () => {
    expect(quantile(numbers(1, 2, 3, 4), 0.5)).toBe(2.5);
    expect(quantile(numbers(1, 2, 3, 4), 0)).toBe(1);
    expect(quantile(numbers(7), 0.05)).toBe(7);
  });

  test('months and years compound what lies in them, in UTC', () => {
    const times = ['2000-01-31T23:59Z', '2000-02-01T00:00Z', '2000-02-02T00:00Z', '2001-01-01T00:00Z'];
    const stamps = Float64Array.from(times, (time) => Date.parse(time));
    const returns = numbers(0.1, 0.1, 0.1, -0.5);
    const [months, years] = (['month', 'year'] as const).map((span) => [
      ...calendarReturns(returns, stamps, span),
    ]);
    expect(months.map((m) => Number(m.toFixed(12)))).toEqual([0.1, 0.21, -0.5]);
    expect(years.map((y) => Number(y.toFixed(12)))).toEqual([0.331, -0.5]);
  });
});

describe('excursionOf', () => {
  const bars = { high: numbers(11, 15, 12, 30), low: numbers(9, 8, 10, 1), actions: [] };
  const trade = {
    tradeNumber: 1,
    symbol: 'X',
    direction: 'long' as const,
    quantity: 2,
    entryTime: 0,
    exitTime: 3,
    entryIndex: 0,
    exitIndex: 3,
    entryPrice: 10,
    exitPrice: 12,
    multiplier: 5,
    grossPnl: 20,
    costs: 0,
    pnl: 20,
    barsHeld: 3,
  };

  test('of a long trade from open to open: the bar of entry counts, that of the exit does not', () => {
    expect(excursionOf(trade, { entry: 'open', exit: 'open' }, bars)).toEqual({
      mae: -0.2,
      mfe: 0.5,
      maeMoney: -20,
      mfeMoney: 50,
    });
  });

  test('of a short trade the other way round', () => {
    const short = { ...trade, direction: 'short' as const };
    expect(excursionOf(short, { entry: 'open', exit: 'open' }, bars)).toMatchObject({ mae: -0.5, mfe: 0.2 });
  });

  test('from close to close: the bar of the exit counts, that of entry does not', () => {
    expect(excursionOf(trade, { entry: 'close', exit: 'close' }, bars)).toMatchObject({ mae: -0.9, mfe: 2 });
  });

  test('the exit price counts, however it came about', () => {
    const stopped = { ...trade, exitPrice: 5, exitIndex: 1 };
    expect(excursionOf(stopped, { entry: 'open', exit: 'stop' }, bars).mae).toBe(-0.5);
  });

  test('are summed up over trades', () => {
    const one = { mae: -0.2, mfe: 0.5, maeMoney: 0, mfeMoney: 0 };
    expect(excursionMetrics([one, { ...one, mae: 0, mfe: 0.1 }])).toEqual({
      averageMae: -0.1,
      averageMfe: 0.3,
      worstMae: -0.2,
      bestMfe: 0.5,
      edgeRatio: 0.6 / 0.2,
    });
    expect(excursionMetrics([]).averageMae).toBeNull();
  });
});

describe('medianMetrics', () => {
  const of = (pnl: number, days: number, barsHeld: number) => ({
    pnl,
    quantity: 2,
    entryPrice: 64,
    multiplier: 1,
    barsHeld,
    entryTime: DAY,
    exitTime: (1 + days) * DAY,
  });

  test('are in the middle, and between the two in the middle', () => {
    expect(medianMetrics([of(10, 1, 1), of(-4, 2, 2), of(1000, 9, 7), of(-2, 4, 3)])).toEqual({
      medianTrade: 4,
      medianWin: 505,
      medianLoss: -3,
      medianTradeReturn: 4 / 128,
      medianBarsHeld: 2.5,
      medianHoldingDays: 3,
    });
  });

  test('are null where there is no trade of that kind', () => {
    expect(medianMetrics([of(10, 1, 1)])).toMatchObject({ medianTrade: 10, medianLoss: null });
    expect(new Set(Object.values(medianMetrics([])))).toEqual(new Set([null]));
  });
});
