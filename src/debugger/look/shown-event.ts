import type { EventRecord } from '../../events/event.ts';
import { eventText } from '../../tracing/event-text.ts';
import type { Session } from '../session.ts';
import { barOfIndex } from './side-stage.ts';

/** What an event says, in one line; bars by their number in the session. */
export function shownEvent(session: Session, event: EventRecord): string {
  const { symbol, index } = event.payload as { readonly symbol?: unknown; readonly index?: unknown };
  if (event.type !== 'FILL' || typeof symbol !== 'string' || typeof index !== 'number')
    return eventText(event);
  // Texts count from 1, payloads from 0.
  const position = barOfIndex(session, symbol, index) - 1;
  return eventText({ ...event, payload: { ...event.payload, index: position } });
}
