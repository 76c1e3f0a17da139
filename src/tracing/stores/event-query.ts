import type { EventRecord } from '../../events/event.ts';
import { typeSlug } from '../../events/event-id.ts';
import { payloadSchemas } from '../../events/payloads.ts';
import { bindExpression } from '../expression/expression.ts';
import { fieldAt } from '../expression/value.ts';
import { matchesPattern } from '../pattern.ts';

/** Which events of a trace are wanted; all conditions must hold. */
export interface EventQuery {
  /** Names of event types. */
  readonly types?: readonly string[];
  /** Pattern of the container that published it, `portfolio_*`. */
  readonly container?: string;
  /** UTC milliseconds, both ends included. */
  readonly from?: number;
  readonly to?: number;
  /** An expression over the fields of the payload, then of the event: `pnl < 0`, `type == "FILL" && units > 0`. */
  readonly where?: string;
}

/** A query ready to be asked at every event. */
export interface EventTest {
  /** What can be said by an event's id alone: its type and its container. */
  readonly wanted: (id: string) => boolean;
  readonly test: (event: EventRecord) => boolean;
}

const EVENT_FIELDS = [
  'id',
  'type',
  'sequenceNumber',
  'timestamp',
  'sourceId',
  'containerId',
  'correlationId',
  'causationId',
] as const satisfies readonly (keyof EventRecord)[];

/**
 * @param name what `where` is called in messages.
 * @throws UserError for a mistake in `where`: the column, and what was expected or the nearest name.
 */
export function compileQuery({ types, container, from, to, where }: EventQuery, name = '--where'): EventTest {
  const slugs = types === undefined ? undefined : new Set(types.map(typeSlug));
  const matching = new Map<string, boolean>();
  const isOf = (pattern: string, publisher: string) => {
    const known = matching.get(publisher);
    if (known !== undefined) return known;
    const matches = matchesPattern(pattern, publisher);
    matching.set(publisher, matches);
    return matches;
  };
  const expression =
    where === undefined
      ? undefined
      : bindExpression<EventRecord>(
          where,
          (steps) => (event) => fieldAt(event.payload, steps) ?? fieldAt(event, steps),
          { name, paths: knownPaths(types) },
        );
  return {
    wanted(id) {
      const slash = id.lastIndexOf('/');
      if (slugs !== undefined && !slugs.has(id.slice(slash + 1, id.lastIndexOf('-')))) return false;
      return container === undefined || isOf(container, id.slice(0, slash));
    },
    test: (event) =>
      (from === undefined || event.timestamp >= from) &&
      (to === undefined || event.timestamp <= to) &&
      (expression === undefined || expression.test(event)),
  };
}

/** Names that an expression may use; undefined when a type of a user's own is asked for, whose fields nobody knows. */
function knownPaths(types: readonly string[] | undefined): string[] | undefined {
  const names = types ?? Object.keys(payloadSchemas);
  const paths = new Set<string>([...EVENT_FIELDS, 'payload.*']);
  for (const name of names) {
    if (!Object.hasOwn(payloadSchemas, name)) return undefined;
    for (const field of Object.keys(payloadSchemas[name as keyof typeof payloadSchemas].shape)) {
      paths.add(field).add(`${field}.*`);
    }
  }
  return [...paths];
}
