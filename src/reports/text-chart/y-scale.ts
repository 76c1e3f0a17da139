export interface YTick {
  readonly row: number;
  readonly value: number;
}

export interface YScaleOptions {
  /** Smallest and largest value to show, NaN when there is none. */
  readonly low: number;
  readonly high: number;
  readonly rows: number;
  /** Whether round values lie on the edge between two rows, where histogram bars begin, instead of amid a row. */
  readonly edges?: boolean;
  /** Rows to keep free at the ends, for markers. */
  readonly above?: number;
  readonly below?: number;
}

/** Larger magnitudes are drawn at the edge: sums and differences of larger ones would overflow. */
const LARGEST = 1e300;

/** Rows between two ticks that are tried. */
const MAX_TICK_ROWS = 10;

/**
 * From values to rows. The scale is chosen so that every tick lies exactly amid its row (or on its edge) and ticks are
 * a whole number of rows apart: labels are evenly spaced and none is a rounded lie. That costs a little of the height.
 */
export class YScale {
  readonly rows: number;
  /** Value per row. */
  readonly unit: number;
  /** Value between two ticks. */
  readonly step: number;
  readonly ticks: readonly YTick[];
  readonly #top: number;

  constructor(rows: number, unit: number, step: number, top: number, ticks: readonly YTick[]) {
    this.rows = rows;
    this.unit = unit;
    this.step = step;
    this.ticks = ticks;
    this.#top = top;
  }

  /** Distance of a value from the top, in rows, not yet clipped. */
  depth(value: number): number {
    return (this.#top - value) / this.unit;
  }

  /** The row of dots of a value with `down` dots per row, clipped to the pane. */
  dotRow(value: number, down: number): number {
    return Math.max(0, Math.min(this.rows * down - 1, Math.floor(this.depth(value) * down)));
  }

  /** Whether a value lies inside of the pane. */
  contains(value: number): boolean {
    const depth = this.depth(value);
    return depth >= 0 && depth <= this.rows;
  }
}

/** The scale with round ticks that shows [low, high] as large as possible. */
export function fitYScale(options: YScaleOptions): YScale {
  const { rows, above = 0, below = 0 } = options;
  // One row cannot have a round edge inside of a range that crosses zero.
  const edges = options.edges === true && rows > 1;
  if (!(options.low <= options.high)) return new YScale(rows, 1, 1, rows, []);
  const [low, high] = widen(clamp(options.low), clamp(options.high), edges);
  const needed = Math.max((high - low) / rows, Number.MIN_VALUE);
  const idealRows = rows <= 3 ? 1 : Math.min(6, Math.max(2, Math.round(rows / 5)));
  let best: { score: number; scale: YScale } | undefined;
  for (let tickRows = 1; tickRows <= MAX_TICK_ROWS; tickRows++) {
    for (const step of niceSteps(needed * tickRows)) {
      const unit = step / tickRows;
      const bottom = bottomRow({ low, high, unit, rows, edges, above, below });
      if (bottom === undefined) continue;
      const ticks = ticksOf({ bottom, rows, tickRows, step, edges });
      const few = ticks.length >= Math.min(2, rows) ? 0 : ticks.length === 1 ? 1.5 : 8;
      const score = Math.log2(unit / needed) + 0.3 * Math.abs(Math.log2(tickRows / idealRows)) + few;
      if (best === undefined || score < best.score) {
        const top = (bottom + rows - (edges ? 0 : 0.5)) * unit;
        best = { score, scale: new YScale(rows, unit, step, top, ticks) };
      }
      break;
    }
  }
  if (best === undefined) throw new Error(`no scale covers ${low} to ${high} in ${rows} rows`);
  return best.scale;
}

interface Placement {
  readonly low: number;
  readonly high: number;
  readonly unit: number;
  readonly rows: number;
  readonly edges: boolean;
  readonly above: number;
  readonly below: number;
}

/** Number (in units) of the bottom row, or undefined when the range does not fit in. */
function bottomRow({ low, high, unit, rows, edges, above, below }: Placement): number | undefined {
  const half = edges ? 0 : 0.5;
  const lowest = Math.ceil(high / unit + half + above - 1e-9) - rows;
  const highest = Math.floor(low / unit + half + 1e-9) - below;
  if (lowest > highest) return undefined;
  // Spare rows go to both ends, but an axis of positive values does not reach below zero, nor that of negative ones above.
  const middle = Math.ceil((lowest + highest) / 2);
  if (low >= 0) return edges ? highest : Math.max(middle, Math.min(0, highest));
  if (high <= 0) return edges ? lowest : Math.min(middle, Math.max(1 - rows, lowest));
  return middle;
}

interface Ticks {
  readonly bottom: number;
  readonly rows: number;
  readonly tickRows: number;
  readonly step: number;
  readonly edges: boolean;
}

function ticksOf({ bottom, rows, tickRows, step, edges }: Ticks): YTick[] {
  const ticks: YTick[] = [];
  const first = Math.ceil(bottom / tickRows);
  const last = Math.floor((bottom + rows - (edges ? 0 : 1)) / tickRows);
  for (let k = first; k <= last; k++) {
    const height = k * tickRows - bottom;
    // On edges a label stands in the row that a bar to this value ends in: the one below a positive value.
    const row = edges && k > 0 ? rows - height : rows - 1 - height;
    ticks.push({ row: Math.max(0, Math.min(rows - 1, row)), value: k * step });
  }
  // At the very ends of an edge scale two labels can meet in one row; the one nearer to zero stays.
  return ticks
    .sort((a, b) => Math.abs(a.value) - Math.abs(b.value))
    .filter((tick, i) => ticks.findIndex((other) => other.row === tick.row) === i)
    .sort((a, b) => a.row - b.row);
}

/** Round numbers from `atLeast` on: 1, 2 and 5 times powers of ten. */
function niceSteps(atLeast: number): number[] {
  const power = Math.floor(Math.log10(atLeast));
  return [-1, 0, 1, 2, 3]
    .flatMap((more) => [1, 2, 5].map((digit) => Number(`${digit}e${power + more}`)))
    .filter((step) => step >= atLeast * (1 - 1e-12) && step > 0);
}

/** A range with some height, also around a constant and where the digits of a double end. */
function widen(low: number, high: number, edges: boolean): [number, number] {
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (high - low > size * 1e-9 && high - low > 1e-290) return [low, high];
  if (size < 1e-280) return edges ? [0, 1] : [-1, 1];
  return edges ? [Math.min(0, low), Math.max(0, high)] : [low - size * 0.01, high + size * 0.01];
}

function clamp(value: number): number {
  return Math.max(-LARGEST, Math.min(LARGEST, value));
}
