/**
 * Bytes of an event that is held as it is, about: what a heap grew by for each of twenty thousand. A signal's differ with its
 * conditions: those of a crossover.
 */
export const HELD_BYTES = {
  SIGNAL: 1120,
  ORDER_REQUEST: 460,
  ORDER: 345,
  FILL: 505,
  POSITION_OPEN: 210,
} as const;

/** The same for other types, which are rare. */
export const OTHER_HELD_BYTES = 370;

export function heldBytes(type: string): number {
  return HELD_BYTES[type as keyof typeof HELD_BYTES] ?? OTHER_HELD_BYTES;
}
