/** Bars as columns of one length. */
export interface BarColumns {
  /** Opening of each bar, UTC milliseconds. */
  readonly time: ArrayLike<number>;
  readonly open: ArrayLike<number>;
  readonly high: ArrayLike<number>;
  readonly low: ArrayLike<number>;
  readonly close: ArrayLike<number>;
  /** NaN where there is none. */
  readonly volume?: ArrayLike<number>;
}

export interface Candles {
  readonly bars: Readonly<Record<keyof BarColumns, Float64Array>>;
  /** What a candle stands for, `1 week`, where it is more than one bar; null where each is its bar. */
  readonly interval: string | null;
  /** First bar of each candle. */
  readonly starts: Uint32Array;
}

/** Candles that can be told apart on a wide screen. */
const MOST_CANDLES = 1200;

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;

/** Lengths by which bars are put together. Weeks begin on Monday. */
const LENGTHS: readonly (readonly [name: string, start: (time: number) => number])[] = [
  ...[1, 5, 15, 30].map((n) => [`${n} min`, multipleOf(n * MINUTE)] as const),
  ...[1, 2, 4, 8].map((n) => [`${n} h`, multipleOf(n * 60 * MINUTE)] as const),
  ['1 day', multipleOf(DAY)],
  // 1970 began on a Thursday.
  ['1 week', (time) => Math.floor((time / DAY + 3) / 7)],
  ['1 month', (time) => month(time)],
  ['3 months', (time) => Math.floor(month(time) / 3)],
  ['1 year', (time) => Math.floor(month(time) / 12)],
];

/** The bars, or as many of them together as leave at most `most` candles: first open, highest high, lowest low, last close, all volume. */
export function candlesOf(bars: BarColumns, most: number = MOST_CANDLES): Candles {
  const { length } = bars.time;
  if (length <= most) {
    const starts = Uint32Array.from({ length }, (_, i) => i);
    return { bars: together(bars, starts), interval: null, starts };
  }
  for (const [interval, start] of LENGTHS) {
    const starts = startsOf(bars.time, start);
    if (starts.length <= most) return { bars: together(bars, starts), interval, starts };
  }
  // Longer than some thousand years.
  const starts = Uint32Array.from({ length: most }, (_, i) => Math.floor((i * length) / most));
  return { bars: together(bars, starts), interval: `${Math.ceil(length / most)} bars`, starts };
}

function startsOf(time: ArrayLike<number>, start: (time: number) => number): Uint32Array {
  const starts: number[] = [];
  let last = Number.NaN;
  for (let i = 0; i < time.length; i++) {
    const key = start(time[i]);
    if (key !== last) starts.push(i);
    last = key;
  }
  return Uint32Array.from(starts);
}

function together(bars: BarColumns, starts: Uint32Array): Candles['bars'] {
  const rows = starts.length;
  const column = () => new Float64Array(rows);
  const made = {
    time: column(),
    open: column(),
    high: column(),
    low: column(),
    close: column(),
    volume: column(),
  };
  for (let row = 0; row < rows; row++) {
    const from = starts[row];
    const to = row + 1 < rows ? starts[row + 1] : bars.time.length;
    let high = Number.NaN;
    let low = Number.NaN;
    let volume = Number.NaN;
    for (let i = from; i < to; i++) {
      if (!Number.isNaN(bars.high[i]) && !(bars.high[i] <= high)) high = bars.high[i];
      if (!Number.isNaN(bars.low[i]) && !(bars.low[i] >= low)) low = bars.low[i];
      const traded = bars.volume?.[i] ?? Number.NaN;
      if (!Number.isNaN(traded)) volume = Number.isNaN(volume) ? traded : volume + traded;
    }
    made.time[row] = bars.time[from];
    made.open[row] = bars.open[from];
    made.high[row] = high;
    made.low[row] = low;
    made.close[row] = bars.close[to - 1];
    made.volume[row] = volume;
  }
  return made;
}

function multipleOf(length: number): (time: number) => number {
  return (time) => Math.floor(time / length);
}

function month(time: number): number {
  const date = new Date(time);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}
