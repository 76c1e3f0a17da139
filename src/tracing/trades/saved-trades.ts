import type { EngineEvent } from '../../events/event.ts';
import type { StateReader, StateWriter } from '../../foundation/state.ts';
import type { EventLog } from '../log/event-log.ts';
import { RowEvent } from '../log/row-event.ts';
import { restoreRows, saveRows } from '../log/saved-rows.ts';
import type { HeldTrades } from './held-trades.ts';
import type { EndedOrder, Held, TrackedFill, TrackedOrder, TrackedTrade } from './tracked.ts';

/** In place of an event that is not held. */
const NOTHING = -1;

/**
 * Saves what is held, so that it can be restored into any run of the same configuration: events as rows, then orders, fills and
 * trades by their place in lists.
 *
 * @param log an empty one, for the rows.
 */
export function saveTrades(held: HeldTrades, log: EventLog, out: StateWriter): void {
  const trades = held.open;
  const fills = new Map<TrackedFill, number>();
  for (const trade of trades) for (const fill of fillsOf(trade)) fills.set(fill, fills.size);
  const waiting = [...held.waiting].sort((a, b) => a.number - b.number);
  const orders = new Map<TrackedOrder, number>();
  for (const order of waiting) orders.set(order, orders.size);
  for (const { order } of fills.keys()) if (!orders.has(order)) orders.set(order, orders.size);

  // In the order in which they came, so that what is restored tells them in that order.
  const events = held.all();
  saveRows(
    log,
    events.map((event) => log.append(event)),
    out,
  );
  const rows = new Map(events.map((event, row) => [event, row]));
  const row = (event: Held) => out.number(event === null ? NOTHING : (rows.get(event) as number));

  out.number(orders.size);
  for (const order of orders.keys()) {
    out.number(order.number);
    out.number(order.left);
    out.number(held.waiting.get(order.number) === order ? 1 : 0);
    row(order.signal);
    row(order.request);
    row(order.order);
  }
  out.number(fills.size);
  for (const fill of fills.keys()) {
    out.number(orders.get(fill.order) as number);
    row(fill.event);
  }
  out.number(trades.length);
  for (const trade of trades) {
    out.number(trade.container);
    out.number(trade.number);
    out.number(trade.symbolIndex);
    out.number(trade.lots);
    row(trade.open);
    const own = fillsOf(trade);
    out.number(own.length);
    for (const fill of own) out.number(fills.get(fill) as number);
    const ended = endedOf(trade);
    out.number(ended.length);
    for (const { signal, request, order, end } of ended)
      for (const event of [signal, request, order, end]) row(event);
  }
}

/**
 * Restores what `saveTrades` saved in place of what is held.
 *
 * @param log an empty one, which is kept with the events.
 */
export function restoreTrades(held: HeldTrades, log: EventLog, from: StateReader): void {
  held.clear();
  const { events } = held;
  const rows = restoreRows(log, from).map((position) => events.restored(new RowEvent(log, position)));
  const list = <T>(make: () => T): T[] => Array.from({ length: from.number() }, make);
  const event = (hold: (event: EngineEvent) => EngineEvent): Held => {
    const row = from.number();
    return row === NOTHING ? null : hold(rows[row]);
  };
  const signal = () => event((found) => events.signal(found, found.place));
  const request = () => event((found) => events.request(found));
  const approved = () => event((found) => events.order(found));

  const orders = list((): TrackedOrder => {
    const number = from.number();
    const left = from.number();
    const waits = from.number() === 1;
    const order = waits
      ? held.addOrder(number, left, signal(), request())
      : held.newOrder(number, left, signal(), request());
    order.order = approved();
    return order;
  });
  const fills = list(() =>
    held.newFill(
      orders[from.number()],
      event((found) => events.fill(found)),
    ),
  );
  list((): TrackedTrade => {
    const [container, number] = [from.number(), from.number()];
    const [symbolIndex, lots] = [from.number(), from.number()];
    const trade = held.addTrade(
      container,
      number,
      symbolIndex,
      lots,
      event((found) => events.open(found)),
    );
    for (const fill of list(() => from.number())) held.addFill(trade, fills[fill]);
    list(() =>
      held.addEnded(
        trade,
        signal(),
        request(),
        approved(),
        event((found) => events.other(found)),
      ),
    );
    return trade;
  });
}

function fillsOf(trade: TrackedTrade): TrackedFill[] {
  const fills: TrackedFill[] = [];
  for (let fill = trade.firstFill; fill !== null; fill = trade.after(fill)) fills.push(fill);
  return fills;
}

/** Oldest first. */
function endedOf(trade: TrackedTrade): EndedOrder[] {
  const all: EndedOrder[] = [];
  for (let ended = trade.ended; ended !== null; ended = ended.next) all.push(ended);
  return all.reverse();
}
