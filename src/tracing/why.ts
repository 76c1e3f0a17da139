import type { EventRecord } from '../events/event.ts';
import { type BarLookup, barId, barOfFill, barsById } from './fill-bar.ts';

/** Finds an event by its whole id, `execution_p/fill-12`; undefined when it was not kept. */
export type EventLookup = (id: string) => EventRecord | undefined;

/** An event and what led to it. */
export interface WhyStep {
  readonly event: EventRecord;
  /** Of a fill: the bar whose prices filled the order. */
  readonly bar?: { readonly event: EventRecord } | MissingCause;
  /** Null where the chain begins. */
  readonly cause: WhyStep | MissingCause | null;
}

/** A cause that is known by name alone, as its container did not keep it. */
export interface MissingCause {
  readonly missing: string;
  /** Why it is not there and what would keep it, where that is known. */
  readonly reason?: string;
}

/** All that happened in a trade, as chains that begin at its events, in order of time. */
export interface WhyTrade {
  /** `portfolio_p/trade-3` */
  readonly trade: string;
  readonly chains: readonly WhyStep[];
}

export type MissingReason = (id: string) => string | undefined;

/** Where chains find what they are made of. */
interface WhySources {
  readonly lookup: EventLookup;
  readonly reason: MissingReason | undefined;
  readonly bars: BarLookup;
}

/**
 * Why an event happened: the chain of causes down to the bar, fill ← order ← order request ← signal ← features ← bar;
 * beside a fill the bar that filled the order. Works over whatever keeps events, in memory or read from disk.
 *
 * @param reason tells of an event that was not kept why it was not.
 * @param bars finds the bars of fills; by `lookup` where it is not given.
 * @returns undefined when the event itself is not known.
 */
export function whyChain(
  lookup: EventLookup,
  id: string,
  reason?: MissingReason,
  bars: BarLookup = barsById(lookup),
): WhyStep | undefined {
  const event = lookup(id);
  return event === undefined ? undefined : stepOf(event, { lookup, reason, bars }, new Set([id]));
}

function stepOf(event: EventRecord, sources: WhySources, seen: Set<string>): WhyStep {
  const place = barOfFill(event);
  const cause = causeOf(event, sources, seen);
  if (place === undefined) return { event, cause };
  const bar = sources.bars(place);
  const missing = barId(place);
  return {
    event,
    bar: bar === undefined ? { missing, reason: sources.reason?.(missing) } : { event: bar },
    cause,
  };
}

function causeOf({ causationId }: EventRecord, sources: WhySources, seen: Set<string>): WhyStep['cause'] {
  if (causationId === null) return null;
  const event = sources.lookup(causationId);
  if (event === undefined) return { missing: causationId, reason: sources.reason?.(causationId) };
  // Only in a trace that somebody wrote by hand.
  if (seen.has(causationId)) return { missing: causationId, reason: 'it is its own cause' };
  seen.add(causationId);
  return stepOf(event, sources, seen);
}

/** Types at which the chains of a trade begin. */
const TRADE_TYPES: ReadonlySet<string> = new Set(['FILL', 'POSITION_OPEN', 'POSITION_CLOSE']);

/**
 * Why a trade happened: how it was opened, each fill between, how it was closed. A fill that opened or closed it stands
 * in the chain of its POSITION_OPEN or POSITION_CLOSE; that of a reversal therefore in two trades.
 *
 * @param trade its id, `portfolio_p/trade-3`.
 * @param events those of the trade at least, by `belongsToTrade`; in order.
 * @returns undefined when there is none of the trade.
 */
export function whyTrade(
  lookup: EventLookup,
  trade: string,
  events: Iterable<EventRecord>,
  reason?: MissingReason,
  bars: BarLookup = barsById(lookup),
): WhyTrade | undefined {
  const own = [...events].filter((event) => belongsToTrade(event, trade));
  if (own.length === 0) return undefined;
  const told = new Set(own.filter(({ type }) => type !== 'FILL').map(({ causationId }) => causationId));
  const roots = own.filter(({ type, id }) => type !== 'FILL' || !told.has(id));
  const lookupOwn: EventLookup = (id) => own.find((event) => event.id === id) ?? lookup(id);
  return { trade, chains: roots.map(({ id }) => whyChain(lookupOwn, id, reason, bars) as WhyStep) };
}

/** Whether a chain of this trade begins at the event. */
export function belongsToTrade({ type, correlationId }: EventRecord, trade: string): boolean {
  return correlationId === trade && TRADE_TYPES.has(type);
}
