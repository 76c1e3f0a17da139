import type { EventName } from '../events/event.ts';
import type { EventBus } from '../events/event-bus.ts';
import { EventPool } from '../events/event-pool.ts';
import { TYPE } from '../events/event-type.ts';
import { FinancingEvent } from '../events/portfolio-events.ts';
import type { Stateful, StateReader, StateWriter } from '../foundation/state.ts';
import { roundMoney } from '../market/money.ts';
import type { Ledger } from './ledger.ts';

const DAY_MS = 86_400_000;
const DAYS_PER_YEAR = 365;

/** Percent a year, simple, by calendar days. */
export interface FinancingRates {
  /** Paid on the market value of short positions. */
  readonly borrowPercent: number;
  /** Earned on cash, without the proceeds of short sales. */
  readonly interestPercent: number;
  /** Paid on cash below 0. */
  readonly marginPercent: number;
}

/**
 * Interest and the cost of borrowing, from day to day: FINANCING out, at the midnight (UTC) that ends them. The rules are in
 * docs/execution-semantics.md, "Financing".
 */
export class Financing implements Stateful {
  readonly componentId = 'financing';
  readonly #portfolioId: string;
  readonly #ledger: Ledger;
  readonly #rates: FinancingRates;
  readonly #events: EventPool<FinancingEvent>;
  #day = Number.NaN;
  #borrowCost = 0;
  #interest = 0;
  #marginInterest = 0;

  constructor(bus: EventBus, portfolioId: string, ledger: Ledger, rates: FinancingRates) {
    this.#portfolioId = portfolioId;
    this.#ledger = ledger;
    this.#rates = rates;
    this.#events = new EventPool(bus, TYPE.FINANCING, this.componentId, FinancingEvent);
  }

  /** Before anything of the slice known at `time` happens. `cause` is the last bar. */
  accrue(time: number, cause: EventName): void {
    const day = Math.floor(time / DAY_MS);
    const days = day - this.#day;
    this.#day = day;
    // NaN at the first slice.
    if (!(days > 0)) return;
    const { cash, shortValue } = this.#ledger;
    const { borrowPercent, interestPercent, marginPercent } = this.#rates;
    const of = (amount: number, percent: number) =>
      roundMoney((amount * percent * days) / 100 / DAYS_PER_YEAR);
    const borrowCost = of(shortValue, borrowPercent);
    const interest = of(Math.max(0, cash - shortValue), interestPercent);
    const marginInterest = of(Math.max(0, -cash), marginPercent);
    const cashChange = roundMoney(interest - borrowCost - marginInterest);
    if (borrowCost === 0 && interest === 0 && marginInterest === 0) return;
    this.#borrowCost = roundMoney(this.#borrowCost + borrowCost);
    this.#interest = roundMoney(this.#interest + interest);
    this.#marginInterest = roundMoney(this.#marginInterest + marginInterest);
    this.#ledger.credit(cashChange);
    const event = this.#events.take();
    event.portfolioId = this.#portfolioId;
    event.days = days;
    event.borrowCost = borrowCost;
    event.interest = interest;
    event.marginInterest = marginInterest;
    event.cashChange = cashChange;
    event.shortValue = shortValue;
    event.cash = cash;
    event.timestamp = day * DAY_MS;
    event.causedBy(cause);
    this.#events.emit(event);
  }

  inspect(): Record<string, unknown> {
    return {
      borrowCost: this.#borrowCost,
      interest: this.#interest,
      marginInterest: this.#marginInterest,
    };
  }

  save(out: StateWriter): void {
    for (const value of [this.#day, this.#borrowCost, this.#interest, this.#marginInterest])
      out.number(value);
  }

  restore(from: StateReader): void {
    this.#day = from.number();
    this.#borrowCost = from.number();
    this.#interest = from.number();
    this.#marginInterest = from.number();
  }
}
