import { followWithExits } from './naive-exits.ts';
import type { Match } from './naive-fills.ts';
import { commissionOf, slip } from './naive-fills.ts';
import type { Book } from './naive-ledger.ts';
import { applyFill } from './naive-ledger.ts';
import { instrumentOf } from './naive-money.ts';
import type { PlainFill, PlainOrder } from './plain.ts';

/** Fills the whole order at the reference price, slipped, with its commission. */
export function fillOrder(
  book: Book,
  order: PlainOrder,
  lots: number,
  { reference, rule }: Match,
  { slice, time, index }: { slice: number; time: number; index: number },
): void {
  const { slippage, commission } = book.input.execution;
  const price = slip(reference, order, slippage, book.input.bars[order.symbol], index);
  const { multiplier } = instrumentOf(book.input, order.symbol);
  Object.assign(order, { status: 'filled', endSlice: slice, endTime: time });
  const fill: PlainFill = {
    order: order.number,
    strategy: order.strategy,
    symbol: order.symbol,
    slice,
    time,
    units: order.units,
    price,
    referencePrice: reference,
    rule,
    commission: commissionOf(order.units, price, multiplier, commission, {
      symbol: order.symbol,
      maker: rule === 'limit',
      ...tradedInMonth(book, time),
    }),
    cashAfter: Number.NaN,
  };
  applyFill(book, fill, lots, index);
  followWithExits(book, order, fill, lots, index);
}

/** What the portfolio traded before, in the calendar month of `time`. */
function tradedInMonth(book: Book, time: number): { monthUnits: number; monthValue: number } {
  const month = (moment: number) => new Date(moment).toISOString().slice(0, 7);
  let monthUnits = 0;
  let monthValue = 0;
  for (const fill of book.result.fills) {
    if (month(fill.time) !== month(time)) continue;
    monthUnits += Math.abs(fill.units);
    monthValue += Math.abs(fill.units) * fill.price * instrumentOf(book.input, fill.symbol).multiplier;
  }
  return { monthUnits, monthValue };
}
