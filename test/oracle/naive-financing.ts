import type { Book } from './naive-ledger.ts';
import { positionLots } from './naive-ledger.ts';
import { instrumentOf, roundMoney, unitsOf } from './naive-money.ts';

const DAY = 86_400_000;

/** Interest and borrow costs for the midnights between the last slice and this one, before anything else happens. */
export function accrue(book: Book, slice: number, time: number, lastTime: number | null): void {
  const rates = book.input.execution.financing;
  if (rates === undefined || lastTime === null) return;
  const day = Math.floor(time / DAY);
  const days = day - Math.floor(lastTime / DAY);
  if (days === 0) return;

  let short = 0;
  for (const symbol of Object.keys(book.trades).sort()) {
    const { lotSize, multiplier } = instrumentOf(book.input, symbol);
    const lots = positionLots(book, symbol);
    if (lots < 0) short -= unitsOf(lots, lotSize) * multiplier * book.marks[symbol];
  }
  const of = (amount: number, percent: number): number => roundMoney((amount * percent * days) / 100 / 365);
  const borrowCost = of(short, rates.borrow_percent);
  const interest = of(Math.max(0, book.cash - short), rates.interest_percent);
  const marginInterest = of(Math.max(0, -book.cash), rates.margin_percent);
  if (borrowCost === 0 && interest === 0 && marginInterest === 0) return;
  book.cash = roundMoney(book.cash + roundMoney(interest - borrowCost - marginInterest));
  const cashAfter = book.cash;
  book.result.financing.push({ slice, time: day * DAY, borrowCost, interest, marginInterest, cashAfter });
}
