/** Where a strategy stands in its symbol's bars. One cursor is shared by all series a strategy reads. */
export class Cursor {
  index = -1;
  /** First bar of the run: nothing before it can be read. */
  first = 0;
}

/** Key of a series' column, which this folder keeps to itself. */
export const COLUMN = Symbol('column');

/**
 * A feature as a strategy reads it: the value at the current bar and at earlier ones, never at later ones. It moves
 * with the run; numbers read from it stay.
 */
export class FeatureSeries {
  readonly name: string;
  readonly #column: Float64Array;
  readonly #cursor: Cursor;

  constructor(name: string, column: Float64Array, cursor: Cursor) {
    this.name = name;
    this.#column = column;
    this.#cursor = cursor;
  }

  /** The whole column, for the engine alone: it holds values that a strategy must not see yet. */
  get [COLUMN](): Float64Array {
    return this.#column;
  }

  /** Value at the current bar; NaN while the feature warms up. */
  get now(): number {
    return this.#column[this.#cursor.index];
  }

  /** Value one bar ago; NaN at the first bar. */
  get previous(): number {
    const { index, first } = this.#cursor;
    return index > first ? this.#column[index - 1] : Number.NaN;
  }

  /**
   * Value `bars` bars ago; NaN before the first bar of the run.
   *
   * @throws RangeError for a negative or fractional number: the future cannot be read.
   */
  ago(bars: number): number {
    if (!Number.isInteger(bars) || bars < 0) {
      throw new RangeError(`${this.name}.ago(${bars}): bars must be a whole number, 0 or above`);
    }
    const { index, first } = this.#cursor;
    return index - bars >= first ? this.#column[index - bars] : Number.NaN;
  }
}
