/** Which bars are shown. */
export interface View {
  /** First bar; default 0, or as many before `to` as fit when `columnsPerBar` is given. */
  readonly from?: number;
  /** Bar after the last one; default the number of bars. It may lie beyond the data, to keep room for what comes. */
  readonly to?: number;
  /** A fixed whole number of columns per bar, so that the picture does not breathe while bars are added. */
  readonly columnsPerBar?: number;
}

export interface XScaleOptions {
  /** Bars in the data. */
  readonly length: number;
  readonly view?: View;
  /** Cells of the plot area. */
  readonly columns: number;
  /** Dots per cell of the tier. */
  readonly across: number;
  /** Whether bars occupy columns of their own (candles, histogram) rather than points on a line. */
  readonly banded: boolean;
  /** Last bar that may be shown, when what comes after it is hidden. */
  readonly lastVisible?: number;
}

/**
 * From bars to columns, shared by all panes. When bars outnumber columns, a column holds several. Otherwise a banded
 * scale gives every bar the same whole number of columns (a line of candles with uneven gaps reads as missing bars)
 * and leaves the rest empty at the right; a scale of points runs from edge to edge.
 */
export class XScale {
  /** Bars [from, to) are laid out; of them [from, end) may be drawn. */
  readonly from: number;
  readonly to: number;
  readonly end: number;
  /** Bars in the data. */
  readonly length: number;
  readonly columns: number;
  readonly across: number;
  readonly #banded: boolean;
  readonly #slot: number;

  constructor({ length, view = {}, columns, across, banded, lastVisible }: XScaleOptions) {
    this.length = length;
    this.columns = columns;
    this.across = across;
    let to = Math.max(1, whole(view.to, length));
    let from = Math.min(to - 1, Math.max(0, whole(view.from, 0)));
    let slot = 0;
    if (view.columnsPerBar !== undefined) {
      slot = Math.min(columns, Math.max(1, whole(view.columnsPerBar, 1)));
      const bars = Math.floor(columns / slot);
      if (view.from === undefined || to - from > bars) from = Math.max(0, to - bars);
      to = from + bars;
    }
    this.from = from;
    this.to = to;
    this.end = Math.max(from, Math.min(to, length, lastVisible === undefined ? to : lastVisible + 1));
    this.#banded = banded || slot > 0;
    const ratio = columns / this.count;
    // From three columns on, gaps that differ by one are hardly seen, and the width is better used.
    this.#slot = slot > 0 ? slot : ratio < 3 ? Math.floor(ratio) : ratio;
  }

  get count(): number {
    return this.to - this.from;
  }

  get dots(): number {
    return this.columns * this.across;
  }

  /** Columns that one bar may fill, with a gap to the next where there is room. */
  get barWidth(): number {
    return Math.max(1, Math.floor(this.#slot) - 1);
  }

  /** Whether a bar may be drawn. */
  shows(index: number): boolean {
    return index >= this.from && index < this.end;
  }

  /** The column of a bar, its middle one if it has several. */
  column(index: number): number {
    return Math.floor(this.dot(index) / this.across);
  }

  /** The dot column of a bar. */
  dot(index: number): number {
    const k = index - this.from;
    if (this.#banded && this.count <= this.columns) {
      return (Math.floor(k * this.#slot) + ((this.barWidth - 1) >> 1)) * this.across;
    }
    if (this.count > this.dots || this.#banded) return Math.floor((k * this.dots) / this.count);
    if (this.count === 1) return this.dots >> 1;
    return Math.round((k * (this.dots - 1)) / (this.count - 1));
  }

  /** Whether several bars may share one of `cells` equal parts of the width (columns or dots). */
  crowds(cells: number): boolean {
    return this.count > cells;
  }

  /** First bar in one of `cells` equal parts of a crowded width; that of part `cells` is the end. */
  firstIn(cell: number, cells: number): number {
    return Math.min(this.end, this.from + Math.ceil((cell * this.count) / cells));
  }
}

function whole(value: number | undefined, otherwise: number): number {
  return value === undefined || !Number.isFinite(value) ? otherwise : Math.floor(value);
}
