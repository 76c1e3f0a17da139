/*
 * A row is an event as 64-bit words. Its header is eight 32-bit integers, then the timestamp as a double; after that
 * comes what the event wrote to its sink, a word each:
 *
 *   number   the double itself
 *   name     NAME_TAG above the number of the name
 *   text, data   SIDE_TAG above the number of a value kept beside the rows
 *   bar, features   SERIES_TAG + number of the series (or table), above the index of the bar
 *
 * The tags are quiet NaNs that arithmetic never makes, so that words tell what they are without a schema. Words must
 * be copied as integers or by whole arrays: a double in a register may lose the bits of a NaN.
 */

/** Places in the header, in 32-bit steps. */
export const KEY = 0;
export const SEQUENCE = 1;
export const CAUSE_KEY = 2;
export const CAUSE_SEQUENCE = 3;
export const TRADE_CONTAINER = 4;
export const TRADE_NUMBER = 5;
export const SOURCE = 6;
/** Length of the row in words; `DROPPED` is added when the event has been let go. */
export const LENGTH = 7;
export const HEADER_HALVES = 8;
/** Place of the timestamp, in words. */
export const TIME_WORD = 4;
export const HEADER_WORDS = 5;

export const DROPPED = 1 << 30;

export const NAME_TAG = 0x7ffc0000;
export const SIDE_TAG = 0x7ffd0000;
/** Plus the number of the series, below 65,536. */
export const SERIES_TAG = 0x7ffe0000;
