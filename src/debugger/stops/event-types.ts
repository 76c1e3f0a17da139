import { customEventType, EVENT_TYPE_LIMIT, eventTypeName, TYPE } from '../../events/event-type.ts';
import { payloadSchemas } from '../../events/payloads.ts';
import type { Node } from '../../tracing/expression/syntax-tree.ts';
import { visitPaths } from '../../tracing/expression/syntax-tree.ts';
import { EVENT_FIELDS } from '../names/event-names.ts';
import { canonical } from '../names/scope.ts';

/** Types of events that a session shows; those of the machinery are not among them. */
export const SESSION_TYPES: readonly number[] = Array.from(
  { length: EVENT_TYPE_LIMIT },
  (_, type) => type,
).filter((type) => type !== TYPE.LIFECYCLE && type !== TYPE.TRACE_LIMIT);

type Types = ReadonlySet<number>;

/**
 * Types of events at which an expression can be true, so that no others are looked at: those that it names, and those that have
 * the fields it compares (a comparison with a missing field is never true).
 */
export function typesOf(node: Node): Types {
  switch (node.kind) {
    case 'logical': {
      const [left, right] = [typesOf(node.left), typesOf(node.right)];
      return node.operator === '&&' ? left.intersection(right) : left.union(right);
    }
    case 'equality': {
      const named = namedType(node);
      if (named !== undefined) {
        return new Set(
          SESSION_TYPES.filter((type) => (eventTypeName(type) === named) === (node.operator === '==')),
        );
      }
      // Whether something is there may be asked of any event.
      const asksWhether = [node.left, node.right].some(
        (side) => side.kind === 'literal' && side.value === null,
      );
      return asksWhether ? new Set(SESSION_TYPES) : withFields(node);
    }
    case 'order':
    case 'path':
      return withFields(node);
    default:
      return new Set(SESSION_TYPES);
  }
}

function namedType({ left, right }: Node & { kind: 'equality' }): string | undefined {
  for (const [path, literal] of [
    [left, right],
    [right, left],
  ]) {
    const isType = path.kind === 'path' && path.steps.join('.') === 'event.type';
    if (isType && literal.kind === 'literal' && typeof literal.value === 'string') return literal.value;
  }
  return undefined;
}

/** Types that have all fields of `event` which this reads. */
function withFields(node: Node): Types {
  let types: Types = new Set(SESSION_TYPES);
  visitPaths(node, ({ steps: [root, ...steps] }) => {
    if (root !== 'event' || steps.length === 0) return;
    const isHeader =
      steps.length === 1 && EVENT_FIELDS.some((name) => canonical(name) === canonical(steps[0]));
    if (isHeader) return;
    const field = canonical(steps[0] === 'payload' ? (steps[1] ?? '') : steps[0]);
    types = new Set([...types].filter((type) => hasField(type, field)));
  });
  return types;
}

function hasField(type: number, field: string): boolean {
  // What is in an event of the user's own, only the event itself tells.
  if (customEventType(type) !== undefined) return true;
  const schema = payloadSchemas[eventTypeName(type) as keyof typeof payloadSchemas] as
    | { readonly shape: Readonly<Record<string, unknown>> }
    | undefined;
  return schema !== undefined && Object.keys(schema.shape).some((name) => canonical(name) === field);
}
