import { setImmediate } from 'node:timers/promises';
import type { EventRecord } from '../../events/event.ts';
import { eventTypeNumber } from '../../events/event-type.ts';
import type { Accepts } from '../event-index.ts';
import type { Position } from '../position.ts';
import type { Session } from '../session.ts';

/** Which events are meant: of these types, from containers by their number. All types are recorded ones. */
export interface EventFilter {
  readonly types: ReadonlySet<number>;
  readonly accepts: Accepts;
}

export type Direction = 'next' | 'previous';

/** What came of a search. */
export type Found =
  | { readonly position: Position; readonly event: EventRecord }
  /** Not so many before the end, or the start. */
  | { readonly found: number }
  | { readonly interrupted: true };

/** Bars that are recorded between two looks. */
const AHEAD = 65_536;

/**
 * Finds the n-th event from the cursor, in the order of the run, by the index: no bar is run but the one it is in, and what
 * has not been recorded yet.
 */
export async function findEvent(
  session: Session,
  filter: EventFilter,
  direction: Direction,
  count: number,
  signal?: AbortSignal,
): Promise<Found> {
  const { bar, event } = session.position;
  const isMeant = matcher(session, filter);
  // What is left of the bar in hand first: its events are not told apart by the index.
  const here = placesIn(session, bar, isMeant).filter(({ position }) =>
    direction === 'next'
      ? event !== null && (position.event as number) > event
      : event === null || (position.event as number) < event,
  );
  if (here.length >= count) return here.at(direction === 'next' ? count - 1 : -count) as Found;
  const left = count - here.length;
  const found =
    direction === 'next' ? await barAhead(session, filter, left, signal) : barBehind(session, filter, left);
  if (!('bar' in found)) return 'interrupted' in found ? found : { found: found.found + here.length };
  const places = placesIn(session, found.bar, isMeant);
  const at = direction === 'next' ? places[found.nth - 1] : places.at(-found.nth);
  return at ?? { found: here.length + left - found.nth + places.length };
}

/** The events of a bar that are meant, with their places. */
function placesIn(
  session: Session,
  bar: number,
  isMeant: (event: EventRecord) => boolean,
): { position: Position; event: EventRecord }[] {
  return session
    .allEventsOf(bar)
    .map((event, i) => ({ position: { bar, event: i }, event }))
    .filter(({ event }) => isMeant(event));
}

export function matcher(session: Session, { types, accepts }: EventFilter): (event: EventRecord) => boolean {
  const numbers = new Map(session.branch.recording.engine.topology.containers.map((c) => [c.id, c.number]));
  return ({ type, containerId }) =>
    types.has(eventTypeNumber(type) as number) && accepts(numbers.get(containerId) as number);
}

/** A bar with the event that is looked for, which is its n-th one; or how many there were. */
type FoundBar = { bar: number; nth: number } | { found: number } | { interrupted: true };

async function barAhead(
  session: Session,
  { types, accepts }: EventFilter,
  count: number,
  signal: AbortSignal | undefined,
): Promise<FoundBar> {
  const { branch } = session;
  const { bar } = session.position;
  const counted = (to: number) => branch.countBetween(bar, to, types, accepts);
  let known = Math.max(branch.recording.recorded, bar);
  while (counted(known) < count) {
    const { bars, failure } = branch.recording;
    // The bar at which a component threw has events up to there, which the index does not hold.
    if (known >= bars) {
      const found = counted(known);
      return failure === null || failure.bar <= bar ? { found } : { bar: failure.bar, nth: count - found };
    }
    if (signal?.aborted === true) return { interrupted: true };
    known = await session.record(Math.min(known + AHEAD, bars), signal, bars);
    await setImmediate();
  }
  // The first bar up to which there are as many.
  let low = bar + 1;
  let high = known;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (counted(middle) >= count) high = middle;
    else low = middle + 1;
  }
  return { bar: low, nth: count - counted(low - 1) };
}

function barBehind(session: Session, { types, accepts }: EventFilter, count: number): FoundBar {
  const { branch } = session;
  const last = session.position.bar - 1;
  const counted = (from: number) => branch.countBetween(from, last, types, accepts);
  const all = last < 1 ? 0 : counted(0);
  if (all < count) return { found: all };
  // The last bar from which on there are as many.
  let low = 1;
  let high = last;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (counted(middle - 1) >= count) low = middle;
    else high = middle - 1;
  }
  return { bar: low, nth: count - counted(low) };
}
