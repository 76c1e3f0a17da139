import * as row from '../log/row.ts';

// A module's own constants are compiled into its code; those of others are read anew at each use.
const { NAME_TAG, SERIES_TAG } = row;
const HIGH_OF_INFINITY = 0x7ff00000;
const HIGH_OF_NAN = 0x7ff80000;
const BEHIND_TAGS = SERIES_TAG + (1 << 16);

/**
 * Makes one NaN of all but the tags: which of them a computation gives hangs on the processor, and on what is compiled by then.
 *
 * @param halves of the words; those from word `from` to before `to` are settled.
 */
export function settleNaNs(halves: Int32Array, from = 0, to: number = halves.length >> 1): void {
  for (let at = 2 * from; at < 2 * to; at += 2) if (isUnusual(halves[at + 1])) settleNaN(halves, at);
}

/** Whether a word with this upper half is an infinity, a NaN, or a tag. */
export function isUnusual(high: number): boolean {
  return (high & HIGH_OF_INFINITY) === HIGH_OF_INFINITY;
}

/** The same for one unusual word, by the place of its lower half. */
export function settleNaN(halves: Int32Array, at: number): void {
  const high = halves[at + 1];
  if (high >= NAME_TAG && high < BEHIND_TAGS) return;
  if ((high & 0xfffff) === 0 && halves[at] === 0) return;
  halves[at + 1] = HIGH_OF_NAN;
  halves[at] = 0;
}
