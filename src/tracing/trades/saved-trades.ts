import type { StateReader, StateWriter } from '../../foundation/state.ts';
import type { Position } from '../log/event-log.ts';
import { restoreRows, saveRows } from '../log/saved-rows.ts';
import type { HeldTrades } from './held-trades.ts';
import {
  type EndedOrder,
  NOT_KEPT,
  type TrackedFill,
  type TrackedOrder,
  type TrackedTrade,
} from './tracked.ts';

/**
 * Saves what is held, and its events, so that it can be restored into any run of the same configuration: orders, fills
 * and trades by their place in lists, events by their row.
 */
export function saveTrades(held: HeldTrades, out: StateWriter): void {
  const trades = held.open;
  const fills = new Map<TrackedFill, number>();
  for (const trade of trades) for (const fill of fillsOf(trade)) fills.set(fill, fills.size);
  const waiting = [...held.waiting].sort((a, b) => a.number - b.number);
  const orders = new Map<TrackedOrder, number>();
  for (const order of waiting) orders.set(order, orders.size);
  for (const { order } of fills.keys()) if (!orders.has(order)) orders.set(order, orders.size);

  const positions = heldPositions([...orders.keys()], [...fills.keys()], trades);
  const rows = new Map(positions.map((position, row) => [position, row]));
  const row = (position: Position) => out.number(rows.get(position) ?? NOT_KEPT);

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
    row(fill.position);
  }
  out.number(trades.length);
  for (const trade of trades) {
    out.number(trade.number);
    out.number(trade.symbolIndex);
    out.number(trade.lots);
    row(trade.open);
    const own = fillsOf(trade);
    out.number(own.length);
    for (const fill of own) out.number(fills.get(fill) as number);
    const ended = endedOf(trade);
    out.number(ended.length);
    for (const each of ended) for (const position of positionsOfEnded(each)) row(position);
  }
  saveRows(held.log, positions, out);
}

/** Restores what `saveTrades` saved in place of what is held. */
export function restoreTrades(held: HeldTrades, from: StateReader): void {
  held.clear();
  const list = <T>(make: () => T): T[] => Array.from({ length: from.number() }, make);
  // Rows come last. Until then a row stands where its position will.
  const orders = list((): TrackedOrder => {
    const number = from.number();
    const left = from.number();
    const waits = from.number() === 1;
    const signal = from.number();
    const request = from.number();
    const order = waits
      ? held.addOrder(number, left, signal, request)
      : held.newOrder(number, left, signal, request);
    order.order = from.number();
    return order;
  });
  const fills = list(() => held.newFill(orders[from.number()], from.number()));
  const trades = list((): TrackedTrade => {
    const trade = held.addTrade(from.number(), from.number(), from.number(), from.number());
    for (const number of list(() => from.number())) held.addFill(trade, fills[number]);
    for (const [signal, request, order, end] of list(() => [0, 1, 2, 3].map(() => from.number()))) {
      held.addEnded(trade, signal, request, order, end);
    }
    return trade;
  });

  const positions = restoreRows(held.log, from);
  const placed = (row: number) => (row === NOT_KEPT ? NOT_KEPT : positions[row]);
  for (const order of orders) {
    order.signal = placed(order.signal);
    order.request = placed(order.request);
    order.order = placed(order.order);
  }
  for (const fill of fills) fill.position = placed(fill.position);
  for (const trade of trades) {
    trade.open = placed(trade.open);
    for (let ended = trade.ended; ended !== null; ended = ended.next) {
      ended.signal = placed(ended.signal);
      ended.request = placed(ended.request);
      ended.order = placed(ended.order);
      ended.end = placed(ended.end);
    }
  }
}

/** In the order in which the events came, so that a restored log tells them in that order. */
function heldPositions(
  orders: readonly TrackedOrder[],
  fills: readonly TrackedFill[],
  trades: readonly TrackedTrade[],
): Position[] {
  const held = new Set(orders.flatMap(({ signal, request, order }) => [signal, request, order]));
  for (const { position } of fills) held.add(position);
  for (const trade of trades) {
    held.add(trade.open);
    for (const ended of endedOf(trade)) for (const position of positionsOfEnded(ended)) held.add(position);
  }
  held.delete(NOT_KEPT);
  return [...held].sort((a, b) => a - b);
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

function positionsOfEnded({ signal, request, order, end }: EndedOrder): Position[] {
  return [signal, request, order, end];
}
