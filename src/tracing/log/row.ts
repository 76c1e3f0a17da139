/*
 * A row is an event as 64-bit words. Its header is four 32-bit integers and the timestamp as a double; after that comes
 * what the event wrote to its sink, a word each:
 *
 *   number   the double itself
 *   name     NAME_TAG above the number of the name
 *   text, data   SIDE_TAG above the number of a value kept beside the rows
 *   bar, features   SERIES_TAG + number of the series (or table), above the index of the bar
 *
 * What the header says of container, type, cause, source and length is its envelope: the same for very many events, and
 * kept once (see envelopes.ts).
 *
 * The tags are quiet NaNs that arithmetic never makes, so that words tell what they are without a schema. Words must
 * be copied as integers or by whole arrays: a double in a register may lose the bits of a NaN.
 */

/** Places in the header, in 32-bit steps. The number of the envelope; `DROPPED` is added when the event has been let go. */
export const ENVELOPE = 0;
export const SEQUENCE = 1;
/** 0 where there is no cause. */
export const CAUSE_SEQUENCE = 2;
/** 0 where there is no trade. */
export const TRADE_NUMBER = 3;
export const HEADER_HALVES = 4;
/** Place of the timestamp, in words. */
export const TIME_WORD = 2;
export const HEADER_WORDS = 3;

export const DROPPED = 1 << 30;

export const NAME_TAG = 0x7ffc0000;
export const SIDE_TAG = 0x7ffd0000;
/** Plus the number of the series, below 65,536. */
export const SERIES_TAG = 0x7ffe0000;
