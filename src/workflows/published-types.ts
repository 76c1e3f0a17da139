import { kindOf, PUBLISHED } from '../engine/own/passing-types.ts';
import type { BuiltInEventType } from '../events/event-type.ts';

/** The types that a container of this name publishes, for tables that have columns for nothing else. */
export function typesPublishedBy(containerId: string): readonly BuiltInEventType[] {
  const kind = kindOf(containerId);
  return kind === undefined ? ['DEAD_LETTER', 'MEMORY_LIMIT'] : PUBLISHED[kind];
}
