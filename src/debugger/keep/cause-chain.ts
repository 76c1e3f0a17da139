import type { EventRecord } from '../../events/event.ts';
import { eventKey, parseEventId } from '../../events/event-id.ts';
import { nameHint } from '../../foundation/nearest-name.ts';
import { UserError } from '../../foundation/user-error.ts';
import { quoted } from '../../workflows/config/path.ts';
import type { Session } from '../session.ts';

/** An event and the bar in which it was published. */
interface Found {
  readonly event: EventRecord;
  readonly bar: number;
}

/**
 * An event and what led to it, down to the bar: fill, order, order request, signal, features, bar. Up to the cursor only.
 *
 * @param id `execution_main/fill-12`; of a signal, an order, a fill or a position.
 * @throws UserError when there is no such event up to the cursor.
 */
export function causeChain(session: Session, id: string): EventRecord[] {
  const chain: EventRecord[] = [];
  let found: Found | undefined = eventNamed(session, id);
  while (found !== undefined) {
    chain.push(found.event);
    found = causeOf(session, found);
  }
  return chain;
}

/** The event of an id, and its bar. @throws UserError when there is none up to the cursor. */
export function eventNamed(session: Session, id: string): Found {
  const found = lookup(session, id);
  if (found !== undefined) return found;
  const names = session.containers.map((container) => container.id);
  const container = parseEventId(id)?.containerId;
  const isKnown = container === undefined || names.includes(container);
  throw new UserError(`there is no event ${quoted(id)} up to the cursor`, {
    code: 'unknown_event',
    hint:
      container === undefined
        ? 'an event is named by its container, its type and its number: execution_main/fill-12'
        : isKnown
          ? undefined
          : nameHint(container, names),
  });
}

/** What happens at every bar is not indexed, and always stands in the bar of what it leads to. */
function causeOf(session: Session, { event: { causationId }, bar }: Found): Found | undefined {
  if (causationId === null) return undefined;
  const event = session.eventsOf(bar).find(({ id }) => id === causationId);
  return event === undefined ? lookup(session, causationId) : { event, bar };
}

function lookup(session: Session, id: string): Found | undefined {
  const parsed = parseEventId(id);
  const number = session.containers.findIndex((container) => container.id === parsed?.containerId);
  if (parsed === undefined || number < 0) return undefined;
  const place = session.branch.find(eventKey(number, parsed.type), parsed.sequenceNumber);
  if (place === undefined || place.bar > session.position.bar) return undefined;
  const event = session.eventsOf(place.bar).find((one) => one.id === id);
  return event === undefined ? undefined : { event, bar: place.bar };
}
