import type { EventSpan } from '../../events/event-span.ts';
import type { BarSeries } from '../../market/bar-series.ts';
import { SYNTHETIC_BAR } from '../../market/bar-series.ts';
import { CAUSE_SEQUENCE, ENVELOPE, HEADER_WORDS, SEQUENCE, TIME_WORD, TRADE_NUMBER } from './row.ts';
import type { Chunk } from './row-store.ts';

/** The rows of the events at one bar of a span, to be repeated for the bars after it. */
export interface SpanPattern {
  /** BAR, FEATURES, PORTFOLIO_UPDATE, those that are there, one after the other. */
  readonly words: Float64Array;
  readonly lengths: readonly number[];
  /** Columns of FEATURES, when rows hold values. */
  readonly columns: readonly Float64Array[];
  readonly selfContained: boolean;
}

/**
 * Writes the rows of a span for `count` bars from `index` to the end of a chunk, where they fit, in loops without a call: what
 * `RowWriter` would write for one event after another.
 */
export function writeSpanRows(
  span: EventSpan,
  pattern: SpanPattern,
  { words, halves, used }: Chunk,
  index: number,
  count: number,
): void {
  const { selfContained, lengths, columns } = pattern;
  const { series } = span.bar;
  const stride = pattern.words.length;
  const target: Target = { words, halves, at: used, stride, count };
  const source = new Int32Array(pattern.words.buffer, pattern.words.byteOffset, 2 * stride);
  let part = 0;
  let from = 0;
  const next = (): Target => {
    const row = { ...target, at: used + from };
    writeHeaders(row, source.subarray(2 * from), series.closeTime, index, index - span.from);
    repeat(row, source.subarray(2 * from), lengths[part]);
    from += lengths[part++];
    return row;
  };
  if (span.bars) {
    const row = next();
    if (selfContained) writeBars(row, series, index);
    else writeIndexes(row, index);
  }
  if (span.features !== null) {
    const row = next();
    if (selfContained) writeFeatures(row, columns, index);
    else writeIndexes(row, index);
  }
  if (span.update !== null) {
    writeUpdates(next(), span.update.cash, span.rows, span.row + 4 * (index - span.from));
  }
}

/** Rows of one type: the first begins at word `at`, the next one `stride` words after it. */
interface Target {
  readonly words: Float64Array;
  readonly halves: Int32Array;
  readonly at: number;
  readonly stride: number;
  readonly count: number;
}

/** @param offset bars between the pattern and the first of these. All numbers rise by one a bar. */
function writeHeaders(
  { words, halves, at, stride, count }: Target,
  source: Int32Array,
  times: Float64Array,
  index: number,
  offset: number,
): void {
  const envelope = source[ENVELOPE];
  const sequence = source[SEQUENCE] + offset;
  const cause = source[CAUSE_SEQUENCE];
  const causeStep = cause === 0 ? 0 : 1;
  const firstCause = cause + causeStep * offset;
  const trade = source[TRADE_NUMBER];
  for (let i = 0, word = at; i < count; i++, word += stride) {
    const head = 2 * word;
    halves[head + ENVELOPE] = envelope;
    halves[head + SEQUENCE] = sequence + i;
    halves[head + CAUSE_SEQUENCE] = firstCause + causeStep * i;
    halves[head + TRADE_NUMBER] = trade;
    words[word + TIME_WORD] = times[index + i];
  }
}

/** What is the same in all rows, names and sizes; the rest is written over. */
function repeat({ halves, at, stride, count }: Target, source: Int32Array, length: number): void {
  const last = Math.min(length, HEADER_WORDS + 3);
  for (let word = HEADER_WORDS; word < last; word++) {
    const low = source[2 * word];
    const high = source[2 * word + 1];
    for (let i = 0, half = 2 * (at + word); i < count; i++, half += 2 * stride) {
      halves[half] = low;
      halves[half + 1] = high;
    }
  }
}

function writeIndexes({ halves, at, stride, count }: Target, index: number): void {
  for (let i = 0, half = 2 * (at + HEADER_WORDS); i < count; i++, half += 2 * stride)
    halves[half] = index + i;
}

/** Symbol, then as `RowWriter.bar`. */
function writeBars({ words, at, stride, count }: Target, series: BarSeries, index: number): void {
  const { openTime, closeTime, volume, flags, open, high, low, close } = series;
  for (let i = index, word = at + HEADER_WORDS; i < index + count; i++, word += stride) {
    words[word + 1] = i;
    words[word + 2] = openTime[i];
    words[word + 3] = closeTime[i];
    words[word + 4] = volume[i];
    words[word + 5] = flags[i] & SYNTHETIC_BAR;
    words[word + 6] = open[i];
    words[word + 7] = high[i];
    words[word + 8] = low[i];
    words[word + 9] = close[i];
  }
}

/** Symbol, index, names, then a value a column. */
function writeFeatures(
  { words, at, stride, count }: Target,
  columns: readonly Float64Array[],
  index: number,
): void {
  const first = at + HEADER_WORDS + 3;
  for (let i = 0, word = first - 2; i < count; i++, word += stride) words[word] = index + i;
  for (let c = 0; c < columns.length; c++) {
    const column = columns[c];
    for (let i = 0, word = first + c; i < count; i++, word += stride) words[word] = column[index + i];
  }
}

function writeUpdates(
  { words, at, stride, count }: Target,
  cash: number,
  rows: Float64Array,
  row: number,
): void {
  for (let i = 0, word = at + HEADER_WORDS; i < count; i++, word += stride) {
    const from = row + 4 * i;
    words[word] = cash;
    words[word + 1] = rows[from + 1];
    words[word + 2] = rows[from + 2];
    words[word + 3] = rows[from + 3];
  }
}
