import type { Lane } from '../../engine/lane.ts';
import { matchesPattern } from '../../tracing/pattern.ts';
import type { EventFilter } from '../motions/find-event.ts';
import { bindName, compileRunExpression, runNames } from '../names/bind-name.ts';
import type { Focus, Scope } from '../names/scope.ts';
import { stepsOf } from '../names/signed-names.ts';
import type { Recording } from '../recording.ts';
import { unknownName } from './bar-scan.ts';
import { runViewOf } from './run-view.ts';
import { answered, type EventsOf, type Predicate } from './stop.ts';

/** A predicate at an event, and the containers that it may read. */
export interface EventTest {
  readonly test: (scope: Scope) => boolean;
  readonly lanes: readonly Lane[];
  /** It reads the event and nothing else, so that it may be asked in any order. */
  readonly readsEventAlone: boolean;
}

/** The events meant, of containers by their number. What execution publishes passes its portfolio's bus too. */
export function filterOf(recording: Recording, { types, containers }: EventsOf): EventFilter {
  if (containers === null) return { types, accepts: () => true };
  const meant = new Set<number>();
  for (const { id, number, parent } of recording.engine.topology.containers) {
    const ids = parent === null || parent.parent === null ? [id] : [id, parent.id];
    if (ids.some((one) => matchesPattern(containers, one))) meant.add(number);
  }
  return { types, accepts: (container) => meant.has(container) };
}

/** Binds a predicate to a recording, to be asked at events while it runs. */
export function eventTest(recording: Recording, predicate: Predicate | null, focus: Focus): EventTest {
  const { engine } = recording;
  if (predicate === null) return { test: () => true, lanes: [], readsEventAlone: true };
  if (typeof predicate === 'string') {
    const expression = compileRunExpression(predicate, engine.topology, focus, 'expression');
    return {
      test: expression.test,
      lanes: lanesOf(recording, expression.containers),
      readsEventAlone: expression.paths.every(([root]) => root === 'event'),
    };
  }
  // What a function will read is not known before: all lanes are run.
  let scope: Scope = { engine, event: null };
  const view = runViewOf(
    {
      get bar() {
        return engine.slice + 1;
      },
      get time() {
        return engine.timeline.time(engine.slice);
      },
      get event() {
        return scope.event?.record(engine.topology.containers[0].bus.containers) ?? null;
      },
      reader: (path) => {
        const name = bindName(engine.topology, focus, stepsOf(path, engine.topology));
        if (name === undefined) throw unknownName(path, runNames(engine.topology, focus));
        return () => name.read(scope);
      },
    },
    focus,
  );
  const test = (at: Scope) => {
    scope = at;
    return answered(predicate(view));
  };
  return { test, lanes: engine.lanes, readsEventAlone: false };
}

export function lanesOf({ engine }: Recording, containers: Iterable<number>): Lane[] {
  const lanes = new Set<Lane>();
  for (const container of containers) {
    const lane = engine.laneOf(container);
    if (lane !== undefined) lanes.add(lane);
  }
  return [...lanes];
}
