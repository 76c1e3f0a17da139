import type { Stateful, StateReader, StateWriter } from '../foundation/state.ts';
import type { AccountView } from '../market/account-view.ts';
import { type Instrument, unitsOf } from '../market/instrument.ts';
import { roundMoney } from '../market/money.ts';

/** Fields of a symbol's position and of its running round trip. */
const LOTS = 0;
/** Signed units × multiplier: times the mark it is the market value. */
const FACTOR = 1;
const MARK = 2;
const AVERAGE = 3;
const TRADE = 4;
const COSTS = 5;
const REALISED = 6;
const ENTRY_TIME = 7;
const ENTRY_INDEX = 8;
const LARGEST = 9;
const ADDED_UNITS = 10;
const ADDED_VALUE = 11;
const REMOVED_UNITS = 12;
const REMOVED_VALUE = 13;
const STRIDE = 14;

/** A closed position: what was bought and sold between flat and flat. Money is net where it says so. */
export class RoundTrip {
  tradeNumber = 0;
  direction = 1;
  quantity = 0;
  entryTime = 0;
  entryIndex = 0;
  entryPrice = 0;
  exitPrice = 0;
  grossPnl = 0;
  costs = 0;
  /** Net of entry and exit costs. */
  pnl = 0;
}

/** A position that came into being. */
export class OpenedPosition {
  tradeNumber = 0;
  direction = 1;
  units = 0;
  price = 0;
  costs = 0;
}

/** What a split made of a position. Money is what was paid for fractions of a lot. */
export interface SplitPosition {
  readonly unitsBefore: number;
  readonly unitsAfter: number;
  /** The mark, in new shares. */
  readonly price: number;
  readonly cashInLieu: number;
}

/** Fractions of a lot that are smaller come of rounding. */
const NOISE = 1e-6;

/** A fill as the ledger needs it. */
export interface LedgerFill {
  readonly symbolIndex: number;
  readonly lots: number;
  readonly fillPrice: number;
  readonly commission: number;
  readonly cashChange: number;
  readonly timestamp: number;
  readonly index: number;
}

/**
 * Cash and positions of one portfolio at average cost, on numbers alone. A fill that crosses zero is a close and an
 * open. The rules are in docs/execution-semantics.md, "Money".
 */
export class Ledger implements AccountView, Stateful {
  readonly instruments: readonly Instrument[];
  readonly #positions: Float64Array;
  #cash: number;
  #trades = 0;
  #held = 0;
  readonly #measured = new Float64Array(4);
  readonly #roundTrip = new RoundTrip();
  readonly #openedPosition = new OpenedPosition();
  /** Round trip that the last fill ended, position that it opened; both at a reversal. Good until the next fill. */
  closed: RoundTrip | null = null;
  opened: OpenedPosition | null = null;

  constructor(instruments: readonly Instrument[], cash: number) {
    this.instruments = instruments;
    this.#cash = roundMoney(cash);
    this.#positions = new Float64Array(instruments.length * STRIDE);
    for (let symbol = 0; symbol < instruments.length; symbol++)
      this.#positions[symbol * STRIDE + MARK] = Number.NaN;
  }

  get cash(): number {
    return this.#cash;
  }

  /** Cash and positions at their marks. */
  get equity(): number {
    this.measureInto(this.#measured, 0, 0);
    return this.#measured[1];
  }

  /** Σ |market value|. */
  get grossExposure(): number {
    this.measureInto(this.#measured, 0, 0);
    return this.#measured[2];
  }

  /** Σ market value, signed. */
  get netExposure(): number {
    this.measureInto(this.#measured, 0, 0);
    return this.#measured[3];
  }

  /** Writes `time`, equity, gross and net exposure to `row` from position `at`. */
  measureInto(row: Float64Array, at: number, time: number): void {
    let net = 0;
    let gross = 0;
    if (this.#held > 0) {
      const positions = this.#positions;
      // Literals, because V8 does not fold a module's constants into an index, and this runs at every bar.
      for (let p = 0; p < positions.length; p += 14 satisfies typeof STRIDE) {
        if (positions[p] === 0) continue;
        const value = positions[p + (1 satisfies typeof FACTOR)] * positions[p + (2 satisfies typeof MARK)];
        net += value;
        gross += Math.abs(value);
      }
    }
    row[at] = time;
    row[at + 1] = this.#cash + net;
    row[at + 2] = gross;
    row[at + 3] = net;
  }

  /**
   * What `measureInto` would write for one bar after another, when nothing but the price of `symbol` changes: rows, from
   * position `start` on, for `count` bars from `from`, whose times and closes are in columns.
   */
  measureBars(
    rows: Float64Array,
    start: number,
    symbol: number,
    times: Float64Array,
    closes: Float64Array,
    from: number,
    count: number,
  ): void {
    const positions = this.#positions;
    const cash = this.#cash;
    const own = symbol * STRIDE;
    const factor = positions[own + LOTS] === 0 ? 0 : positions[own + FACTOR];
    if (this.#held > (factor === 0 ? 0 : 1)) throw new Error('positions in other symbols');
    for (let i = 0; i < count; i++) {
      const at = start + 4 * i;
      // Flat is exactly 0, also beside a price that is no number.
      const value = factor === 0 ? 0 : factor * closes[from + i];
      rows[at] = times[from + i];
      rows[at + 1] = cash + value;
      rows[at + 2] = Math.abs(value);
      rows[at + 3] = value;
    }
    this.setMark(symbol, closes[from + count - 1]);
  }

  /** Only the equity of `measureBars`, one value a bar, from position `start` on. Leaves the mark as it is. */
  equityBars(
    values: Float64Array,
    start: number,
    symbol: number,
    closes: Float64Array,
    from: number,
    count: number,
  ): void {
    const own = symbol * STRIDE;
    const cash = this.#cash;
    const factor = this.#positions[own + LOTS] === 0 ? 0 : this.#positions[own + FACTOR];
    if (this.#held > (factor === 0 ? 0 : 1)) throw new Error('positions in other symbols');
    if (factor === 0) values.fill(cash, start, start + count);
    else for (let i = 0; i < count; i++) values[start + i] = cash + factor * closes[from + i];
  }

  /** Σ |market value| of the short positions. */
  get shortValue(): number {
    let short = 0;
    const positions = this.#positions;
    for (let p = 0; p < positions.length; p += STRIDE) {
      if (positions[p + LOTS] < 0) short -= positions[p + FACTOR] * positions[p + MARK];
    }
    return short;
  }

  /** Money that comes or goes without a fill. */
  credit(amount: number): void {
    this.#cash = roundMoney(this.#cash + amount);
  }

  /** Number of symbols with a position. */
  get openPositions(): number {
    return this.#held;
  }

  lots(symbol: number): number {
    return this.#positions[symbol * STRIDE + LOTS];
  }

  mark(symbol: number): number {
    return this.#positions[symbol * STRIDE + MARK];
  }

  setMark(symbol: number, price: number): void {
    this.#positions[symbol * (14 satisfies typeof STRIDE) + (2 satisfies typeof MARK)] = price;
  }

  tradeNumber(symbol: number): number {
    const at = symbol * STRIDE + TRADE;
    // Given when first asked for, and kept until a position has come and gone.
    if (this.#positions[at] === 0) this.#positions[at] = ++this.#trades;
    return this.#positions[at];
  }

  /** Books a fill. Afterwards `closed` and `opened` tell what round trip it ended and what position it opened. */
  book(fill: LedgerFill): void {
    const at = fill.symbolIndex * STRIDE;
    const p = this.#positions;
    const before = p[at + LOTS];
    const after = before + fill.lots;
    this.#cash = roundMoney(this.#cash + fill.cashChange);
    if (before === 0) this.#held++;
    if (after === 0) this.#held--;

    this.closed = null;
    this.opened = null;
    if (before === 0) {
      this.opened = this.#open(fill, fill.lots, fill.commission);
    } else if (Math.sign(before) === Math.sign(fill.lots)) {
      this.#add(fill);
    } else if (Math.abs(fill.lots) <= Math.abs(before)) {
      this.#reduce(fill, -fill.lots, fill.commission);
      if (after === 0) this.closed = this.#close(fill.symbolIndex);
    } else {
      const share = roundMoney((fill.commission * Math.abs(before)) / Math.abs(fill.lots));
      this.#reduce(fill, before, share);
      this.closed = this.#close(fill.symbolIndex);
      this.opened = this.#open(fill, after, roundMoney(fill.commission - share));
    }
    p[at + LOTS] = after;
    p[at + FACTOR] = this.#units(fill.symbolIndex, after) * this.instruments[fill.symbolIndex].multiplier;
  }

  /**
   * Turns each share of a position into `ratio` new ones, of which `lots` whole lots are held: the rest is paid out at the mark, or paid
   * for where it is more. Equity stays as it is. Where nothing is left, `closed` is the round trip that ended.
   */
  split(symbol: number, ratio: number, lots: number): SplitPosition {
    const at = symbol * STRIDE;
    const p = this.#positions;
    const { lotSize, multiplier } = this.instruments[symbol];
    const unitsBefore = this.#units(symbol, p[at + LOTS]);
    const unitsAfter = this.#units(symbol, lots);
    this.closed = null;
    this.opened = null;
    p[at + MARK] /= ratio;
    const price = p[at + MARK];
    if (unitsBefore === 0) return { unitsBefore, unitsAfter, price, cashInLieu: 0 };

    p[at + AVERAGE] /= ratio;
    for (const field of [LARGEST, ADDED_UNITS, REMOVED_UNITS]) p[at + field] *= ratio;
    const exact = unitsBefore * ratio;
    const fraction = Math.abs(exact - unitsAfter) < NOISE * lotSize ? 0 : exact - unitsAfter;
    const size = Math.abs(fraction);
    if (fraction * exact > 0) {
      p[at + REALISED] += (price - p[at + AVERAGE]) * fraction * multiplier;
      p[at + REMOVED_UNITS] += size;
      p[at + REMOVED_VALUE] += size * price;
    } else if (fraction !== 0) {
      p[at + AVERAGE] = (Math.abs(exact) * p[at + AVERAGE] + size * price) / Math.abs(unitsAfter);
      p[at + LARGEST] = Math.max(p[at + LARGEST], Math.abs(unitsAfter));
      p[at + ADDED_UNITS] += size;
      p[at + ADDED_VALUE] += size * price;
    }
    const cashInLieu = roundMoney(fraction * price * multiplier);
    this.credit(cashInLieu);
    if (lots === 0) {
      this.closed = this.#close(symbol);
      this.#held--;
    }
    p[at + LOTS] = lots;
    p[at + FACTOR] = unitsAfter * multiplier;
    return { unitsBefore, unitsAfter, price, cashInLieu };
  }

  /** Pays `amount` of cash for each unit held, or takes it for each unit sold short. */
  payDividend(symbol: number, amount: number): number {
    const cash = roundMoney(this.#positions[symbol * STRIDE + FACTOR] * amount) + 0;
    this.credit(cash);
    return cash;
  }

  /** Positions as people read them. */
  inspect(): Record<string, unknown> {
    const positions: Record<string, unknown>[] = [];
    this.instruments.forEach(({ symbol, multiplier }, s) => {
      const at = s * STRIDE;
      const lots = this.#positions[at + LOTS];
      if (lots === 0) return;
      const units = this.#units(s, lots);
      positions.push({
        symbol,
        units,
        averagePrice: this.#positions[at + AVERAGE],
        mark: this.#positions[at + MARK],
        marketValue: units * this.#positions[at + MARK] * multiplier,
        unrealisedPnl: units * (this.#positions[at + MARK] - this.#positions[at + AVERAGE]) * multiplier,
        realisedPnl: this.#positions[at + REALISED],
        costs: this.#positions[at + COSTS],
        tradeNumber: this.#positions[at + TRADE],
        entryTime: this.#positions[at + ENTRY_TIME],
      });
    });
    return { cash: this.#cash, equity: this.equity, positions };
  }

  save(out: StateWriter): void {
    out.number(this.#cash);
    out.number(this.#trades);
    out.number(this.#held);
    out.array(this.#positions);
  }

  restore(from: StateReader): void {
    this.#cash = from.number();
    this.#trades = from.number();
    this.#held = from.number();
    from.array(this.#positions);
  }

  #units(symbol: number, lots: number): number {
    return unitsOf(lots, this.instruments[symbol].lotSize);
  }

  #open(fill: LedgerFill, lots: number, costs: number): OpenedPosition {
    const at = fill.symbolIndex * STRIDE;
    const p = this.#positions;
    const units = this.#units(fill.symbolIndex, lots);
    const size = Math.abs(units);
    const tradeNumber = this.tradeNumber(fill.symbolIndex);
    p[at + AVERAGE] = fill.fillPrice;
    p[at + COSTS] = costs;
    p[at + REALISED] = 0;
    p[at + ENTRY_TIME] = fill.timestamp;
    p[at + ENTRY_INDEX] = fill.index;
    p[at + LARGEST] = size;
    p[at + ADDED_UNITS] = size;
    p[at + ADDED_VALUE] = size * fill.fillPrice;
    p[at + REMOVED_UNITS] = 0;
    p[at + REMOVED_VALUE] = 0;
    const opened = this.#openedPosition;
    opened.tradeNumber = tradeNumber;
    opened.direction = lots > 0 ? 1 : -1;
    opened.units = units;
    opened.price = fill.fillPrice;
    opened.costs = costs;
    return opened;
  }

  #add(fill: LedgerFill): void {
    const at = fill.symbolIndex * STRIDE;
    const p = this.#positions;
    const old = Math.abs(this.#units(fill.symbolIndex, p[at + LOTS]));
    const added = Math.abs(this.#units(fill.symbolIndex, fill.lots));
    const size = Math.abs(this.#units(fill.symbolIndex, p[at + LOTS] + fill.lots));
    p[at + AVERAGE] = (old * p[at + AVERAGE] + added * fill.fillPrice) / size;
    p[at + COSTS] = roundMoney(p[at + COSTS] + fill.commission);
    p[at + LARGEST] = Math.max(p[at + LARGEST], size);
    p[at + ADDED_UNITS] += added;
    p[at + ADDED_VALUE] += added * fill.fillPrice;
  }

  /** `lots` is the part of the position that goes, with the position's sign. */
  #reduce(fill: LedgerFill, lots: number, costs: number): void {
    const at = fill.symbolIndex * STRIDE;
    const p = this.#positions;
    const units = this.#units(fill.symbolIndex, lots);
    const { multiplier } = this.instruments[fill.symbolIndex];
    p[at + REALISED] += (fill.fillPrice - p[at + AVERAGE]) * units * multiplier;
    p[at + COSTS] = roundMoney(p[at + COSTS] + costs);
    p[at + REMOVED_UNITS] += Math.abs(units);
    p[at + REMOVED_VALUE] += Math.abs(units) * fill.fillPrice;
  }

  #close(symbol: number): RoundTrip {
    const at = symbol * STRIDE;
    const p = this.#positions;
    const trip = this.#roundTrip;
    trip.tradeNumber = p[at + TRADE];
    trip.direction = p[at + LOTS] > 0 ? 1 : -1;
    trip.quantity = p[at + LARGEST];
    trip.entryTime = p[at + ENTRY_TIME];
    trip.entryIndex = p[at + ENTRY_INDEX];
    trip.entryPrice = p[at + ADDED_VALUE] / p[at + ADDED_UNITS];
    trip.exitPrice = p[at + REMOVED_VALUE] / p[at + REMOVED_UNITS];
    trip.grossPnl = p[at + REALISED];
    trip.costs = p[at + COSTS];
    trip.pnl = p[at + REALISED] - p[at + COSTS];
    p[at + TRADE] = 0;
    return trip;
  }
}
