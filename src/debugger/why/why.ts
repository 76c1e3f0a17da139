import { whyTrade } from '../../tracing/why.ts';
import type { PlacedEvent } from '../branch.ts';
import { eventById } from '../look/find-event.ts';
import { type CausalFrame, causes } from '../look/where.ts';
import type { Session } from '../session.ts';
import { type Decision, decisionOf } from './decision.ts';
import { type FillPrice, fillPriceOf } from './fill-price.ts';
import { orderTerms, type RiskStep, type SizingStep, sizingOfSignal } from './order-terms.ts';
import { subjectOf } from './subject.ts';
import { type TimelineStep, timelineOf } from './timeline.ts';

/** Why one event happened. */
export interface WhyReport {
  /** The event, then its causes down to the bar. */
  readonly chain: readonly CausalFrame[];
  /** What the strategy tested and read; null where no signal is in the chain. */
  readonly decision: Decision | null;
  readonly sizing: SizingStep | null;
  readonly risk: RiskStep | null;
  readonly price: FillPrice | null;
  readonly timeline: readonly TimelineStep[];
}

/** Why something happened: a report for each event that was asked about. */
export interface WhyAnswer {
  /** Id of the event, or name of the trade. */
  readonly subject: string;
  /** One for an event; for a trade one for its opening, for each fill between, and for its close. */
  readonly reports: readonly WhyReport[];
}

/**
 * Why something happened: the whole chain of causes, with the values read, the conditions tested, the size, the limits and
 * the prices.
 *
 * @param what see `subjectOf`; the event at the cursor without.
 * @throws UserError for what is not there or lies after the cursor.
 */
export function why(session: Session, what?: string): WhyAnswer {
  const subject = subjectOf(session, what);
  if (subject.kind === 'event') {
    return { subject: subject.event.record.id, reports: [reportOf(session, subject.event)] };
  }
  const { trade, events } = subject;
  const lookup = (id: string) => eventById(session, id)?.record;
  const told = whyTrade(
    lookup,
    trade,
    events.map(({ record }) => record),
  );
  const roots = (told?.chains ?? []).map(({ event }) => eventById(session, event.id) as PlacedEvent);
  return { subject: trade, reports: roots.map((event) => reportOf(session, event)) };
}

/** Why one event happened. */
export function reportOf(session: Session, event: PlacedEvent): WhyReport {
  const chain = causes(session, event);
  const ofType = (type: string) => chain.find(({ record }) => record.type === type);
  const signal = ofType('SIGNAL');
  const request = ofType('ORDER_REQUEST');
  const fill = ofType('FILL');
  const refused = ofType('ORDER_REJECTED');
  const terms = request === undefined ? null : orderTerms(session, request);
  const sizing =
    refused !== undefined && signal !== undefined
      ? sizingOfSignal(session, refused.record.containerId, signal)
      : null;
  return {
    chain,
    decision: signal === undefined ? null : decisionOf(session, signal),
    sizing: terms?.sizing ?? sizing,
    risk: terms?.risk ?? null,
    price: fill === undefined ? null : fillPriceOf(session, fill),
    timeline: timelineOf(session, chain),
  };
}
