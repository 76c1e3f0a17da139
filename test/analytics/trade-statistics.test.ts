import { expect, test } from 'vitest';
import { type ClosedTrade, TradeStatistics } from '../../src/analytics/trade-statistics.ts';
import { DAY, trade } from './support.ts';

function statisticsOf(...trades: readonly ClosedTrade[]) {
  const statistics = new TradeStatistics();
  for (const each of trades) statistics.update(each);
  return statistics.metrics(12);
}

test('six trades give the figures worked out by hand', () => {
  const metrics = statisticsOf(
    trade(100, { barsHeld: 4, exitTime: 2 * DAY, returnPct: 10 }),
    trade(50, { barsHeld: 2, returnPct: 5 }),
    trade(-30, { direction: -1, returnPct: -3 }),
    trade(-20, { direction: -1, returnPct: -2 }),
    trade(-10, { returnPct: -1 }),
    trade(30, { barsHeld: 3, returnPct: 3 }),
  );
  expect(metrics).toEqual({
    tradeCount: 6,
    tradesPerDay: 6 / 12,
    longTrades: 4,
    shortTrades: 2,
    winRate: 0.5,
    profitFactor: 3,
    payoffRatio: 3,
    expectancy: 20,
    averageTradeReturn: 0.02,
    averageWin: 60,
    averageLoss: -20,
    largestWin: 100,
    largestLoss: -30,
    maxConsecutiveWins: 2,
    maxConsecutiveLosses: 3,
    wonTrades: 3,
    lostTrades: 3,
    lossRate: 1 / 2,
    wonPnl: 180,
    lostPnl: -60,
    longPnl: 170,
    shortPnl: -50,
    longWinRate: 3 / 4,
    shortWinRate: 0,
    // Σ(pnl − 20)² = 12,400 over 5.
    pnlDeviation: Math.sqrt(2480),
    bestTradeReturn: 0.1,
    worstTradeReturn: -0.03,
    systemQuality: (Math.sqrt(6) * 20) / Math.sqrt(2480),
    kelly: 1 / 3,
    // quantstats 0.0.86: cpc_index of the same six numbers.
    cpcIndex: 4.5,
    averageBarsWon: 3,
    averageBarsLost: 1,
    longestHoldingDays: 2,
    shortestHoldingDays: 1,
    averageBarsHeld: 2,
    averageHoldingDays: 7 / 6,
    closedGrossPnl: 126,
    closedCosts: 6,
    closedPnl: 120,
  });
});

test('a trade at exactly 0 counts, is neither won nor lost, and ends both streaks', () => {
  const metrics = statisticsOf(trade(1), trade(0), trade(1), trade(-1), trade(0), trade(-1));
  expect(metrics).toMatchObject({ tradeCount: 6, maxConsecutiveWins: 1, maxConsecutiveLosses: 1 });
  expect(metrics.winRate).toBeCloseTo(1 / 3, 15);
});

test('a gross profit eaten by costs is a loss', () => {
  expect(statisticsOf(trade(-1, { grossPnl: 2, costs: 3 }))).toMatchObject({
    winRate: 0,
    averageLoss: -1,
    closedGrossPnl: 2,
    closedCosts: 3,
  });
});

test('ratios without losses, without wins and without trades are null and not infinite', () => {
  expect(statisticsOf(trade(5))).toMatchObject({
    profitFactor: null,
    payoffRatio: null,
    averageLoss: null,
    largestLoss: null,
  });
  expect(statisticsOf(trade(-5))).toMatchObject({
    profitFactor: 0,
    payoffRatio: null,
    averageWin: null,
    largestWin: null,
  });
  expect(statisticsOf()).toMatchObject({
    tradeCount: 0,
    winRate: null,
    expectancy: null,
    averageBarsHeld: null,
    closedPnl: 0,
  });
});

test('a run in which no time has passed has no trades per day', () => {
  expect(new TradeStatistics().metrics(0).tradesPerDay).toBeNull();
});

test('a pnl that is not a number is refused', () => {
  expect(() => statisticsOf(trade(Number.NaN))).toThrow(RangeError);
});
