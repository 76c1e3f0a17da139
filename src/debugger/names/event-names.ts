import type { EngineEvent } from '../../events/event.ts';
import { formatEventId, keyContainer } from '../../events/event-id.ts';
import { eventTypeName } from '../../events/event-type.ts';
import { fieldAt } from '../../tracing/expression/value.ts';
import { canonical, type Read, type Scope } from './scope.ts';

const HEADER: Readonly<Record<string, (event: EngineEvent, scope: Scope) => unknown>> = {
  type: (event) => eventTypeName(event.type),
  id: (event, scope) => formatEventId(event.key, event.sequenceNumber, namesOf(scope)),
  container: (event, scope) => namesOf(scope)[keyContainer(event.key)],
  source: (event) => event.sourceId,
  timestamp: (event) => event.timestamp,
  sequence: (event) => event.sequenceNumber,
  trade: (event) => (event.tradeNumber === 0 ? null : event.tradeNumber),
};

export const EVENT_FIELDS: readonly string[] = Object.keys(HEADER);

/** `event.type`, `event.pnl`, `event.payload.sizing.rule`; missing at the end of a bar, where no event is in hand. */
export function readEvent(steps: readonly string[]): Read {
  const [first] = steps;
  const header = Object.keys(HEADER).find((name) => canonical(name) === canonical(first));
  if (header !== undefined && steps.length === 1) {
    const of = HEADER[header];
    return (scope) => (scope.event === null ? undefined : of(scope.event, scope));
  }
  const path = first === 'payload' ? steps.slice(1) : steps;
  return ({ event }) => (event === null ? undefined : fieldNamed(event.payload(), path));
}

/** The value at a path of plain data, by own properties, whichever way the names are written. */
export function fieldNamed(root: unknown, steps: readonly string[]): unknown {
  const exact = fieldAt(root, steps);
  if (exact !== undefined) return exact;
  let value = root;
  for (const step of steps) {
    if (value === null || typeof value !== 'object') return undefined;
    const wanted = canonical(step);
    const key = Object.keys(value).find((name) => canonical(name) === wanted);
    if (key === undefined) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

function namesOf({ engine }: Scope): readonly string[] {
  return engine.topology.containers[0].bus.containers;
}
