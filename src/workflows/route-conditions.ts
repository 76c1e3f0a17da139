import type { Accepts } from '../engine/own/spec.ts';
import type { EventRecord } from '../events/event.ts';
import { customEventType, eventTypeNumber } from '../events/event-type.ts';
import { payloadSchemas } from '../events/payloads.ts';
import { bindExpression } from '../tracing/expression/expression.ts';
import { fieldAt } from '../tracing/expression/value.ts';
import { defOf, unwrapped } from './config/expectation.ts';

const ENVELOPE = ['id', 'type', 'containerId', 'sourceId', 'timestamp', 'sequenceNumber', 'correlationId'];

/**
 * Compiles the condition of a route, asked with a copy of an event: `event.type`, `event.containerId` and so on, and fields of
 * the payload as `event.payload.pnl` or `event.pnl`.
 *
 * @param types that the route sends, all known: the fields of their payloads are the names that exist.
 * @throws UserError with the column of a mistake.
 */
export function compileRouteCondition(text: string, types: readonly string[]): Accepts {
  const bind = ([, first, ...rest]: readonly string[]) => {
    if (first === 'payload') return (event: EventRecord) => fieldAt(event.payload, rest);
    if (ENVELOPE.includes(first)) return (event: EventRecord) => fieldAt(event, [first, ...rest]);
    return (event: EventRecord) => fieldAt(event.payload, [first, ...rest]);
  };
  const expression = bindExpression<EventRecord>(text, bind, {
    name: 'condition',
    paths: conditionPathsOf(types),
  });
  return (event) => expression.test(event);
}

/** Every name that a condition on events of these types may read. */
function conditionPathsOf(types: readonly string[]): string[] {
  const fields = new Set(types.flatMap(payloadFields));
  const names = [...fields].flatMap((field) => [`event.${field}`, `event.payload.${field}`]);
  return [...ENVELOPE.map((name) => `event.${name}`), ...names];
}

/** `symbol`, `sizing.*`: fields of a payload by its schema. */
function payloadFields(type: string): string[] {
  const schema =
    payloadSchemas[type as keyof typeof payloadSchemas] ??
    customEventType(eventTypeNumber(type) ?? -1)?.schema;
  const def = schema === undefined ? undefined : defOf(unwrapped(schema));
  if (def?.type !== 'object') return ['*'];
  return Object.entries(def.shape).flatMap(([name, part]) => {
    const inner = defOf(unwrapped(part)).type;
    return inner === 'object' || inner === 'record' ? [name, `${name}.*`] : [name];
  });
}
