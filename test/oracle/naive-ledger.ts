import { instrumentOf, roundMoney, unitsOf } from './naive-money.ts';
import type { PlainFill, PlainInput, PlainOrder, PlainPortfolio, PlainResult } from './plain.ts';

/** A round trip under way: the net position of one portfolio in one symbol since it was last flat. */
export interface OpenTrade {
  side: 1 | -1;
  /** Lots held, ≥ 0. */
  lots: number;
  average: number;
  realised: number;
  costs: number;
  entryTime: number;
  entryIndex: number;
  largestUnits: number;
  addedUnits: number;
  addedValue: number;
  removedUnits: number;
  removedValue: number;
}

export interface WaitingOrder {
  order: PlainOrder;
  lots: number;
  /** UTC date of the first bar it was tried against; null before that. */
  firstDate: string | null;
  /** Index of the first bar of its symbol that may fill it; any, where absent. */
  liveFrom?: number;
  trail?: Trail;
}

/** A trailing stop stands at watermark × factor + offset. */
export interface Trail {
  watermark: number;
  factor: number;
  offset: number;
}

/** What is to end what a strategy holds of a symbol; see naive-exits.ts. */
export interface SleeveExits {
  average: number;
  terms: Terms;
  timer: { from: number; bars: number } | null;
  trail: { from: number; base: number } | null;
  children: WaitingOrder[];
}

export interface Terms {
  stopLoss?: number;
  takeProfit?: number;
  trailingStop?: number;
  maxBars?: number;
}

/** A limit that stops trading. */
export interface Halt {
  since: number | null;
  value: number;
  peak: number;
}

/** Everything a portfolio owns during the run. */
export interface Book {
  input: PlainInput;
  portfolio: PlainPortfolio;
  cash: number;
  /** Lots by strategy, then symbol. */
  sleeves: { [strategy: string]: { [symbol: string]: number } };
  trades: { [symbol: string]: OpenTrade };
  /** Last close seen of each symbol. */
  marks: { [symbol: string]: number };
  /** Oldest first. */
  waiting: WaitingOrder[];
  /** By strategy and symbol: `s0 AAA`. */
  exits: Map<string, SleeveExits>;
  /** What signals asked for, by the order they led to. */
  asked: Map<PlainOrder, Terms>;
  /** Moments at which an order passed the limits. */
  passed: number[];
  /** By place among the portfolio's limits. */
  halts: Map<number, Halt>;
  /** Equity at the closes of the last slice, and at those of the last slice of the day before. */
  lastEquity: number;
  dayStart: number;
  day: string;
  result: PlainResult;
}

export function openBook(input: PlainInput, portfolio: PlainPortfolio): Book {
  const result: PlainResult = {
    portfolio: portfolio.id,
    orders: [],
    fills: [],
    roundTrips: [],
    positions: [],
    equity: [],
    events: [],
    breaches: [],
    financing: [],
    actions: [],
  };
  const sleeves: Book['sleeves'] = {};
  for (const strategy of portfolio.strategies) sleeves[strategy.id] = {};
  const { cash } = portfolio;
  return {
    input,
    portfolio,
    cash,
    sleeves,
    trades: {},
    marks: {},
    waiting: [],
    exits: new Map(),
    asked: new Map(),
    passed: [],
    halts: new Map(),
    lastEquity: cash,
    dayStart: cash,
    day: '',
    result,
  };
}

export function sleeveLots(book: Book, strategy: string, symbol: string): number {
  return book.sleeves[strategy][symbol] ?? 0;
}

/** Net lots of the portfolio in a symbol. */
export function positionLots(book: Book, symbol: string): number {
  const trade = book.trades[symbol];
  return trade === undefined ? 0 : trade.side * trade.lots;
}

/** Cash plus every position at its mark, summed in symbol order. */
export function equityOf(book: Book): number {
  let value = 0;
  for (const symbol of Object.keys(book.trades).sort()) {
    const { lotSize, multiplier } = instrumentOf(book.input, symbol);
    value += unitsOf(positionLots(book, symbol), lotSize) * multiplier * book.marks[symbol];
  }
  return book.cash + value;
}

/** Takes a fill into cash, sleeve and round trips. `index` is the bar of the symbol that it happened on. */
export function applyFill(book: Book, fill: PlainFill, lots: number, index: number): void {
  const { multiplier } = instrumentOf(book.input, fill.symbol);
  const paid = roundMoney(-fill.units * fill.price * multiplier);
  book.cash = roundMoney(book.cash + roundMoney(paid - fill.commission));
  fill.cashAfter = book.cash;
  book.result.fills.push(fill);
  note(book, 'FILL', fill);

  if (fill.strategy !== null) {
    book.sleeves[fill.strategy][fill.symbol] = sleeveLots(book, fill.strategy, fill.symbol) + lots;
  }

  const side = lots > 0 ? 1 : -1;
  const quantity = Math.abs(lots);
  const trade = book.trades[fill.symbol];
  if (trade === undefined) {
    openTrade(book, fill, side, quantity, fill.commission, index);
  } else if (trade.side === side) {
    addToTrade(book, trade, fill, quantity);
  } else if (quantity <= trade.lots) {
    reduceTrade(book, trade, fill, quantity, fill.commission, index);
  } else {
    // Across zero: the commission is shared between the close and the open by quantity.
    const closed = trade.lots;
    const closedCommission = roundMoney((fill.commission * closed) / quantity);
    reduceTrade(book, trade, fill, closed, closedCommission, index);
    openTrade(book, fill, side, quantity - closed, roundMoney(fill.commission - closedCommission), index);
  }
}

function openTrade(
  book: Book,
  fill: PlainFill,
  side: 1 | -1,
  lots: number,
  costs: number,
  index: number,
): void {
  const units = unitsOf(lots, instrumentOf(book.input, fill.symbol).lotSize);
  book.trades[fill.symbol] = {
    side,
    lots,
    average: fill.price,
    realised: 0,
    costs,
    entryTime: fill.time,
    entryIndex: index,
    largestUnits: units,
    addedUnits: units,
    addedValue: units * fill.price,
    removedUnits: 0,
    removedValue: 0,
  };
  note(book, 'POSITION_OPEN', fill);
}

function addToTrade(book: Book, trade: OpenTrade, fill: PlainFill, lots: number): void {
  const { lotSize } = instrumentOf(book.input, fill.symbol);
  const oldUnits = unitsOf(trade.lots, lotSize);
  const addedUnits = unitsOf(lots, lotSize);
  const newUnits = unitsOf(trade.lots + lots, lotSize);
  trade.average = (oldUnits * trade.average + addedUnits * fill.price) / newUnits;
  trade.lots += lots;
  trade.costs = roundMoney(trade.costs + fill.commission);
  trade.largestUnits = Math.max(trade.largestUnits, newUnits);
  trade.addedUnits += addedUnits;
  trade.addedValue += addedUnits * fill.price;
}

function reduceTrade(
  book: Book,
  trade: OpenTrade,
  fill: PlainFill,
  lots: number,
  costs: number,
  index: number,
): void {
  const { lotSize, multiplier } = instrumentOf(book.input, fill.symbol);
  const units = unitsOf(lots, lotSize);
  trade.realised += (fill.price - trade.average) * (trade.side * units) * multiplier;
  trade.costs = roundMoney(trade.costs + costs);
  trade.lots -= lots;
  trade.removedUnits += units;
  trade.removedValue += units * fill.price;
  if (trade.lots > 0) return;

  endTrade(book, fill.symbol, trade, fill.time, index);
  note(book, 'POSITION_CLOSE', fill);
}

/** The position is gone: what the round trip came to. */
export function endTrade(
  book: Book,
  symbol: string,
  trade: OpenTrade,
  exitTime: number,
  index: number,
): void {
  delete book.trades[symbol];
  book.result.roundTrips.push({
    symbol,
    direction: trade.side === 1 ? 'long' : 'short',
    entryTime: trade.entryTime,
    exitTime,
    quantity: trade.largestUnits,
    entryPrice: trade.addedValue / trade.addedUnits,
    exitPrice: trade.removedValue / trade.removedUnits,
    realised: trade.realised,
    costs: trade.costs,
    netPnl: trade.realised - trade.costs,
    barsHeld: index - trade.entryIndex,
    exitIndex: index,
  });
}

function note(book: Book, type: 'FILL' | 'POSITION_OPEN' | 'POSITION_CLOSE', fill: PlainFill): void {
  book.result.events.push({ type, slice: fill.slice, time: fill.time, order: fill.order });
}
