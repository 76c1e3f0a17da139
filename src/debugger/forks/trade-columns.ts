import type { PositionCloseEvent } from '../../events/portfolio-events.ts';

/** A closed trade, for people: bars are those of the session. */
export interface ComparedTrade {
  /** `portfolio_main/trade-3` */
  readonly trade: string;
  readonly symbol: string;
  readonly direction: 'long' | 'short';
  readonly units: number;
  readonly entryBar: number;
  readonly entryTime: number;
  readonly entryPrice: number;
  readonly exitBar: number;
  readonly exitTime: number;
  readonly exitPrice: number;
  readonly pnl: number;
}

/** Fields by which trades of two runs are taken for the same, before those that are only shown. */
const EXIT_BAR = 0;
const ENTRY_BAR = 1;
const SYMBOL = 2;
const DIRECTION = 3;
const UNITS = 4;
const ENTRY_PRICE = 5;
const EXIT_PRICE = 6;
const COMPARED = 7;
const ENTRY_TIME = 7;
const EXIT_TIME = 8;
const PNL = 9;
const NUMBER = 10;
const STRIDE = 11;

/** Closed trades of a portfolio in the order of their ends, as numbers: there may be hundreds of thousands. */
export class TradeColumns {
  #rows = new Float64Array(64 * STRIDE);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  add(close: PositionCloseEvent, symbol: number, entryBar: number, exitBar: number): void {
    const at = this.#count * STRIDE;
    if (at === this.#rows.length) {
      const larger = new Float64Array(2 * this.#rows.length);
      larger.set(this.#rows);
      this.#rows = larger;
    }
    const rows = this.#rows;
    rows[at + EXIT_BAR] = exitBar;
    rows[at + ENTRY_BAR] = entryBar;
    rows[at + SYMBOL] = symbol;
    rows[at + DIRECTION] = close.direction;
    rows[at + UNITS] = close.quantity;
    rows[at + ENTRY_PRICE] = close.entryPrice;
    rows[at + EXIT_PRICE] = close.exitPrice;
    rows[at + ENTRY_TIME] = close.entryTime;
    rows[at + EXIT_TIME] = close.timestamp;
    rows[at + PNL] = close.pnl;
    rows[at + NUMBER] = close.tradeNumber;
    this.#count++;
  }

  /**
   * Trades that the other has not: those with another entry or exit bar, symbol, direction, size or price.
   *
   * @returns their rows, and how many both have.
   */
  compare(other: TradeColumns): {
    readonly common: number;
    readonly only: number[];
    readonly otherOnly: number[];
  } {
    const only: number[] = [];
    const otherOnly: number[] = [];
    let common = 0;
    let i = 0;
    let j = 0;
    while (i < this.#count || j < other.#count) {
      const bar = Math.min(this.#exitBar(i), other.#exitBar(j));
      const left: number[] = [];
      while (this.#exitBar(i) === bar) left.push(i++);
      // Few trades end at one bar, so that looking through them is cheap.
      for (; other.#exitBar(j) === bar; j++) {
        const twin = left.findIndex((row) => this.#isSame(row, other, j));
        if (twin < 0) otherOnly.push(j);
        else left.splice(twin, 1);
        if (twin >= 0) common++;
      }
      only.push(...left);
    }
    return { common, only, otherOnly };
  }

  /** @param portfolio id of the container that numbers the trades. */
  at(row: number, portfolio: string, symbols: readonly string[]): ComparedTrade {
    const field = (name: number) => this.#rows[row * STRIDE + name];
    return {
      trade: `${portfolio}/trade-${field(NUMBER)}`,
      symbol: symbols[field(SYMBOL)],
      direction: field(DIRECTION) > 0 ? 'long' : 'short',
      units: field(UNITS),
      entryBar: field(ENTRY_BAR),
      entryTime: field(ENTRY_TIME),
      entryPrice: field(ENTRY_PRICE),
      exitBar: field(EXIT_BAR),
      exitTime: field(EXIT_TIME),
      exitPrice: field(EXIT_PRICE),
      pnl: field(PNL),
    };
  }

  #exitBar(row: number): number {
    return row < this.#count ? this.#rows[row * STRIDE + EXIT_BAR] : Number.POSITIVE_INFINITY;
  }

  #isSame(row: number, other: TradeColumns, its: number): boolean {
    for (let field = 0; field < COMPARED; field++) {
      if (this.#rows[row * STRIDE + field] !== other.#rows[its * STRIDE + field]) return false;
    }
    return true;
  }
}
