import type { EventRecord } from '../../events/event.ts';
import type { DebugSession } from '../debug-session.ts';
import { asksForNothingNew } from '../news.ts';
import type { Position } from '../position.ts';
import { lastDone } from './last-done.ts';
import type { ChartMark } from './pane-data.ts';

const TYPES = ['SIGNAL', 'ORDER', 'FILL', 'ORDER_REJECTED'];
/** In a longer window marks would hide one another, and to find them takes longer than people wait for a key. */
export const MOST_BARS = 1500;
const MOST_EVENTS = 4000;
const NONE: readonly ChartMark[] = [];

/** Signals, orders and fills of the symbol and portfolio in focus, by bar; each bar is looked through once. */
export class ChartMarks {
  #key = '';
  #marks = new Map<number, readonly ChartMark[]>();

  /** Those in bars `from` to `to`, the last of which may be the one that the cursor is in. */
  async between(session: DebugSession, key: string, from: number, to: number): Promise<ChartMark[]> {
    if (to - from >= MOST_BARS || to < 1) return [];
    if (key !== this.#key) this.#marks.clear();
    this.#key = key;
    const missing = missingOf(this.#marks, from, to);
    if (missing !== null) await this.#fetch(session, ...missing);
    const found: ChartMark[] = [];
    for (let bar = from; bar <= to; bar++) found.push(...(this.#marks.get(bar) ?? NONE));
    // The bar that the cursor is in may yet bring more.
    if (to > lastDone(session)) this.#marks.delete(to);
    if (this.#marks.size > 2 * MOST_BARS) this.#marks.clear();
    return found;
  }

  async #fetch(session: DebugSession, from: number, to: number): Promise<void> {
    const done = lastDone(session);
    const list = await session.events({ types: TYPES, from, to, last: MOST_EVENTS });
    for (let bar = from; bar <= Math.min(to, done); bar++) this.#marks.set(bar, NONE);
    const { portfolio, strategy, symbol } = session.focus;
    for (const { position, record } of list.events) {
      const mark = markOf(record, position, symbol, portfolio, strategy);
      if (mark === null) continue;
      this.#marks.set(position.bar, [...(this.#marks.get(position.bar) ?? NONE), mark]);
    }
  }
}

function missingOf(known: ReadonlyMap<number, unknown>, from: number, to: number): [number, number] | null {
  let first = from;
  while (first <= to && known.has(first)) first++;
  if (first > to) return null;
  let last = to;
  while (known.has(last)) last--;
  return [first, last];
}

function markOf(
  record: EventRecord,
  { bar }: Position,
  symbol: string,
  portfolio: string,
  strategy: string,
): ChartMark | null {
  const payload = record.payload as Readonly<Record<string, unknown>>;
  if (payload.symbol !== symbol) return null;
  const number = record.sequenceNumber;
  if (record.type === 'SIGNAL') {
    if (payload.strategyId !== strategy) return null;
    const side = payload.action === 'BUY' ? 1 : payload.action === 'SELL' ? -1 : 0;
    return { kind: 'signal', bar, side, price: numberOf(payload.price), label: `S${number}`, id: record.id };
  }
  if (payload.portfolioId !== portfolio) return null;
  const side = Math.sign(Number(payload.units));
  switch (record.type) {
    case 'FILL':
      return {
        kind: 'fill',
        bar,
        side,
        price: numberOf(payload.fillPrice),
        label: `F${number}`,
        id: record.id,
      };
    case 'ORDER':
      return { kind: 'order', bar, side, price: numberOf(payload.price), label: `O${number}`, id: record.id };
    default:
      // That one already held what was wanted is no news on a chart.
      if (asksForNothingNew(record)) return null;
      return { kind: 'rejection', bar, side, price: null, label: `R${number}`, id: record.id };
  }
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}
