import { MS_PER_DAY } from '../annualise.ts';

/** How equity stood below its high, over a whole run. Fractions ≤ 0 for depths. */
export interface Underwater {
  /** Falls from a high, the one that has not ended included. */
  readonly count: number;
  readonly averageDepth: number;
  /** Calendar days from high to recovery, or to the last update. */
  readonly averageDays: number;
  /** Share of updates below a high. */
  readonly share: number;
  readonly current: number;
  /** At each update. */
  readonly depths: Float64Array;
  /** √ of the mean squared depth over all updates, ≥ 0. */
  readonly ulcer: number;
  /** Mean depth over all updates, ≥ 0. */
  readonly pain: number;
}

/** @param initial equity at `start`, the first high. The columns hold at least one row, and equity is above 0. */
export function underwater(
  equity: Float64Array,
  timestamp: Float64Array,
  initial: number,
  start: number,
): Underwater {
  const n = equity.length;
  let [high, highTime, lowest] = [initial, start, 0];
  let [count, total, days, below, squares, sum, current] = [0, 0, 0, 0, 0, 0, 0];
  const depths = new Float64Array(n);
  const close = (until: number) => {
    if (lowest === 0) return;
    count++;
    total += lowest;
    days += (until - highTime) / MS_PER_DAY;
    lowest = 0;
  };
  for (let i = 0; i < n; i++) {
    if (equity[i] >= high) {
      close(timestamp[i]);
      high = equity[i];
      highTime = timestamp[i];
    }
    current = equity[i] / high - 1;
    depths[i] = current;
    lowest = Math.min(lowest, current);
    if (current < 0) below++;
    squares += current * current;
    sum -= current;
  }
  close(timestamp[n - 1]);
  const each = (sumOfAll: number) => (count === 0 ? 0 : sumOfAll / count);
  return {
    count,
    averageDepth: each(total),
    averageDays: each(days),
    share: below / n,
    current,
    depths,
    ulcer: Math.sqrt(squares / n),
    pain: sum / n,
  };
}
