import type { EventRecord } from '../../events/event.ts';
import { CAUSE_SEQUENCE, SEQUENCE, TIME_WORD } from '../log/row.ts';
import type { RowReader } from '../log/row-reader.ts';
import {
  BAR_COLUMNS,
  BAR_INDEX,
  CASH,
  CLOSE_TIME,
  EQUITY,
  FEATURES_INDEX,
  FIRST_FEATURE,
  flagWords,
  GROSS_EXPOSURE,
  hasBars,
  hasFeatures,
  hasUpdate,
  isSpan,
  NET_EXPOSURE,
  OPEN_TIME,
  SYNTHETIC,
  updateFollows,
} from './row-stream.ts';

/** The events of a stream that `EventRows` made. @param lengths of rows by envelope. */
export function* readRows(
  words: Float64Array,
  lengths: readonly number[],
  reader: RowReader,
): Generator<EventRecord> {
  const halves = new Int32Array(words.buffer, words.byteOffset, 2 * words.length);
  for (let at = 0; at < words.length; ) {
    if (isSpan(halves[2 * at])) {
      const span = new SpanOfRows(words, halves, at, lengths);
      yield* span.records(reader);
      at = span.end;
    } else {
      yield reader.record(words, halves, at);
      at += lengths[halves[2 * at]];
    }
  }
}

/** Each for itself, or the step from one to the next. */
type Times = Float64Array | number;

/** A row that is turned into that of one bar after the other. */
interface Part {
  readonly words: Float64Array;
  readonly halves: Int32Array;
  readonly times: Times;
  /** Writes what another bar than the first has of its own, by its place among these. */
  readonly toBar: (i: number) => void;
}

class SpanOfRows {
  readonly #bars: number;
  readonly #parts: Part[] = [];
  /** Where the stream goes on. */
  readonly end: number;

  constructor(words: Float64Array, halves: Int32Array, start: number, lengths: readonly number[]) {
    const mark = halves[2 * start];
    const bars = halves[2 * start + 1];
    const others = bars - 1;
    let at = start + 1;
    const row = () => {
      const own = words.slice(at, at + lengths[halves[2 * at]]);
      at += own.length;
      return own;
    };
    const slice = (count: number) => {
      at += count;
      return words.subarray(at - count, at);
    };
    const bar = hasBars(mark) ? row() : undefined;
    const features = hasFeatures(mark) ? row() : undefined;
    const update = hasUpdate(mark) ? row() : undefined;
    const times = () => {
      const [step] = slice(1);
      return step === 0 ? slice(others) : step;
    };
    const closeTimes = times();
    const openTimes = bar === undefined ? 0 : times();
    if (bar !== undefined) {
      const columns = BAR_COLUMNS.map(() => slice(others));
      const flags = slice(flagWords(others));
      const synthetic = new Uint8Array(flags.buffer, flags.byteOffset, others);
      this.#add(bar, closeTimes, (i) => {
        bar[BAR_INDEX]++;
        bar[OPEN_TIME] = timeAt(openTimes, i, bar[OPEN_TIME]);
        bar[CLOSE_TIME] = bar[TIME_WORD];
        bar[SYNTHETIC] = synthetic[i];
        for (let k = 0; k < columns.length; k++) bar[BAR_COLUMNS[k]] = columns[k][i];
      });
    }
    if (features !== undefined) {
      const columns = Array.from({ length: features.length - FIRST_FEATURE }, () => slice(others));
      this.#add(features, closeTimes, (i) => {
        features[FEATURES_INDEX]++;
        for (let k = 0; k < columns.length; k++) features[FIRST_FEATURE + k] = columns[k][i];
      });
    }
    if (update !== undefined) {
      const net = slice(others);
      const equity = updateFollows(mark) ? undefined : slice(others);
      const gross = updateFollows(mark) ? undefined : slice(others);
      this.#add(update, closeTimes, (i) => {
        update[NET_EXPOSURE] = net[i];
        update[EQUITY] = equity === undefined ? update[CASH] + net[i] : equity[i];
        update[GROSS_EXPOSURE] = gross === undefined ? Math.abs(net[i]) : gross[i];
      });
    }
    this.#bars = bars;
    this.end = at;
  }

  *records(reader: RowReader): Generator<EventRecord> {
    for (let i = 0; i < this.#bars; i++) {
      for (const { words, halves, times, toBar } of this.#parts) {
        if (i > 0) {
          halves[SEQUENCE]++;
          if (halves[CAUSE_SEQUENCE] !== 0) halves[CAUSE_SEQUENCE]++;
          words[TIME_WORD] = timeAt(times, i - 1, words[TIME_WORD]);
          toBar(i - 1);
        }
        yield reader.record(words, halves, 0);
      }
    }
  }

  #add(words: Float64Array, times: Times, toBar: (i: number) => void): void {
    this.#parts.push({ words, halves: new Int32Array(words.buffer), times, toBar });
  }
}

function timeAt(times: Times, i: number, before: number): number {
  return typeof times === 'number' ? before + times : times[i];
}
