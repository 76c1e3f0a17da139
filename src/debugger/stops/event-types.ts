import { eventTypeName } from '../../events/event-type.ts';
import type { Node } from '../../tracing/expression/syntax-tree.ts';
import { visitPaths } from '../../tracing/expression/syntax-tree.ts';
import { hasField, namedType, payloadField, SESSION_TYPES } from '../names/event-fields.ts';

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
          SESSION_TYPES.filter((type) => (eventTypeName(type) === named.name) === (node.operator === '==')),
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

/** Types that have all fields of `event` which this reads. */
function withFields(node: Node): Types {
  let types: Types = new Set(SESSION_TYPES);
  visitPaths(node, ({ steps: [root, ...steps] }) => {
    if (root !== 'event' || steps.length === 0) return;
    const field = payloadField(steps);
    if (field === undefined) return;
    types = new Set([...types].filter((type) => hasField(type, field)));
  });
  return types;
}
