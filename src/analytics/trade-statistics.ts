import type { Stateful, StateReader, StateWriter } from '../foundation/state.ts';
import { finite, isNoise, MS_PER_DAY, ratio } from './annualise.ts';
import type { TradeMetrics } from './trade-metrics.ts';

/** A closed position as analytics needs it. */
export interface ClosedTrade {
  /** Realised pnl after entry and exit costs, money. */
  readonly pnl: number;
  /** Realised pnl before costs, money. */
  readonly grossPnl: number;
  /** Costs of all its fills, money ≥ 0. */
  readonly costs: number;
  /** Milliseconds UTC. */
  readonly entryTime: number;
  readonly exitTime: number;
  /** Above 0: long; below 0: short. */
  readonly direction: number;
  readonly barsHeld: number;
  /** Net pnl in percent of the value at entry: 5 is 5 %. */
  readonly returnPct: number;
}

const WINS = 0;
const LOSSES = 1;
const EVENS = 2;
const LONGS = 3;
const SHORTS = 4;
const WON = 5;
const LOST = 6;
const LARGEST_WIN = 7;
const LARGEST_LOSS = 8;
const WIN_STREAK = 9;
const LOSS_STREAK = 10;
const MAX_WIN_STREAK = 11;
const MAX_LOSS_STREAK = 12;
const BARS = 13;
const HELD_MS = 14;
const RETURN_PCT = 15;
const GROSS = 16;
const COSTS = 17;
const LONG_WINS = 18;
const SHORT_WINS = 19;
const LONG_PNL = 20;
const SHORT_PNL = 21;
/** Welford's running mean of pnl and sum of squared distances from it. */
const MEAN_PNL = 22;
const SQUARES = 23;
const BEST_PCT = 24;
const WORST_PCT = 25;
const BARS_WON = 26;
const BARS_LOST = 27;
const LONGEST_MS = 28;
const SHORTEST_MS = 29;
const WORDS = 30;

/** Statistics of round trips, one at a time as they close; the trades themselves are not kept. */
export class TradeStatistics implements Stateful {
  readonly #w = new Float64Array(WORDS);

  update(trade: ClosedTrade): void {
    const w = this.#w;
    const pnl = trade.pnl;
    if (pnl > 0) {
      w[WINS]++;
      w[WON] += pnl;
      w[LARGEST_WIN] = Math.max(w[LARGEST_WIN], pnl);
    } else if (pnl < 0) {
      w[LOSSES]++;
      w[LOST] += pnl;
      w[LARGEST_LOSS] = Math.min(w[LARGEST_LOSS], pnl);
    } else if (pnl === 0) {
      w[EVENS]++;
    } else {
      throw new RangeError(`pnl of a closed trade is ${pnl}`);
    }
    w[WIN_STREAK] = pnl > 0 ? w[WIN_STREAK] + 1 : 0;
    w[LOSS_STREAK] = pnl < 0 ? w[LOSS_STREAK] + 1 : 0;
    w[MAX_WIN_STREAK] = Math.max(w[MAX_WIN_STREAK], w[WIN_STREAK]);
    w[MAX_LOSS_STREAK] = Math.max(w[MAX_LOSS_STREAK], w[LOSS_STREAK]);
    w[trade.direction > 0 ? LONGS : SHORTS]++;
    w[BARS] += trade.barsHeld;
    w[HELD_MS] += trade.exitTime - trade.entryTime;
    w[RETURN_PCT] += trade.returnPct;
    w[GROSS] += trade.grossPnl;
    w[COSTS] += trade.costs;
    this.#updateDistribution(trade);
  }

  #updateDistribution({ pnl, direction, barsHeld, returnPct, entryTime, exitTime }: ClosedTrade): void {
    const w = this.#w;
    const isLong = direction > 0;
    w[isLong ? LONG_PNL : SHORT_PNL] += pnl;
    if (pnl > 0) w[isLong ? LONG_WINS : SHORT_WINS]++;
    if (pnl > 0) w[BARS_WON] += barsHeld;
    if (pnl < 0) w[BARS_LOST] += barsHeld;
    const count = w[WINS] + w[LOSSES] + w[EVENS];
    const delta = pnl - w[MEAN_PNL];
    w[MEAN_PNL] += delta / count;
    w[SQUARES] += delta * (pnl - w[MEAN_PNL]);
    const held = exitTime - entryTime;
    w[BEST_PCT] = count === 1 ? returnPct : Math.max(w[BEST_PCT], returnPct);
    w[WORST_PCT] = count === 1 ? returnPct : Math.min(w[WORST_PCT], returnPct);
    w[LONGEST_MS] = Math.max(w[LONGEST_MS], held);
    w[SHORTEST_MS] = count === 1 ? held : Math.min(w[SHORTEST_MS], held);
  }

  /** @param elapsedDays calendar days that the run has covered. */
  metrics(elapsedDays: number): TradeMetrics {
    const w = this.#w;
    const count = w[WINS] + w[LOSSES] + w[EVENS];
    const pnl = w[WON] + w[LOST];
    const averageWin = ratio(w[WON], w[WINS]);
    const averageLoss = ratio(w[LOST], w[LOSSES]);
    const profitFactor = ratio(w[WON], -w[LOST]);
    const payoffRatio =
      averageWin === null || averageLoss === null ? null : finite(averageWin / -averageLoss);
    const deviation = count > 1 ? finite(Math.sqrt(w[SQUARES] / (count - 1))) : null;
    return {
      tradeCount: count,
      tradesPerDay: ratio(count, elapsedDays),
      longTrades: w[LONGS],
      shortTrades: w[SHORTS],
      winRate: ratio(w[WINS], count),
      profitFactor,
      payoffRatio,
      expectancy: ratio(pnl, count),
      averageTradeReturn: ratio(w[RETURN_PCT] / 100, count),
      averageWin,
      averageLoss,
      largestWin: w[WINS] > 0 ? w[LARGEST_WIN] : null,
      largestLoss: w[LOSSES] > 0 ? w[LARGEST_LOSS] : null,
      maxConsecutiveWins: w[MAX_WIN_STREAK],
      maxConsecutiveLosses: w[MAX_LOSS_STREAK],
      wonTrades: w[WINS],
      lostTrades: w[LOSSES],
      lossRate: ratio(w[LOSSES], count),
      wonPnl: w[WON],
      lostPnl: w[LOST],
      longPnl: w[LONG_PNL],
      shortPnl: w[SHORT_PNL],
      longWinRate: ratio(w[LONG_WINS], w[LONGS]),
      shortWinRate: ratio(w[SHORT_WINS], w[SHORTS]),
      pnlDeviation: deviation,
      bestTradeReturn: count > 0 ? finite(w[BEST_PCT] / 100) : null,
      worstTradeReturn: count > 0 ? finite(w[WORST_PCT] / 100) : null,
      systemQuality:
        deviation === null || isNoise(deviation, pnl / count)
          ? null
          : finite((Math.sqrt(count) * (pnl / count)) / deviation),
      kelly:
        averageWin === null || averageLoss === null
          ? null
          : finite((w[WINS] - w[LOSSES] / (averageWin / -averageLoss)) / count),
      cpcIndex:
        profitFactor === null || payoffRatio === null
          ? null
          : finite(profitFactor * (w[WINS] / count) * payoffRatio),
      averageBarsWon: ratio(w[BARS_WON], w[WINS]),
      averageBarsLost: ratio(w[BARS_LOST], w[LOSSES]),
      longestHoldingDays: count > 0 ? w[LONGEST_MS] / MS_PER_DAY : null,
      shortestHoldingDays: count > 0 ? w[SHORTEST_MS] / MS_PER_DAY : null,
      averageBarsHeld: ratio(w[BARS], count),
      averageHoldingDays: ratio(w[HELD_MS] / MS_PER_DAY, count),
      closedGrossPnl: w[GROSS],
      closedCosts: w[COSTS],
      closedPnl: pnl,
    };
  }

  save(out: StateWriter): void {
    out.array(this.#w);
  }

  restore(from: StateReader): void {
    from.array(this.#w);
  }
}
