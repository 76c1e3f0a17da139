import { EVENT_TYPE_LIMIT, eventTypeName, eventTypeNames, eventTypeNumber } from './event-type.ts';

/**
 * Who published an event: container number and event type in one small integer. Together with the sequence number,
 * which counts within the container, it names an event; numbers inside, `portfolio_balanced/order-7` at the edges.
 *
 * Numbering by container and not by run makes the names independent of the order in which containers are worked
 * through, and so of blocks and threads.
 */
export type EventKey = number;

// Of its own, since a module's own constants are compiled into its code; those of others are read anew at each use.
const TYPE_BITS = Math.log2(EVENT_TYPE_LIMIT);

export function eventKey(container: number, type: number): EventKey {
  return (container << TYPE_BITS) | type;
}

export function keyContainer(key: EventKey): number {
  return key >> TYPE_BITS;
}

export function keyType(key: EventKey): number {
  return key & ((1 << TYPE_BITS) - 1);
}

/** Names of a run's containers by number. */
export type ContainerNames = readonly string[];

/** @param typeName of a type by its number; a trace from elsewhere has names of its own. */
export function formatEventId(
  key: EventKey,
  sequenceNumber: number,
  containers: ContainerNames,
  typeName: (type: number) => string = eventTypeName,
): string {
  return `${containers[keyContainer(key)]}/${typeSlug(typeName(keyType(key)))}-${sequenceNumber}`;
}

export interface ParsedEventId {
  /** Absent when the id was given without one: `fill-12`. */
  readonly containerId: string | undefined;
  readonly type: number;
  readonly sequenceNumber: number;
}

/** Reads `portfolio_balanced/order-7` or `order-7`; undefined when it is not an event id. */
export function parseEventId(id: string): ParsedEventId | undefined {
  const match = /^(?:(.+)\/)?([a-z][a-z0-9-]*)-(\d+)$/.exec(id);
  if (match === null) return undefined;
  const name = eventTypeNames().find((candidate) => typeSlug(candidate) === match[2]);
  if (name === undefined) return undefined;
  return {
    containerId: match[1],
    type: eventTypeNumber(name) as number,
    sequenceNumber: Number(match[3]),
  };
}

/** The name of a type as ids hold it: `order-rejected`. */
export function typeSlug(typeName: string): string {
  return typeName.toLowerCase().replaceAll('_', '-');
}
