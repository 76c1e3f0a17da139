import type { BarSeries } from '../../src/market/bar-series.ts';
import { roundMoney } from '../../src/market/money.ts';
import type { PortfolioOutcome } from '../harness/case.ts';

/** Updates whose statistics are worked through at a time, in a buffer that stays in the processor's cache. */
const MARKS = 1024;

/**
 * The limit: the same backtest as one loop over the same columns, with nothing in it that could be stepped, watched,
 * traced or changed. No events, no components, one strategy; crossover, risk check, fill at the next open,
 * commission, round money, mark and the streaming statistics, in local variables.
 */
export function plainLoop(
  series: BarSeries,
  fast: Float64Array,
  slow: Float64Array,
  initialCash: number,
  quantity: number,
  commission: number,
): PortfolioOutcome {
  const { open, close, length } = series;
  const statistics = new LoopStatistics(initialCash);
  const marks = new Float64Array(MARKS);
  let marked = 0;
  let cash = initialCash;
  let units = 0;
  let ordered = 0;
  let fills = 0;
  let equity = initialCash;
  for (let i = 0; i < length; i++) {
    if (ordered !== 0) {
      cash = roundMoney(cash + roundMoney(roundMoney(-ordered * open[i]) - commission));
      units += ordered;
      ordered = 0;
      fills++;
    }
    const price = close[i];
    equity = units === 0 ? cash : cash + units * price;
    const f = fast[i];
    const s = slow[i];
    const direction = crossed(f, s, fast, slow, i);
    if (direction !== 0 && Math.sign(units) !== direction && quantity * price <= equity) {
      ordered = direction * quantity - units;
    }
    marks[marked++] = equity;
    if (marked === MARKS) {
      statistics.add(marks, marked);
      marked = 0;
    }
  }
  statistics.add(marks, marked);
  return { fills, equity, maxDrawdown: statistics.maxDrawdown };
}

/** 1 where fast crosses over slow at bar i, −1 where it crosses under, else 0. */
function crossed(f: number, s: number, fast: Float64Array, slow: Float64Array, i: number): -1 | 0 | 1 {
  if (f > s) return i > 0 && fast[i - 1] <= slow[i - 1] ? 1 : 0;
  if (f < s) return i > 0 && fast[i - 1] >= slow[i - 1] ? -1 : 0;
  return 0;
}

/** Mean and spread of returns, downside, drawdown: what the engine's metrics keep at each update. */
class LoopStatistics {
  maxDrawdown = 0;
  #equity: number;
  #peak: number;
  /** Lowest equity since the peak: only a new one can be the deepest fall, so the others need no division. */
  #trough: number;
  #updates = 0;
  #mean = 0;
  #squares = 0;
  #downside = 0;

  constructor(initialEquity: number) {
    this.#equity = initialEquity;
    this.#peak = initialEquity;
    this.#trough = initialEquity;
  }

  add(marks: Float64Array, count: number): void {
    let before = this.#equity;
    let peak = this.#peak;
    let trough = this.#trough;
    let updates = this.#updates;
    let mean = this.#mean;
    let squares = this.#squares;
    let downside = this.#downside;
    let deepest = this.maxDrawdown;
    for (let i = 0; i < count; i++) {
      const equity = marks[i];
      const r = (equity - before) / before;
      before = equity;
      updates++;
      const delta = r - mean;
      mean += delta * (1 / updates);
      squares += delta * (r - mean);
      const fall = (r - Math.abs(r)) / 2;
      downside += fall * fall;
      if (equity >= peak) {
        peak = equity;
        trough = equity;
      } else if (equity < trough) {
        trough = equity;
        const depth = equity / peak - 1;
        if (depth < deepest) deepest = depth;
      }
    }
    this.#equity = before;
    this.#peak = peak;
    this.#trough = trough;
    this.#updates = updates;
    this.#mean = mean;
    this.#squares = squares;
    this.#downside = downside;
    this.maxDrawdown = deepest;
  }
}
