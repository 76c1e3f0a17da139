/**
 * A component with state writes all of it as numbers, in a fixed order, and reads it back in the same order.
 * A checkpoint of a whole run is then one `Float64Array`, copied and never parsed.
 */
export interface Stateful {
  save(out: StateWriter): void;
  restore(from: StateReader): void;
}

/** State of several components in a row. `extras` hold plain data of user components, structured-cloned. */
export interface SavedState {
  readonly words: Float64Array;
  readonly extras: readonly unknown[];
}

export class StateWriter {
  #words: Float64Array;
  #length = 0;
  readonly #extras: unknown[] = [];

  constructor(capacity = 1024) {
    this.#words = new Float64Array(capacity);
  }

  number(value: number): void {
    if (this.#length === this.#words.length) this.#grow(1);
    this.#words[this.#length++] = value;
  }

  /** The values only: the reader passes an array of the same length. */
  array(values: Float64Array | Int32Array): void {
    if (this.#length + values.length > this.#words.length) this.#grow(values.length);
    this.#words.set(values, this.#length);
    this.#length += values.length;
  }

  /** Plain data of a component that we did not write. Cloned, so that later changes cannot reach the checkpoint. */
  extra(value: unknown): void {
    this.#extras.push(structuredClone(value));
  }

  /** The same of what most components do not have. Whether they have it may change: a user's code may set it later. */
  optional(value: unknown): void {
    this.number(value === undefined ? 0 : 1);
    if (value !== undefined) this.extra(value);
  }

  finish(): SavedState {
    return { words: this.#words.slice(0, this.#length), extras: this.#extras };
  }

  #grow(needed: number): void {
    const larger = new Float64Array(Math.max(this.#words.length * 2, this.#length + needed));
    larger.set(this.#words.subarray(0, this.#length));
    this.#words = larger;
  }
}

export class StateReader {
  readonly #state: SavedState;
  #word = 0;
  #extra = 0;

  constructor(state: SavedState) {
    this.#state = state;
  }

  number(): number {
    if (this.#word >= this.#state.words.length)
      throw new RangeError('state ended early: restored into another configuration?');
    return this.#state.words[this.#word++];
  }

  array(into: Float64Array | Int32Array): void {
    const end = this.#word + into.length;
    if (end > this.#state.words.length)
      throw new RangeError('state ended early: restored into another configuration?');
    into.set(this.#state.words.subarray(this.#word, end));
    this.#word = end;
  }

  extra(): unknown {
    // Cloned again: one checkpoint may be restored many times.
    return structuredClone(this.#state.extras[this.#extra++]);
  }

  optional(): unknown {
    return this.number() === 0 ? undefined : this.extra();
  }

  /** Throws when something was left unread: the state belongs to another configuration. */
  end(): void {
    if (this.#word !== this.#state.words.length || this.#extra !== this.#state.extras.length) {
      throw new RangeError('state left over: restored into another configuration?');
    }
  }
}
