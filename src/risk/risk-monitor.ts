import type { EventName } from '../events/event.ts';
import type { EventBus } from '../events/event-bus.ts';
import { EventPool } from '../events/event-pool.ts';
import { TYPE } from '../events/event-type.ts';
import { RiskBreachEvent } from '../events/portfolio-events.ts';
import type { Stateful, StateReader, StateWriter } from '../foundation/state.ts';
import type { AccountView } from '../market/account-view.ts';
import type { DayOf } from '../market/trading-day.ts';
import { isWithin, type Refusal, type RiskLimit } from './limit.ts';

/** Of each halting limit: the bar of the run at which it broke (−1: it did not), the value then, its own peak. */
const SINCE = 0;
const VALUE = 1;
const PEAK = 2;
const STRIDE = 3;

/** What a monitor does when a limit breaks. */
export interface HaltedOrders {
  cancelWaiting(code: string, reason: string, time: number, cause: EventName): void;
  closeSleeves(code: string, time: number, cause: EventName): void;
}

export interface RiskMonitorOptions {
  readonly bus: EventBus;
  readonly portfolioId: string;
  readonly account: AccountView;
  /** In the portfolio's order; only those that halt are watched. */
  readonly limits: readonly RiskLimit[];
  readonly orders: HaltedOrders;
  readonly dayOf: DayOf;
}

/**
 * Watches a portfolio's equity for the limits that stop its trading: RISK_BREACH out when one breaks. The rules are in
 * docs/execution-semantics.md, "Halts".
 */
export class RiskMonitor implements Stateful {
  readonly componentId = 'risk_monitor';
  readonly #options: RiskMonitorOptions;
  readonly #limits: readonly RiskLimit[];
  readonly #state: Float64Array;
  readonly #breaches: EventPool<RiskBreachEvent>;
  #bars = 0;
  #day = Number.NaN;
  #dayStart: number;
  #equity: number;

  constructor(options: RiskMonitorOptions) {
    const { account, bus } = options;
    this.#options = options;
    this.#limits = options.limits.filter(({ halt }) => halt !== undefined);
    this.#equity = account.cash;
    this.#dayStart = account.cash;
    this.#state = new Float64Array(this.#limits.length * STRIDE);
    for (let at = 0; at < this.#state.length; at += STRIDE) {
      this.#state[at + SINCE] = -1;
      this.#state[at + PEAK] = account.cash;
    }
    this.#breaches = new EventPool(bus, TYPE.RISK_BREACH, this.componentId, RiskBreachEvent);
  }

  /** After the closes of a slice are known, before anybody decides on them. `cause` is the last bar. */
  onSlice(time: number, cause: EventName): void {
    const day = this.#options.dayOf(time);
    const newDay = day !== this.#day;
    if (newDay) this.#dayStart = this.#equity;
    this.#day = day;
    this.#equity = this.#options.account.equity;
    this.#bars++;
    this.#limits.forEach((limit, i) => {
      this.#watch(limit, i * STRIDE, newDay, time, cause);
    });
  }

  /** Why a limit refuses every order now; null when it does not. */
  refusal(limit: RiskLimit): Refusal | null {
    const at = this.#limits.indexOf(limit) * STRIDE;
    if (at < 0 || this.#state[at + SINCE] < 0) return null;
    return { ...this.#measure(limit, at), value: this.#state[at + VALUE] };
  }

  #watch(limit: RiskLimit, at: number, newDay: boolean, time: number, cause: EventName): void {
    const state = this.#state;
    const { untilNextDay, bars, action } = limit.halt as NonNullable<RiskLimit['halt']>;
    if (state[at + SINCE] >= 0) {
      const over = (untilNextDay && newDay) || this.#bars - state[at + SINCE] >= bars;
      if (!over) return;
      state[at + SINCE] = -1;
      state[at + PEAK] = this.#equity;
    }
    state[at + PEAK] = Math.max(state[at + PEAK], this.#equity);
    const measured = this.#measure(limit, at);
    if (isWithin(measured)) return;
    state[at + SINCE] = this.#bars;
    state[at + VALUE] = measured.value;
    const event = this.#breaches.take();
    event.portfolioId = this.#options.portfolioId;
    event.code = measured.code;
    event.reason = measured.reason;
    event.value = measured.value;
    event.limit = measured.limit;
    event.equity = this.#equity;
    event.action = action;
    event.timestamp = time;
    event.causedBy(cause);
    this.#breaches.emit(event);
    this.#options.orders.cancelWaiting(measured.code, measured.reason, time, event);
    if (action === 'close') this.#options.orders.closeSleeves(measured.code, time, event);
  }

  #measure({ halt }: RiskLimit, at: number): Refusal {
    const history = { equity: this.#equity, peak: this.#state[at + PEAK], dayStart: this.#dayStart };
    return (halt as NonNullable<typeof halt>).measure(history);
  }

  inspect(): Record<string, unknown> {
    return {
      equity: this.#equity,
      dayStart: this.#dayStart,
      halts: this.#limits.map((limit, i) => {
        const at = i * STRIDE;
        const { code } = this.#measure(limit, at);
        const since = this.#state[at + SINCE];
        return { code, peak: this.#state[at + PEAK], haltedForBars: since < 0 ? null : this.#bars - since };
      }),
    };
  }

  save(out: StateWriter): void {
    for (const value of [this.#bars, this.#day, this.#dayStart, this.#equity]) out.number(value);
    out.array(this.#state);
  }

  restore(from: StateReader): void {
    this.#bars = from.number();
    this.#day = from.number();
    this.#dayStart = from.number();
    this.#equity = from.number();
    from.array(this.#state);
  }
}
