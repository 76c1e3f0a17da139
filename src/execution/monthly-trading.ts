import type { Stateful, StateReader, StateWriter } from '../foundation/state.ts';

/** Months that are kept. Fills of an earlier one than the last come of longer bars of another symbol, and no bar is that long. */
const KEPT = 24;

/** What a portfolio traded by calendar month (UTC): rates of commission may depend on it. */
export class MonthlyTrading implements Stateful {
  /** Months since year 0, units without sign and their value; the one of the last fill last. */
  #months: { readonly month: number; units: number; value: number }[] = [];

  /** What was traded in the month of a moment, which the caller may add to. @param time UTC milliseconds. */
  at(time: number): { units: number; value: number } {
    const date = new Date(time);
    const month = 12 * date.getUTCFullYear() + date.getUTCMonth();
    const months = this.#months;
    let found = months.at(-1);
    if (found?.month === month) return found;
    found = months.find((one) => one.month === month);
    if (found === undefined) {
      found = { month, units: 0, value: 0 };
      if (months.length === KEPT) months.shift();
    } else {
      months.splice(months.indexOf(found), 1);
    }
    months.push(found);
    return found;
  }

  save(out: StateWriter): void {
    out.number(this.#months.length);
    for (const { month, units, value } of this.#months) {
      out.number(month);
      out.number(units);
      out.number(value);
    }
  }

  restore(from: StateReader): void {
    this.#months = Array.from({ length: from.number() }, () => ({
      month: from.number(),
      units: from.number(),
      value: from.number(),
    }));
  }
}
