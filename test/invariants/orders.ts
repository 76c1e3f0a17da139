import { unitsOf, wholeLots } from '../oracle/naive-money.ts';
import type { OrderStatus, PlainInput, PlainOrder, PlainResult } from '../oracle/plain.ts';

/** Each order ends once: filled by one fill of all its units, or without a fill and with the reason it needs. */
export function endStatesAreUnique(_: PlainInput, result: PlainResult): string[] {
  const broken: string[] = [];
  result.orders.forEach((order, i) => {
    const say = (what: string): number => broken.push(`order ${order.number} (${order.status}) ${what}`);
    if (order.number !== i + 1) say(`is number ${i + 1} in the list`);
    const fills = result.fills.filter((fill) => fill.order === order.number);
    if (fills.length !== (order.status === 'filled' ? 1 : 0)) say(`has ${fills.length} fills`);
    for (const fill of fills) {
      if (fill.units !== order.units) say(`is for ${order.units} units, its fill for ${fill.units}`);
      if (fill.symbol !== order.symbol || fill.strategy !== order.strategy)
        say('has the fill of another sleeve');
      if (fill.slice !== order.endSlice || fill.time !== order.endTime) say('did not end with its fill');
    }
    const hasReason = order.code !== null;
    if (hasReason !== (order.status === 'cancelled' || order.status === 'rejected')) {
      say(`has reason ${order.code}`);
    }
    if ((order.stage !== null) !== (order.status === 'rejected')) say(`has stage ${order.stage}`);
    if ((order.endTime === null) !== (order.status === 'open_at_end')) say(`has end time ${order.endTime}`);
    if (order.units === 0 && order.stage !== 'sizing') say('has no size');
  });
  for (const fill of result.fills) {
    if (result.orders[fill.order - 1] === undefined)
      broken.push(`a fill of order ${fill.order}, which is unknown`);
  }
  return broken;
}

const ENDS: { [status in OrderStatus]: string } = {
  filled: 'ORDER FILL',
  cancelled: 'ORDER ORDER_CANCELLED',
  expired: 'ORDER ORDER_EXPIRED',
  rejected: 'ORDER_REJECTED',
  open_at_end: 'ORDER',
};

/** No order begins or ends without the event that says so, and each event comes once. */
export function eventsFollowOrders(_: PlainInput, result: PlainResult): string[] {
  const broken: string[] = [];
  for (const order of result.orders) {
    const types = result.events
      .filter((event) => event.order === order.number && !event.type.startsWith('POSITION'))
      .map((event) => event.type)
      .join(' ');
    if (types !== ENDS[order.status])
      broken.push(`order ${order.number} (${order.status}) has events ${types}`);
  }
  const closes = result.events.filter((event) => event.type === 'POSITION_CLOSE').length;
  const opens = result.events.filter((event) => event.type === 'POSITION_OPEN').length;
  if (closes !== result.roundTrips.length)
    broken.push(`${closes} closes, ${result.roundTrips.length} round trips`);
  if (opens !== closes + result.positions.length) {
    broken.push(`${opens} opens, ${closes} closes, ${result.positions.length} open positions`);
  }
  return broken;
}

/** A fill comes after its decision: on a later slice, or at the very close that was decided on. */
export function fillsFollowDecisions(input: PlainInput, result: PlainResult): string[] {
  const broken: string[] = [];
  let last = 0;
  for (const fill of result.fills) {
    const order = result.orders[fill.order - 1];
    if (order === undefined) continue;
    const atDecision = fill.rule === 'close';
    if (fill.time < order.decidedTime) broken.push(`order ${order.number} was filled before it was decided`);
    const portfolio = input.portfolios.find(({ id }) => id === result.portfolio);
    // An exit may be given by the very bar that it ends its position in.
    // So may an order that a split of that bar gave anew.
    const split = result.actions.some(
      ({ slice, symbol, ratio }) => slice === fill.slice && symbol === fill.symbol && ratio !== 1,
    );
    const early = split || (isTwin(order) && portfolio?.exits?.live_from === 'entry_bar') ? 1 : 0;
    if (atDecision ? fill.slice !== order.decidedSlice : fill.slice + early <= order.decidedSlice) {
      broken.push(
        `order ${order.number}, decided at slice ${order.decidedSlice}, was filled at ${fill.slice}`,
      );
    }
    if (atDecision && order.strategy !== null && input.execution.profile !== 'same_close') {
      broken.push(`order ${order.number} was filled at the close it was decided on`);
    }
    if (fill.slice < last)
      broken.push(`order ${order.number} was filled at slice ${fill.slice}, after ${last}`);
    last = fill.slice;
  }
  return broken;
}

/** A strategy has at most one waiting order per symbol beside its exits: an order's life ends before the next one's begins. */
export function oneOrderWaitsPerSleeve(_: PlainInput, result: PlainResult): string[] {
  const broken: string[] = [];
  const before: { [sleeve: string]: PlainOrder } = {};
  for (const order of result.orders) {
    if (order.status === 'rejected' || order.strategy === null || isTwin(order)) continue;
    const sleeve = JSON.stringify([order.strategy, order.symbol]);
    const older = before[sleeve];
    if (older !== undefined && (older.endSlice === null || older.endSlice > order.decidedSlice)) {
      broken.push(`orders ${older.number} and ${order.number} of one sleeve waited together`);
    }
    before[sleeve] = order;
  }
  return broken;
}

/** No position loses or gains by more than one of its exits: a fill of one cancels the others. */
export function oneExitEndsAPosition(input: PlainInput, result: PlainResult): string[] {
  const broken: string[] = [];
  const held: { [sleeve: string]: number } = {};
  const splits = result.actions.filter(({ ratio }) => ratio !== 1);
  for (const fill of result.fills) {
    for (; splits.length > 0 && splits[0].slice <= fill.slice; splits.shift()) {
      const [{ symbol, ratio }] = splits;
      const lotSize = input.instruments?.[symbol]?.lotSize ?? 1;
      for (const sleeve of Object.keys(held)) {
        if ((JSON.parse(sleeve) as string[])[1] !== symbol) continue;
        const lots = wholeLots(Math.abs(held[sleeve]) * ratio, lotSize);
        held[sleeve] = Math.sign(held[sleeve]) * unitsOf(lots, lotSize);
      }
    }
    const order = result.orders[fill.order - 1];
    if (order === undefined || fill.strategy === null) continue;
    const sleeve = JSON.stringify([fill.strategy, fill.symbol]);
    const before = held[sleeve] ?? 0;
    held[sleeve] = Math.round((before + fill.units) * 1e9) / 1e9;
    if (order.exit !== null && order.exit !== 'split' && held[sleeve] !== 0) {
      broken.push(`${order.exit} of order ${order.number} left ${held[sleeve]} of ${before}`);
    }
  }
  return broken;
}

function isTwin({ exit }: PlainOrder): boolean {
  return exit === 'stop_loss' || exit === 'trailing_stop' || exit === 'take_profit';
}
