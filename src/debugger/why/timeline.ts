import type { EventRecord } from '../../events/event.ts';
import { SYNTHETIC_BAR } from '../../market/bar-series.ts';
import type { PlacedEvent } from '../branch.ts';
import { barOfIndex, symbolIndexOf } from '../look/side-stage.ts';
import type { Session } from '../session.ts';

/** A moment in the life of an order. */
export interface TimelineStep {
  readonly step: 'decided' | 'submitted' | 'eligible' | 'filled' | 'rejected' | 'cancelled' | 'expired';
  readonly bar: number;
  /** UTC milliseconds. */
  readonly time: number;
}

const ENDS: Readonly<Record<string, TimelineStep['step']>> = {
  FILL: 'filled',
  ORDER_REJECTED: 'rejected',
  ORDER_CANCELLED: 'cancelled',
  ORDER_EXPIRED: 'expired',
};

/** Decided, submitted, eligible, filled: as far as a chain of causes tells. @param chain the effect first. */
export function timelineOf(session: Session, chain: readonly PlacedEvent[]): TimelineStep[] {
  const steps: TimelineStep[] = [];
  // What an exit follows from, a fill or a breach, has a chain of its own.
  const request = chain.findIndex(({ record }) => record.type === 'ORDER_REQUEST');
  const bySignal = request < 0 || chain[request + 1]?.record.type === 'SIGNAL';
  const own = bySignal ? chain : chain.slice(0, request + 1);
  const ofType = (type: string) => own.find(({ record }) => record.type === type);
  const add = (step: TimelineStep['step'], event: PlacedEvent | undefined) => {
    if (event !== undefined) steps.push({ step, bar: event.position.bar, time: event.record.timestamp });
  };
  const order = ofType('ORDER');
  const end = own.find(({ record }) => Object.hasOwn(ENDS, record.type));
  add('decided', ofType('SIGNAL') ?? ofType('ORDER_REQUEST'));
  add('submitted', order);
  if (order !== undefined) {
    const eligible = firstChance(session, order, end);
    // A twin may be cancelled before it could be filled.
    if (eligible !== null && (end === undefined || eligible.bar <= end.position.bar)) steps.push(eligible);
  }
  if (end !== undefined) add(ENDS[end.record.type], end);
  return steps;
}

/** The first bar that can fill an order, if the cursor has come to it. */
function firstChance(
  session: Session,
  { record, position }: PlacedEvent,
  end: PlacedEvent | undefined,
): TimelineStep | null {
  const { symbol, decisionIndex } = (record as EventRecord<'ORDER'>).payload;
  const fill = end?.record.payload as { readonly rule?: string; readonly index?: number } | undefined;
  if (fill?.rule === 'close') return { step: 'eligible', bar: position.bar, time: record.timestamp };
  const { series } = session.branch.recording.engine.topology.symbols[symbolIndexOf(session, symbol)];
  // An exit may be live in the very bar of its entry.
  let index = Math.min(decisionIndex + 1, fill?.index ?? Number.POSITIVE_INFINITY);
  // Decided while no bar of the symbol closed, or given anew by a split: a bar that opened before cannot fill it.
  const opens =
    record.timestamp > series.closeTime[decisionIndex] ? record.timestamp : Number.NEGATIVE_INFINITY;
  const passes = (i: number) => (series.flags[i] & SYNTHETIC_BAR) !== 0 || series.openTime[i] < opens;
  while (index < series.length && passes(index)) index++;
  if (index >= series.length) return null;
  const bar = barOfIndex(session, symbol, index);
  return bar > session.position.bar ? null : { step: 'eligible', bar, time: series.openTime[index] };
}
