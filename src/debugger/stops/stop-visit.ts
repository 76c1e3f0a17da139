import { formatEventId } from '../../events/event-id.ts';
import type { Recording } from '../recording.ts';
import { type EventVisit, INDEXED } from './event-scan.ts';
import { eventTest, filterOf } from './event-test.ts';
import type { Hit } from './hit.ts';
import type { EventsOf, Stop } from './stop.ts';

/** Puts each event at which a stop would stop into a list. */
export function stopVisit(recording: Recording, stop: Stop, hits: { push(hit: Hit): void }): EventVisit {
  const { engine } = recording;
  const predicate = eventTest(recording, stop.predicate, stop.focus);
  const condition = eventTest(recording, stop.condition, stop.focus);
  const names = engine.topology.containers[0].bus.containers;
  const filter = filterOf(recording, stop.events as EventsOf);
  // Where most events are meant, or not all are in the index, weighing them first gains nothing.
  const isSelective = stop.predicate !== null || stop.condition !== null;
  const readsEvents = predicate.readsEventAlone && condition.readsEventAlone;
  return {
    filter,
    lanes: [...predicate.lanes, ...condition.lanes],
    isWorth:
      isSelective && readsEvents && filter.types.isSubsetOf(INDEXED)
        ? (scope) => isTrueOrThrows(() => predicate.test(scope) && condition.test(scope))
        : undefined,
    visit: (scope, bar, order) => {
      const hit = {
        stop,
        bar,
        order,
        eventId: formatEventId(scope.event.key, scope.event.sequenceNumber, names),
        before: null,
        after: null,
      };
      try {
        if (predicate.test(scope) && condition.test(scope)) hits.push({ ...hit, failure: null });
      } catch (error) {
        hits.push({ ...hit, failure: { error } });
      }
    },
  };
}

/** One that throws is told about where it does so in the order of the run. */
function isTrueOrThrows(test: () => boolean): boolean {
  try {
    return test();
  } catch {
    return true;
  }
}
