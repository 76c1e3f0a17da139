import { NAME_TAG, SERIES_TAG } from '../log/row.ts';

const HIGH_OF_INFINITY = 0x7ff00000;
const HIGH_OF_NAN = 0x7ff80000;
const BEHIND_TAGS = SERIES_TAG + (1 << 16);

/**
 * Makes one NaN of all but the tags: which of them a computation gives hangs on the processor, and on what is compiled by then.
 *
 * @param halves of the words; those from word `from` to before `to` are settled.
 */
export function settleNaNs(halves: Int32Array, from = 0, to: number = halves.length >> 1): void {
  for (let at = 2 * from + 1; at < 2 * to; at += 2) {
    const high = halves[at];
    if ((high & HIGH_OF_INFINITY) !== HIGH_OF_INFINITY || (high >= NAME_TAG && high < BEHIND_TAGS)) continue;
    if ((high & 0xfffff) === 0 && halves[at - 1] === 0) continue;
    halves[at] = HIGH_OF_NAN;
    halves[at - 1] = 0;
  }
}
