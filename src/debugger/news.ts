import type { EventRecord } from '../events/event.ts';
import { eventTypeNumber } from '../events/event-type.ts';
import { RECORDED_TYPES } from './recorded-types.ts';

const RECORDED: ReadonlySet<number | undefined> = new Set(RECORDED_TYPES);

/** Whether an event tells of something that does not come at every bar: its cause may be asked for. */
export function isDeed({ type }: Pick<EventRecord, 'type'>): boolean {
  return RECORDED.has(eventTypeNumber(type));
}

/** Whether a signal asked for what was held already: strategies that repeat themselves are refused so at many bars. */
export function asksForNothingNew({ type, payload }: Pick<EventRecord, 'type' | 'payload'>): boolean {
  return type === 'ORDER_REJECTED' && (payload as { readonly code?: unknown }).code === 'no_change';
}

/** Whether people look for an event: a deed that changed something, or was meant to. Lists show all others quietly. */
export function isNews(event: Pick<EventRecord, 'type' | 'payload'>): boolean {
  return isDeed(event) && !asksForNothingNew(event);
}
