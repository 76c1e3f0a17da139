import type { PortfolioNode } from '../../engine/topology.ts';
import type { EventRecord } from '../../events/event.ts';
import { type EventKey, keyType } from '../../events/event-id.ts';
import { TYPE } from '../../events/event-type.ts';
import type { OrderType, Payloads } from '../../events/payloads.ts';
import { SYNTHETIC_BAR } from '../../market/bar-series.ts';
import { numberText } from '../../tracing/event-text.ts';
import type { PlacedEvent } from '../branch.ts';
import { EventScan } from '../look/event-scan.ts';
import { barOfIndex, symbolIndexOf } from '../look/side-stage.ts';
import { percentText, unitsText } from '../look/value-text.ts';
import { comparePositions } from '../position.ts';
import type { Session } from '../session.ts';

/** An order that waits, and how far the market stayed from it. */
export interface WaitingOrder {
  readonly orderNumber: number;
  readonly symbol: string;
  readonly units: number;
  readonly orderType: OrderType;
  readonly price: number | null;
  readonly decidedBar: number;
  /** Distance from its price to the nearest price of the last bar that tried it; null before there was one. */
  readonly distance: BarDistance | null;
  /** The nearest that any bar came. */
  readonly nearest: BarDistance | null;
  readonly told: string;
}

export interface BarDistance {
  readonly bar: number;
  /** The low or the high that counts. */
  readonly reached: number;
  readonly gap: number;
  /** Of the order's price. */
  readonly share: number;
}

/** What became of an order up to the cursor. */
export type OrderFate =
  | { readonly kind: 'filled' | 'cancelled' | 'expired'; readonly event: PlacedEvent }
  | { readonly kind: 'waiting'; readonly order: WaitingOrder };

const FATES: Readonly<Record<string, 'filled' | 'cancelled' | 'expired'>> = {
  FILL: 'filled',
  ORDER_CANCELLED: 'cancelled',
  ORDER_EXPIRED: 'expired',
};
/** Ids of events that end an order. */
const ENDS: ReadonlySet<number> = new Set([TYPE.FILL, TYPE.ORDER_CANCELLED, TYPE.ORDER_EXPIRED]);

/** @param portfolio the node of the portfolio whose order it is. */
export function fateOf(
  session: Session,
  { container, execution }: PortfolioNode,
  order: PlacedEvent,
): OrderFate {
  const terms = (order.record as EventRecord<'ORDER'>).payload;
  const { branch, position } = session;
  const own = (one: number) => one === container.number || one === execution.number;
  const isIts = ({ payload }: EventRecord) => {
    const { orderNumber, portfolioId } = payload as unknown as Payloads['ORDER'];
    return orderNumber === terms.orderNumber && portfolioId === terms.portfolioId;
  };
  const wish = { accepts: (key: EventKey) => ENDS.has(keyType(key)), test: isIts };
  let bar: number | undefined = order.position.bar;
  while (bar !== undefined && bar <= position.bar) {
    const [event] = EventScan.of(branch.runnerOf(bar).recording).bar(bar, wish);
    if (event !== undefined && comparePositions(event.position, position) <= 0) {
      return { kind: FATES[event.record.type], event };
    }
    bar = branch.barAfter(bar, ENDS, own);
  }
  return {
    kind: 'waiting',
    order: waitingOrder(session, terms, position.bar - (position.event === null ? 0 : 1)),
  };
}

/** How near bars came to a waiting order, from the first that tried it up to `bar`. */
export function waitingOrder(
  session: Session,
  terms: Pick<
    Payloads['ORDER'],
    'orderNumber' | 'symbol' | 'units' | 'orderType' | 'price' | 'decisionIndex'
  >,
  bar: number,
): WaitingOrder {
  const { orderNumber, symbol, units, orderType, price, decisionIndex } = terms;
  const { series } = session.branch.recording.engine.topology.symbols[symbolIndexOf(session, symbol)];
  const below = (orderType === 'limit') === units > 0;
  const reachedBy = below ? series.low : series.high;
  const time = bar < 1 ? Number.NEGATIVE_INFINITY : session.timeOf(bar);
  let distance: BarDistance | null = null;
  let nearest: BarDistance | null = null;
  for (let index = decisionIndex + 1; index < series.length && series.closeTime[index] <= time; index++) {
    if (price === null || (series.flags[index] & SYNTHETIC_BAR) !== 0) continue;
    const reached = reachedBy[index];
    const gap = Math.max(0, below ? reached - price : price - reached);
    distance = { bar: barOfIndex(session, symbol, index), reached, gap, share: gap / price };
    if (nearest === null || gap < nearest.gap) nearest = distance;
  }
  const order = {
    orderNumber,
    symbol,
    units,
    orderType,
    price,
    decidedBar: barOfIndex(session, symbol, decisionIndex),
    distance,
    nearest,
  };
  return { ...order, told: waitingText(order, below) };
}

function waitingText(order: Omit<WaitingOrder, 'told'>, below: boolean): string {
  const { orderNumber, units, symbol, orderType, price, decidedBar, distance, nearest } = order;
  const what = `order #${orderNumber} (${units > 0 ? 'buy' : 'sell'} ${unitsText(Math.abs(units))} ${symbol} ${orderType}${price === null ? '' : ` ${numberText(price)}`}, decided bar ${decidedBar}) waits`;
  if (price === null) return `${what} for the next open`;
  if (distance === null || nearest === null) return `${what}: no bar has tried it yet`;
  const side = below ? 'low' : 'high';
  const far = ({ bar, reached, gap, share }: BarDistance) =>
    `the ${side} ${numberText(reached)} of bar ${bar} was ${numberText(gap)} (${percentText(share)}) away`;
  const best = nearest.bar === distance.bar ? '' : `; nearest, ${far(nearest)}`;
  return `${what}: ${far(distance)}${best}`;
}
