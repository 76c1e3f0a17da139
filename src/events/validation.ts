import type { EngineEvent } from './event.ts';
import type { EventBus, EventObserver } from './event-bus.ts';
import { customEventType, eventTypeName } from './event-type.ts';
import { payloadSchemas } from './payloads.ts';

/** Where payloads are checked by their schemas: nowhere, where they cross from container to container, or everywhere. */
const VALIDATION_LEVELS = ['off', 'boundary', 'all'] as const;
export type ValidationLevel = (typeof VALIDATION_LEVELS)[number];

/** What is wrong with an event's payload by its schema, in one line; undefined when nothing is. */
export function payloadProblem(event: EngineEvent): string | undefined {
  const name = eventTypeName(event.type);
  const schema = payloadSchemas[name as keyof typeof payloadSchemas] ?? customEventType(event.type)?.schema;
  if (schema === undefined) return `${name} has no schema`;
  const result = schema.safeParse(event.payload());
  if (result.success) return undefined;
  const issue = result.error.issues[0];
  return `${name}-${event.sequenceNumber}: payload.${issue.path.join('.')}: ${issue.message}`;
}

/** Checks every event that passes a bus. What it finds is a bug of a component, so it throws. */
export class ValidatingObserver implements EventObserver {
  observe(event: EngineEvent, bus: EventBus): void {
    const problem = payloadProblem(event);
    if (problem !== undefined) throw new TypeError(`${bus.containerId}: ${problem}`);
  }
}
