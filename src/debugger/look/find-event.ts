import type { EventRecord } from '../../events/event.ts';
import { eventKey, type ParsedEventId, parseEventId, typeSlug } from '../../events/event-id.ts';
import { eventTypeName, eventTypeNames, TYPE } from '../../events/event-type.ts';
import { nameHint } from '../../foundation/nearest-name.ts';
import { UserError } from '../../foundation/user-error.ts';
import type { PlacedEvent } from '../branch.ts';
import type { IndexedEvent } from '../event-index.ts';
import { comparePositions } from '../position.ts';
import { RECORDED_TYPES } from '../recorded-types.ts';
import type { Session } from '../session.ts';
import { containerNames } from './side-stage.ts';

const RECORDED: ReadonlySet<number> = new Set(RECORDED_TYPES);

/** The event with a whole id, if it lies up to the cursor. */
export function eventById(session: Session, id: string): PlacedEvent | undefined {
  const parsed = parseEventId(id);
  if (parsed === undefined || parsed.containerId === undefined) return undefined;
  const bar = barOf(session, parsed, containerNames(session).indexOf(parsed.containerId));
  if (bar === undefined) return undefined;
  return placed(session, bar, ({ id: one }) => one === id);
}

/**
 * The event that a user names by its id, `execution_main/fill-12` or `fill-12` where one container alone can be meant.
 *
 * @throws UserError for what is no id, an event that is not there or comes after the cursor, a name that fits several.
 */
export function namedEvent(session: Session, name: string): PlacedEvent {
  const parsed = parseEventId(name);
  if (parsed === undefined) {
    const slug = /^(?:.*\/)?([a-z][a-z-]*)-\d+$/.exec(name.toLowerCase())?.[1];
    const hint =
      slug === undefined
        ? 'ids look like fill-12 or execution_main/fill-12'
        : nameHint(slug, eventTypeNames().map(typeSlug));
    throw new UserError(`"${name}" is no event`, { code: 'unknown_event', hint });
  }
  const names = containerNames(session);
  const { containerId } = parsed;
  if (containerId !== undefined && !names.includes(containerId)) {
    throw new UserError(`there is no container "${containerId}"`, {
      code: 'unknown_container',
      hint: nameHint(containerId, names),
    });
  }
  const meant = names.flatMap((id, number) => {
    if (containerId !== undefined && id !== containerId) return [];
    const bar = barOf(session, parsed, number);
    return bar === undefined ? [] : [{ id, bar }];
  });
  if (meant.length === 0) throw noSuchEvent(session, name, parsed);
  if (meant.length > 1) {
    const all = meant.map(({ id }) => `${id}/${name}`);
    throw new UserError(`${name} may be any of ${all.length} events`, {
      code: 'ambiguous_event',
      hint: `say ${all.slice(0, 4).join(' or ')}`,
    });
  }
  const [{ id, bar }] = meant;
  const whole = `${id}/${name.slice(name.lastIndexOf('/') + 1)}`;
  refuseFutureEvent(session, whole, bar);
  const found = placed(session, bar, (event) => event.id === whole);
  if (found === undefined) throw noSuchEvent(session, name, parsed);
  return found;
}

/** The last events of these types up to the cursor, the latest first, one by one. */
export function* eventsBefore(
  session: Session,
  types: ReadonlySet<number>,
  accepts: (container: number) => boolean = () => true,
): Generator<PlacedEvent> {
  const names = new Set([...types].map(eventTypeName));
  const containers = containerNames(session);
  let bar: number | undefined = session.branch.barBefore(session.position.bar + 1, types, accepts);
  while (bar !== undefined) {
    const events = session.eventsOf(bar);
    for (let event = events.length - 1; event >= 0; event--) {
      const record = events[event];
      if (names.has(record.type) && accepts(containers.indexOf(record.containerId))) {
        yield { position: { bar, event }, record };
      }
    }
    bar = session.branch.barBefore(bar, types, accepts);
  }
}

/** @throws UserError for an event in a bar after the cursor, or later in its bar. */
function refuseFutureEvent(session: Session, id: string, bar: number): void {
  const at = session.allEventsOf(bar).findIndex((event) => event.id === id);
  if (at < 0 || comparePositions({ bar, event: at }, session.position) <= 0) return;
  // Where it lies is not told: that would be news from the future.
  throw new UserError(`${id} lies after the cursor, which is at bar ${session.position.bar}`, {
    code: 'in_the_future',
    hint: 'go on until it has happened',
  });
}

function placed(
  session: Session,
  bar: number,
  isMeant: (event: EventRecord) => boolean,
): PlacedEvent | undefined {
  if (bar > session.position.bar) return undefined;
  const events = session.eventsOf(bar);
  const event = events.findIndex(isMeant);
  return event < 0 ? undefined : { position: { bar, event }, record: events[event] };
}

/** The bar in which an event was published, of those recorded; undefined when there is none. */
function barOf(
  session: Session,
  { type, sequenceNumber }: ParsedEventId,
  container: number,
): number | undefined {
  if (container < 0) return undefined;
  if (RECORDED.has(type)) return session.branch.find(eventKey(container, type), sequenceNumber)?.bar;
  const { topology, timeline } = session.branch.recording.engine;
  if (type === TYPE.BAR || type === TYPE.FEATURES) {
    const node = topology.symbols.find(
      ({ data, features }) => (type === TYPE.BAR ? data : features).number === container,
    );
    if (node === undefined || sequenceNumber < 1 || sequenceNumber > node.series.length) return undefined;
    return timeline.sliceAt(node.series.closeTime[sequenceNumber - 1]) + 1;
  }
  if (type !== TYPE.PORTFOLIO_UPDATE) return undefined;
  if (!topology.portfolios.some((node) => node.container.number === container)) return undefined;
  return barOfUpdate(session, container, sequenceNumber);
}

/** A portfolio's events are counted together, and one a bar is its update: the others tell how far that is along. */
function barOfUpdate(session: Session, container: number, sequence: number): number | undefined {
  const others: IndexedEvent[] = session.branch.between(
    0,
    session.position.bar,
    RECORDED,
    (c) => c === container,
  );
  let before = 0;
  for (const { bar } of others) {
    // All updates of bars before this one come first.
    if (sequence <= before + bar - 1) break;
    before++;
  }
  const bar = sequence - before;
  return bar >= 1 && bar <= session.bars ? bar : undefined;
}

function noSuchEvent(session: Session, name: string, { type, containerId }: ParsedEventId): UserError {
  const names = containerNames(session);
  const accepts = (number: number) => containerId === undefined || names[number] === containerId;
  const [last] = RECORDED.has(type) ? eventsBefore(session, new Set([type]), accepts) : [];
  return new UserError(`there is no ${name} up to bar ${session.position.bar}`, {
    code: 'unknown_event',
    hint: last === undefined ? `there is no ${eventTypeName(type)} yet` : `the last one is ${last.record.id}`,
  });
}
