import type { Lane } from '../../engine/lane.ts';
import type { PortfolioNode } from '../../engine/topology.ts';
import type { BarSeries } from '../../market/bar-series.ts';
import type { Ledger } from '../../portfolio/ledger.ts';
import { bindName } from '../names/bind-name.ts';
import type { BoundName, Focus, Read, Scope } from '../names/scope.ts';
import { stepsOf } from '../names/signed-names.ts';
import type { Recording } from '../recording.ts';

/** Place of equity among what the ledger measures. */
const EQUITY = 1;
/** Bars that are measured at once. */
const MEASURED = 256;

/** One name over a stretch of bars. Market data is read where it stands; the rest is written down as its lane goes by. */
class Column {
  readonly bound: BoundName;
  readonly lane: Lane | undefined;
  /** The portfolio whose prices it follows. */
  readonly portfolio: PortfolioNode | undefined;
  /** Whether stretches are written down; once they are, all are. */
  filled = false;
  values: Float64Array | unknown[] = [];
  read: Read;

  constructor(bound: BoundName, { engine }: Recording) {
    const [container] = bound.containers;
    this.bound = bound;
    this.read = bound.read;
    this.lane = container === undefined ? undefined : engine.laneOf(container);
    this.portfolio = engine.topology.portfolios.find((node) => node.container.number === container);
  }

  reserve(rows: number): void {
    if (this.values.length < rows)
      this.values =
        this.bound.numeric === true ? new Float64Array(rows) : Array.from<unknown>({ length: rows });
  }
}

/**
 * Values of names at the end of each bar of a stretch, lane by lane: at many times the speed of all lanes in step, since bars
 * at which nothing happens are passed over.
 */
export class Columns {
  readonly #recording: Recording;
  readonly #focus: Focus;
  readonly #columns = new Map<string, Column | null>();
  readonly #scope: Scope;
  readonly #rows = new Float64Array(4 * MEASURED);
  #from = 0;
  /** Where the last stretch ended; −1 before the first. */
  #end = -1;
  #row = 0;
  /** A name was read that is not written down; the stretch is to be filled again. */
  lacking = false;

  constructor(recording: Recording, focus: Focus) {
    this.#recording = recording;
    this.#focus = focus;
    this.#scope = { engine: recording.engine, event: null };
  }

  /** The bar in hand. */
  get bar(): number {
    return this.#from + this.#row + 1;
  }

  /** A reader of a name at the bar in hand, of which `fill` writes down the values. Names that do not exist are missing. */
  reader(steps: readonly string[]): () => unknown {
    const column = this.#column(steps.join('.'), steps);
    if (column === null) return () => undefined;
    if (column.lane === undefined) return () => column.bound.read(this.#scope);
    // Two closures, each of which meets one kind of list.
    if (column.bound.numeric === true) return () => (column.values as Float64Array)[this.#row];
    return () => column.values[this.#row];
  }

  /**
   * Like `reader`, for names that are known only when they are read: sets `lacking` where `fill` has not seen the name.
   *
   * @returns undefined for a name that does not exist.
   */
  lateReader(path: string): (() => unknown) | undefined {
    const column = this.#column(path, stepsOf(path, this.#recording.engine.topology));
    if (column === null) return undefined;
    if (column.lane === undefined) return () => column.bound.read(this.#scope);
    return () => {
      if (column.filled) return column.values[this.#row];
      this.lacking = true;
      throw new LackingColumn();
    };
  }

  /** Writes down bars (from, to], both recorded. */
  fill(from: number, to: number): void {
    this.#from = from;
    this.lacking = false;
    const columns = [...this.#columns.values()].filter((column) => column !== null);
    const lanes = [...new Set(columns.map(({ lane }) => lane))].filter((lane) => lane !== undefined);
    for (const column of columns) column.filled = true;
    if (lanes.length === 0) return;
    const ofLane = lanes.map((lane) => columns.filter((column) => column.lane === lane));
    const everyBar = ofLane.map((some) =>
      some.some(({ bound }) => bound.changes === undefined || bound.changes === 'bar'),
    );
    for (const column of columns) column.reserve(to - from);
    if (from === this.#end) {
      this.#recording.standFor(from, lanes, everyBar);
    } else {
      // Some are followed from where the stretch begins, by what stands there, metrics too.
      this.#recording.stand(from, lanes);
      for (const column of columns) column.read = column.bound.inTurn?.(this.#scope) ?? column.bound.read;
    }
    this.#end = to;
    this.#recording.follow(from, to, lanes, everyBar, (lane, start, end) => {
      const some = ofLane[lane];
      for (let i = 0; i < some.length; i++) this.#write(some[i], start, end);
    });
  }

  /** What `fill` has written down of a name, by row; null where it is read from the market, or is not a number. */
  written(path: string, rows: number): Float64Array | null {
    const column = this.#column(path, stepsOf(path, this.#recording.engine.topology));
    if (column === null || column.lane === undefined || !(column.values instanceof Float64Array)) return null;
    return column.values.subarray(0, rows);
  }

  /** Goes through the bars that were filled, with the market as of each; true ends it. */
  each(from: number, to: number, visit: (bar: number) => boolean): void {
    this.#recording.engine.look(from, to, (slice) => {
      this.#row = slice - this.#from;
      return visit(slice + 1);
    });
  }

  #write({ bound, read, values, portfolio }: Column, start: number, end: number): void {
    const scope = this.#scope;
    const from = start - this.#from;
    const to = end - this.#from;
    if (to - from > 1 && bound.changes === 'price' && portfolio !== undefined) {
      // Stretches of several bars come only in runs on one symbol.
      const { ledger } = portfolio;
      const { close } = this.#series;
      // One that hears of no prices has none.
      if (Object.is(ledger.mark(0), close[end - 1])) {
        if (bound.measure !== undefined) {
          this.#measure(values as Float64Array, bound.measure, ledger, start, end);
          return;
        }
        for (let row = from; row < to; row++) {
          ledger.setMark(0, close[start + row - from]);
          values[row] = read(scope);
        }
        return;
      }
    }
    const value = read(scope);
    if (to - from === 1) values[from] = value;
    else values.fill(value as number, from, to);
  }

  #measure(values: Float64Array, measure: number, ledger: Ledger, start: number, end: number): void {
    const { closeTime, close } = this.#series;
    if (measure === EQUITY) {
      ledger.equityBars(values, start - this.#from, 0, close, start, end - start);
      return;
    }
    const rows = this.#rows;
    for (let at = start; at < end; at += MEASURED) {
      const count = Math.min(MEASURED, end - at);
      ledger.measureBars(rows, 0, 0, closeTime, close, at, count);
      const row = at - this.#from;
      for (let i = 0; i < count; i++) values[row + i] = rows[4 * i + measure];
    }
  }

  get #series(): BarSeries {
    return this.#recording.engine.topology.symbols[0].series;
  }

  #column(path: string, steps: readonly string[]): Column | null {
    let column = this.#columns.get(path);
    if (column === undefined) {
      const bound =
        steps[0] === 'event' ? undefined : bindName(this.#recording.engine.topology, this.#focus, steps);
      column = bound === undefined ? null : new Column(bound, this.#recording);
      this.#columns.set(path, column);
    }
    return column;
  }
}

/** Ends the evaluation of a function that read a name which is not written down yet. */
class LackingColumn extends Error {
  override readonly name = 'LackingColumn';
}
