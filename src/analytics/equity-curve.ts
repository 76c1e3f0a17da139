import type { Stateful, StateReader, StateWriter } from '../foundation/state.ts';

/** Rows of one chunk; chunks are added, never copied into larger ones, which would halve the rate of recording. */
const CHUNK_ROWS = 1024;

interface Chunk {
  readonly timestamp: Float64Array;
  readonly equity: Float64Array;
  readonly grossExposure: Float64Array;
}

/** Columns of equal length: ms UTC, money, money. */
export interface EquityColumns {
  readonly timestamp: Float64Array;
  readonly equity: Float64Array;
  readonly grossExposure: Float64Array;
}

/**
 * Records equity at each portfolio update, 24 bytes a row.
 *
 * Rows are only ever appended, so the state that a checkpoint keeps is their number, with the last row as a check, and
 * restoring drops the rows behind it. Rows that were dropped come back when a later checkpoint of the same course is restored,
 * until another course writes a different row over them. A new object has no rows: to fork, `clone` the curve.
 */
export class EquityCurve implements Stateful {
  readonly #chunks: Chunk[] = [];
  #length = 0;
  /** Rows in the chunks that belong to the present course, those behind `length` included. */
  #known = 0;

  get length(): number {
    return this.#length;
  }

  /** Appends a row. @param timestamp ms UTC. @param grossExposure Σ|market value|, money. */
  record(timestamp: number, equity: number, grossExposure: number): void {
    const row = this.#length;
    if (row < this.#known && !this.#holds(row, timestamp, equity, grossExposure)) this.#known = row;
    const within = row % CHUNK_ROWS;
    if (within === 0 && row === this.#chunks.length * CHUNK_ROWS) this.#chunks.push(makeChunk());
    const chunk = this.#chunks[(row - within) / CHUNK_ROWS];
    chunk.timestamp[within] = timestamp;
    chunk.equity[within] = equity;
    chunk.grossExposure[within] = grossExposure;
    this.#length = row + 1;
    if (this.#known < this.#length) this.#known = this.#length;
  }

  /** The rows so far, copied into new arrays of exactly their length. */
  toColumns(): EquityColumns {
    const columns = makeChunk(this.#length);
    for (const [i, chunk] of this.#chunks.entries()) {
      const from = i * CHUNK_ROWS;
      const rows = Math.min(CHUNK_ROWS, this.#length - from);
      if (rows <= 0) break;
      columns.timestamp.set(chunk.timestamp.subarray(0, rows), from);
      columns.equity.set(chunk.equity.subarray(0, rows), from);
      columns.grossExposure.set(chunk.grossExposure.subarray(0, rows), from);
    }
    return columns;
  }

  /** A curve of its own with the same rows. */
  clone(): EquityCurve {
    const copy = new EquityCurve();
    for (const chunk of this.#chunks) {
      copy.#chunks.push({
        timestamp: chunk.timestamp.slice(),
        equity: chunk.equity.slice(),
        grossExposure: chunk.grossExposure.slice(),
      });
    }
    copy.#length = this.#length;
    copy.#known = this.#known;
    return copy;
  }

  save(out: StateWriter): void {
    const [timestamp, equity] = this.#row(this.#length - 1);
    out.number(this.#length);
    out.number(timestamp);
    out.number(equity);
  }

  /** Throws a RangeError when this curve does not hold the rows that the state speaks of. */
  restore(from: StateReader): void {
    const length = from.number();
    const timestamp = from.number();
    const equity = from.number();
    const [heldTimestamp, heldEquity] = length <= this.#known ? this.#row(length - 1) : [];
    if (!Object.is(heldTimestamp, timestamp) || !Object.is(heldEquity, equity)) {
      throw new RangeError(
        `equity curve does not hold the ${length} rows to restore: is it that of another run?`,
      );
    }
    this.#length = length;
  }

  /** Timestamp and equity; both NaN before the first row. */
  #row(row: number): readonly [number, number] {
    if (row < 0) return [Number.NaN, Number.NaN];
    const chunk = this.#chunks[Math.floor(row / CHUNK_ROWS)];
    return [chunk.timestamp[row % CHUNK_ROWS], chunk.equity[row % CHUNK_ROWS]];
  }

  #holds(row: number, timestamp: number, equity: number, grossExposure: number): boolean {
    const chunk = this.#chunks[Math.floor(row / CHUNK_ROWS)];
    const within = row % CHUNK_ROWS;
    return (
      chunk.timestamp[within] === timestamp &&
      chunk.equity[within] === equity &&
      chunk.grossExposure[within] === grossExposure
    );
  }
}

function makeChunk(rows = CHUNK_ROWS): Chunk {
  return {
    timestamp: new Float64Array(rows),
    equity: new Float64Array(rows),
    grossExposure: new Float64Array(rows),
  };
}
