import {
  customEventType,
  EVENT_TYPE_LIMIT,
  eventTypeName,
  eventTypeNames,
  TYPE,
} from '../../events/event-type.ts';
import { payloadSchemas } from '../../events/payloads.ts';
import { nameHint, nearestName } from '../../foundation/nearest-name.ts';
import { type ExpressionSource, expressionError } from '../../tracing/expression/expression-error.ts';
import { type Node, visitNodes } from '../../tracing/expression/syntax-tree.ts';
import { EVENT_FIELDS } from './event-names.ts';
import { canonical } from './scope.ts';

/** Types of events that a session shows; those of the machinery are not among them. */
export const SESSION_TYPES: readonly number[] = Array.from(
  { length: EVENT_TYPE_LIMIT },
  (_, type) => type,
).filter((type) => type !== TYPE.LIFECYCLE && type !== TYPE.TRACE_LIMIT);

/** The field of the payload that a path of `event` begins with; undefined for `event.type` and its like. */
export function payloadField(steps: readonly string[]): string | undefined {
  const [first, second = ''] = steps;
  if (first === 'payload') return second;
  const isHeader = steps.length === 1 && EVENT_FIELDS.some((name) => canonical(name) === canonical(first));
  return isHeader ? undefined : first;
}

/** Whether events of a type have a field, whichever way it is written. */
export function hasField(type: number, field: string): boolean {
  // What is in an event of the user's own, only the event itself tells.
  if (customEventType(type) !== undefined) return true;
  return fieldsOf(type).some((name) => canonical(name) === canonical(field));
}

/** The type that an equality compares `event.type` with, and where it stands. */
export function namedType({
  left,
  right,
}: Node & { kind: 'equality' }): { readonly name: string; readonly at: number } | undefined {
  for (const [path, literal] of [
    [left, right],
    [right, left],
  ]) {
    const isType = path.kind === 'path' && path.steps.join('.') === 'event.type';
    if (isType && literal.kind === 'literal' && typeof literal.value === 'string') {
      return { name: literal.value, at: literal.at };
    }
  }
  return undefined;
}

/**
 * Refuses what no event can answer: a comparison with a missing field is never true, and whoever misspelt it would wait for ever.
 *
 * @param types of the events that are asked.
 * @throws UserError with the column, and the nearest field or the types that have it.
 */
export function checkEventNames(
  tree: Node,
  source: ExpressionSource,
  types: Iterable<number> = SESSION_TYPES,
): void {
  const asked = [...types];
  visitNodes(tree, (node) => {
    if (node.kind === 'equality') {
      const named = namedType(node);
      if (named === undefined || eventTypeNames().includes(named.name)) return;
      const hint = nameHint(named.name, eventTypeNames());
      throw expressionError(source, named.at, `unknown event type ${JSON.stringify(named.name)}`, hint);
    }
    if (node.kind !== 'path' || node.steps[0] !== 'event' || node.steps.length === 1) return;
    const field = payloadField(node.steps.slice(1));
    if (field === undefined || asked.some((type) => hasField(type, field))) return;
    throw noSuchField(source, node.at, field, asked);
  });
}

function noSuchField(source: ExpressionSource, at: number, field: string, asked: readonly number[]): Error {
  const names = [...new Set([...EVENT_FIELDS, ...asked.flatMap(fieldsOf)])];
  const near = nearestName(field, names);
  const owners = SESSION_TYPES.filter((type) => hasField(type, field)).map(eventTypeName);
  const only = asked.length === 1 ? eventTypeName(asked[0]) : undefined;
  const what =
    only !== undefined
      ? `${only} has no`
      : asked.length === SESSION_TYPES.length
        ? 'no event has'
        : 'no such event has';
  const hint =
    near !== undefined
      ? `did you mean event.${near}?`
      : owners.length > 0
        ? `${owners.join(', ')} ${owners.length === 1 ? 'has' : 'have'} it`
        : only === undefined
          ? undefined
          : `it has ${names.join(', ')}`;
  return expressionError(source, at, `${what} ${JSON.stringify(field)}`, hint);
}

function fieldsOf(type: number): readonly string[] {
  const schema = payloadSchemas[eventTypeName(type) as keyof typeof payloadSchemas] as
    | { readonly shape: Readonly<Record<string, unknown>> }
    | undefined;
  return schema === undefined ? [] : Object.keys(schema.shape);
}
