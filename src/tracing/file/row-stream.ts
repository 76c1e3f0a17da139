import type { EventSpan } from '../../events/event-span.ts';
import { HEADER_WORDS } from '../log/row.ts';

/*
 * A stream of events as they come, in 64-bit words: rows (see row.ts), and spans. A span is:
 *
 *   a word: which parts there are (below 0, where a row has the number of its envelope), and the number of bars
 *   the rows of BAR, FEATURES and PORTFOLIO_UPDATE at the first bar, those that are there
 *   what the other bars have of their own, column behind column: times; open times, volume and prices of BAR, and a byte for
 *   each bar that says whether it is made up; the values of FEATURES; net exposure of the updates, equity and gross exposure
 *
 * Times are a word, which is the step from each to the next; 0 where they are not regular, and follow. Equity and gross exposure are
 * left out where they are cash and net exposure, and the size of that, to the bit.
 */
const SPAN = -16;
const HAS_BARS = 1;
const HAS_FEATURES = 2;
const HAS_UPDATE = 4;
const UPDATE_FOLLOWS = 8;

/** Half of the word at the start of a span, beside the number of its bars. */
export function spanMark({ bars, features, update }: EventSpan, updateFollows: boolean): number {
  return (
    SPAN +
    (bars ? HAS_BARS : 0) +
    (features === null ? 0 : HAS_FEATURES) +
    (update === null ? 0 : HAS_UPDATE) +
    (updateFollows ? UPDATE_FOLLOWS : 0)
  );
}

export function isSpan(half: number): boolean {
  return half < 0;
}

export function hasBars(mark: number): boolean {
  return ((mark - SPAN) & HAS_BARS) !== 0;
}

export function hasFeatures(mark: number): boolean {
  return ((mark - SPAN) & HAS_FEATURES) !== 0;
}

export function hasUpdate(mark: number): boolean {
  return ((mark - SPAN) & HAS_UPDATE) !== 0;
}

/** Whether equity and gross exposure follow from cash and net exposure. */
export function updateFollows(mark: number): boolean {
  return ((mark - SPAN) & UPDATE_FOLLOWS) !== 0;
}

/** Places in the row of a BAR: its index, the times, the columns of the market, whether it is made up. */
export const BAR_INDEX = HEADER_WORDS + 1;
export const OPEN_TIME = HEADER_WORDS + 2;
export const CLOSE_TIME = HEADER_WORDS + 3;
/** Volume, open, high, low, close. */
export const BAR_COLUMNS: readonly number[] = [4, 6, 7, 8, 9].map((place) => HEADER_WORDS + place);
export const SYNTHETIC = HEADER_WORDS + 5;
/** In that of FEATURES: the index, and the first value. */
export const FEATURES_INDEX = HEADER_WORDS + 1;
export const FIRST_FEATURE = HEADER_WORDS + 3;
/** In that of PORTFOLIO_UPDATE. */
export const CASH = HEADER_WORDS;
export const EQUITY = HEADER_WORDS + 1;
export const GROSS_EXPOSURE = HEADER_WORDS + 2;
export const NET_EXPOSURE = HEADER_WORDS + 3;

/** Words in which a flag a bar finds room, a byte each. */
export function flagWords(bars: number): number {
  return (bars + 7) >> 3;
}

/** Words that times take up which begin with this step. */
export function timeWords(step: number, bars: number): number {
  return step === 0 ? 1 + bars : 1;
}
