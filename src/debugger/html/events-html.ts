import { htmlCode, htmlLines, htmlTable } from '../../foundation/html.ts';
import { timeText } from '../../tracing/event-text.ts';
import type { PlacedEvent } from '../branch.ts';
import { type EventList, eventListNote } from '../look/event-list.ts';
import { shownEvent } from '../look/shown-event.ts';
import type { Session } from '../session.ts';

/** A list of events as a table: bar, id, time, cause, what. */
export function eventsHtml(session: Session, list: EventList): string {
  const { events } = list;
  if (events.length === 0) return htmlLines(list.interrupted ? 'interrupted' : 'no event is of that kind');
  const count = events.length === 1 ? '1 event' : `${events.length} events`;
  const note = eventListNote(list);
  return eventRowsHtml(session, events, note === '' ? count : `${count}, ${note}`);
}

/** The rows alone. */
export function eventRowsHtml(session: Session, events: readonly PlacedEvent[], note = ''): string {
  return htmlTable(
    [
      { heading: 'bar', right: true },
      { heading: 'type' },
      { heading: 'id', whole: true },
      { heading: 'time', whole: true },
      { heading: 'cause' },
      { heading: 'what', wide: true },
    ],
    events.map(({ position, record }) => [
      String(position.bar),
      record.type,
      htmlCode(record.id),
      timeText(record.timestamp),
      record.causationId === null ? '' : htmlCode(record.causationId),
      shownEvent(session, record),
    ]),
    note,
  );
}
