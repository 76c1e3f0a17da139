import { describe, expect, test } from 'vitest';
import { PerformanceAccumulator } from '../../src/analytics/performance.ts';
import { DAY, dailyRun, trade } from './support.ts';

describe('returns', () => {
  test('returns of +10 %, −5 %, +2 % give the ratios worked out by hand', () => {
    const metrics = dailyRun(1000, [1100, 1045, 1065.9]).metrics();
    // Mean 0.07 / 3; deviations from it 0.0766667, −0.0733333, −0.0033333; squares sum to 0.0112667.
    const deviation = Math.sqrt(0.0112666666666667 / 2);
    expect(metrics.totalReturn).toBeCloseTo(0.0659, 14);
    expect(metrics.periodsPerYear).toBeCloseTo(365.25, 12);
    expect(metrics.volatility).toBeCloseTo(deviation * Math.sqrt(365.25), 12);
    expect(metrics.sharpe).toBeCloseTo((0.07 / 3 / deviation) * Math.sqrt(365.25), 11);
    expect(metrics.sortino).toBeCloseTo((0.07 / 3 / Math.sqrt(0.0025 / 3)) * Math.sqrt(365.25), 11);
  });

  test('annual return and CAGR agree over a year and a half, since periods are counted by the calendar', () => {
    const performance = new PerformanceAccumulator({ initialEquity: 100, startTime: 0 });
    performance.onEquity(365.25 * DAY, 130, 0, 0);
    performance.onEquity(365.25 * 1.5 * DAY, 172.8, 0, 0);
    const metrics = performance.metrics();
    // 1.728^(2/3) = 1.44.
    expect(metrics.cagr).toBeCloseTo(0.44, 14);
    expect(metrics.annualReturn).toBeCloseTo(0.44, 14);
    expect(metrics.periodsPerYear).toBeCloseTo(2 / 1.5, 14);
  });

  test('the risk-free rate is compounded down to a period before it is taken off', () => {
    const returns = [0.01, 0.03];
    const performance = new PerformanceAccumulator({ initialEquity: 1, startTime: 0, riskFreeRate: 0.0404 });
    // Four periods a year; 1.0404^(1/4) = √1.02.
    performance.onEquity(0.25 * 365.25 * DAY, 1.01, 0, 0);
    performance.onEquity(0.5 * 365.25 * DAY, 1.01 * 1.03, 0, 0);
    const deviation = (returns[1] - returns[0]) / Math.SQRT2;
    expect(performance.metrics().sharpe).toBeCloseTo(((0.02 - (Math.sqrt(1.02) - 1)) / deviation) * 2, 12);
  });

  test('a series of constant growth has no Sharpe ratio, however its equity was rounded', () => {
    const equities = Array.from({ length: 500 }, (_, i) => 100_000 * 1.0001 ** (i + 1));
    const metrics = dailyRun(100_000, equities).metrics();
    expect(metrics.sharpe).toBeNull();
    expect(metrics.volatility).toBeLessThan(1e-12);
    expect(metrics.cagr).toBeCloseTo(1.0001 ** 365.25 - 1, 10);
  });

  test('a run without any trade has returns of 0, no ratio, and no drawdown', () => {
    const metrics = dailyRun(1000, [1000, 1000, 1000]).metrics();
    expect(metrics).toMatchObject({
      totalReturn: 0,
      cagr: 0,
      volatility: 0,
      sharpe: null,
      sortino: null,
      calmar: null,
    });
    expect(metrics).toMatchObject({ maxDrawdown: 0, exposure: 0, averageGrossExposure: 0, turnover: 0 });
  });

  test('without a losing period there is no Sortino ratio', () => {
    const { sortino, sharpe } = dailyRun(100, [101, 103, 104]).metrics();
    expect(sortino).toBeNull();
    expect(sharpe).toBeGreaterThan(0);
  });

  test('spread survives returns that are large beside it', () => {
    // Returns 9 and 9 + 1e-7 in turn: E[r²] − E[r]² keeps hardly a digit of their spread.
    let equity = 1;
    const equities = Array.from({ length: 40 }, (_, i) => (equity *= 10 + (i % 2) * 1e-7));
    const volatility = dailyRun(1, equities).metrics().volatility;
    expect(volatility! / (Math.sqrt((40 * 0.25e-14) / 39) * Math.sqrt(365.25))).toBeCloseTo(1, 7);
  });

  test('growth in a minute that no double can hold over a year is null and not Infinity', () => {
    const performance = new PerformanceAccumulator({ initialEquity: 100, startTime: 0 });
    performance.onEquity(60_000, 101, 0, 0);
    expect(performance.metrics()).toMatchObject({
      totalReturn: 0.01,
      annualReturn: null,
      cagr: null,
      calmar: null,
    });
  });
});

describe('partial results', () => {
  test('before the first update everything that needs one is null', () => {
    const metrics = new PerformanceAccumulator({ initialEquity: 500, startTime: DAY }).metrics();
    expect(metrics).toMatchObject({
      startDate: DAY,
      endDate: null,
      updates: 0,
      finalEquity: 500,
      minEquity: 500,
    });
    for (const property of [
      'totalReturn',
      'cagr',
      'sharpe',
      'maxDrawdown',
      'exposure',
      'averageEquity',
    ] as const) {
      expect(metrics[property]).toBeNull();
    }
  });

  test('asking for metrics midway changes nothing that follows', () => {
    const equities = [101, 99, 104, 103.5, 107];
    const asked = new PerformanceAccumulator({ initialEquity: 100, startTime: 0 });
    for (const [i, equity] of equities.entries()) {
      asked.onEquity((i + 1) * DAY, equity, 0, 0);
      asked.metrics();
    }
    expect(asked.metrics()).toEqual(dailyRun(100, equities).metrics());
  });
});

describe('ruin', () => {
  const ruined = dailyRun(100, [110, 50, -20, 30, 500]).metrics();

  test('once equity was ≤ 0 whatever needs returns is null, also after it rose again', () => {
    expect(ruined.ruinDate).toBe(3 * DAY);
    for (const property of [
      'annualReturn',
      'cagr',
      'volatility',
      'sharpe',
      'sortino',
      'calmar',
      'averageGrossExposure',
    ] as const) {
      expect(ruined[property]).toBeNull();
    }
  });

  test('equity levels and total return go on', () => {
    expect(ruined).toMatchObject({
      totalReturn: 4,
      finalEquity: 500,
      minEquity: -20,
      maxEquity: 500,
      averageEquity: 134,
    });
  });

  test('the drawdown is −100 %, from the last high to the end of data', () => {
    expect(ruined).toMatchObject({
      maxDrawdown: -1,
      maxDrawdownPeakDate: DAY,
      maxDrawdownTroughDate: 3 * DAY,
      maxDrawdownRecoveryDate: null,
      maxDrawdownDays: 4,
      longestDrawdownDays: 4,
    });
  });

  test('equity of exactly 0 is ruin too', () => {
    expect(dailyRun(100, [0, 50]).metrics()).toMatchObject({
      ruinDate: DAY,
      maxDrawdown: -1,
      totalReturn: -0.5,
    });
  });
});

describe('exposure and costs', () => {
  test('exposure, turnover and costs of two half years in and out of the market', () => {
    const performance = new PerformanceAccumulator({ initialEquity: 1000, startTime: 0 });
    performance.onFill(500, 1, 0.5);
    performance.onEquity(182.625 * DAY, 1000, 500, -500);
    performance.onFill(700, 1.25, 0);
    performance.onEquity(365.25 * DAY, 1400, 0, 0);
    expect(performance.metrics()).toMatchObject({
      exposure: 0.5,
      averageGrossExposure: 0.25,
      maxGrossExposure: 0.5,
      averageNetExposure: -0.25,
      averageEquity: 1200,
      fillCount: 2,
      tradedNotional: 1200,
      turnover: 1,
      totalCommission: 2.25,
      totalSlippage: 0.5,
      totalCosts: 2.75,
      costShare: 0.00275,
    });
  });

  test('a thousand commissions of a tenth are a hundred, without dust', () => {
    const performance = new PerformanceAccumulator({ initialEquity: 1000, startTime: 0 });
    for (let i = 0; i < 1000; i++) performance.onFill(10, 0.1, 0);
    expect(performance.metrics().totalCommission).toBe(100);
  });
});

test('round trips reach the trade statistics', () => {
  const performance = dailyRun(1000, [1000]);
  performance.onRoundTrip(trade(30));
  performance.onRoundTrip(trade(-10));
  expect(performance.metrics()).toMatchObject({
    tradeCount: 2,
    winRate: 0.5,
    profitFactor: 3,
    expectancy: 10,
  });
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
  'equity of %d is refused',
  (equity) => {
    const performance = new PerformanceAccumulator({ initialEquity: 1000, startTime: 0 });
    expect(() => performance.onEquity(DAY, equity, 0, 0)).toThrow(RangeError);
  },
);

test.each([
  { initialEquity: 0, startTime: 0 },
  { initialEquity: Number.NaN, startTime: 0 },
  { initialEquity: 1, startTime: Number.NaN },
  { initialEquity: 1, startTime: 0, riskFreeRate: -1 },
])('options %o are refused', (options) => {
  expect(() => new PerformanceAccumulator(options)).toThrow(RangeError);
});
