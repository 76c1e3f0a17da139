import { eventTypeNumber } from '../../events/event-type.ts';
import { comparePositions, endOf } from '../position.ts';
import type { Recording } from '../recording.ts';
import { Pace } from '../series/pace.ts';
import { type Stretch, stretchesOf } from '../series/stretches.ts';
import { filterOf } from '../stops/event-test.ts';
import type { Hit } from '../stops/hit.ts';
import { type EventsOf, isPure, type Stop } from '../stops/stop.ts';
import { StopScan } from '../stops/stop-scan.ts';
import { findEvent } from './find-event.ts';
import { moveTo } from './moved.ts';
import { type Motion, type Ran, ran, settle } from './settle.ts';

/** Bars looked through first on the way back. */
const NEAR = 64;

/** Runs to the place at which a motion stops; null when there is none on its way. */
export async function search(motion: Motion): Promise<Ran | null> {
  const { stops, left } = motion;
  if (left === 1 && stops.every((stop) => isPure(stop) && stop.ignore === 0)) return searchIndex(motion);
  return motion.direction === 'next' ? searchAhead(motion) : searchBehind(motion);
}

/** Events that are only caught: the index tells where the nearest is, and nothing is run. */
async function searchIndex(motion: Motion): Promise<Ran | null> {
  const { session, direction, stops, signal } = motion;
  const hits: Hit[] = [];
  for (const stop of stops) {
    const found = await findEvent(
      session,
      filterOf(session.branch.recording, stop.events as EventsOf),
      direction,
      1,
      signal,
    );
    if ('interrupted' in found)
      return interruptedAt(
        motion,
        session.position.event === null ? session.position.bar : session.position.bar - 1,
      );
    if (!('position' in found)) continue;
    const { bar, event } = found.position;
    hits.push({
      stop,
      bar,
      order: event as number,
      eventId: found.event.id,
      before: null,
      after: null,
      failure: null,
    });
  }
  const sign = direction === 'next' ? 1 : -1;
  hits.sort(
    (a, b) => sign * comparePositions({ bar: a.bar, event: a.order }, { bar: b.bar, event: b.order }),
  );
  return settle(motion, hits);
}

async function searchAhead(motion: Motion): Promise<Ran | null> {
  const { session, fence, signal, stops } = motion;
  const { bar, event } = session.position;
  const scanOf = scans(stops);
  const pace = new Pace(64);
  let at = event === null ? bar : bar - 1;
  for (;;) {
    const { bars, failure } = session.branch.recording;
    const last = Math.min(bars, fence?.position.bar ?? bars);
    if (at >= last) return at >= bars && failure !== null ? searchFailed(motion, failure.bar) : null;
    if (signal?.aborted === true) return interruptedAt(motion, at);
    const { branch, to } = stretchesOf(session.branch, at, last)[0];
    const target = Math.min(to, branch.recording.checkpoints.nextAfter(at));
    const known = Math.min(target, await session.record(target, signal, last));
    if (known <= at) continue;
    const enough = motion.left + stops.reduce((sum, stop) => sum + stop.ignore, 0);
    const scanned = await scanOf(branch.recording).scan(at, known, enough, pace, signal);
    const found = settle(motion, scanned.hits);
    if (found !== null) return found;
    at = scanned.to;
  }
}

/** From checkpoint to checkpoint downwards, each stretch scanned forwards. */
async function searchBehind(motion: Motion): Promise<Ran | null> {
  const { session, fence, signal, stops } = motion;
  const { failure, recorded } = session.branch.recording;
  const scanOf = scans(stops);
  const pace = new Pace(64);
  // What is near is found without looking through all that lies behind a checkpoint.
  let window = NEAR;
  const lowest = fence === null ? 0 : Math.max(0, fence.position.bar - 1);
  if (failure !== null && session.position.bar === failure.bar) {
    const found = searchFailed(motion, failure.bar);
    if (found !== null) return found;
  }
  let at = Math.min(session.position.bar, recorded);
  while (at > lowest) {
    const { branch, from } = stretchesOf(session.branch, lowest, at).at(-1) as Stretch;
    const start = Math.max(from, branch.recording.checkpoints.before(at - 1).slice, at - window);
    window *= 4;
    const hits: Hit[] = [];
    for (let done = start; done < at; ) {
      const scanned = await scanOf(branch.recording).scan(done, at, Number.POSITIVE_INFINITY, pace, signal);
      if (signal?.aborted === true) return interruptedAt(motion, at);
      for (const hit of scanned.hits) hits.push(hit);
      done = scanned.to;
    }
    const found = settle(motion, hits.reverse());
    if (found !== null) return found;
    at = start;
  }
  return null;
}

/** The bar at which a component threw, up to its error, is in no recording: events that are only caught are found there. */
function searchFailed(motion: Motion, bar: number): Ran | null {
  const { session, stops, direction } = motion;
  const { recording } = session.branch;
  const names = recording.engine.topology.containers.map(({ id }) => id);
  const hits = stops.filter(isPure).flatMap((stop) => {
    const { types, accepts } = filterOf(recording, stop.events as EventsOf);
    return session
      .allEventsOf(bar)
      .map(({ id, type, containerId }, order) => ({
        id,
        type: eventTypeNumber(type) as number,
        containerId,
        order,
      }))
      .filter(({ type, containerId }) => types.has(type) && accepts(names.indexOf(containerId)))
      .map(
        ({ id, order }): Hit => ({ stop, bar, order, eventId: id, before: null, after: null, failure: null }),
      );
  });
  hits.sort((a, b) => (direction === 'next' ? a.order - b.order : b.order - a.order));
  return settle(motion, hits);
}

function interruptedAt({ session }: Motion, bar: number): Ran {
  return ran(moveTo(session, endOf(bar), 'interrupted'));
}

function scans(stops: readonly Stop[]): (recording: Recording) => StopScan {
  const made = new Map<Recording, StopScan>();
  return (recording) => {
    let scan = made.get(recording);
    if (scan === undefined) {
      scan = new StopScan(recording, stops);
      made.set(recording, scan);
    }
    return scan;
  };
}
