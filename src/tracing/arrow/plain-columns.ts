import type { Data, Int64, TimestampMillisecond, Utf8 } from 'apache-arrow';
import { arrow } from './apache-arrow.ts';
import { Bits } from './bits.ts';
import type { Column } from './column.ts';

const TWO_32 = 2 ** 32;

export class NumberColumn implements Column {
  readonly type = new (arrow().Float64)();
  readonly #bits = new Bits();
  #values = new Float64Array(0);

  fits(value: unknown): boolean {
    return typeof value === 'number';
  }

  set(row: number, value: unknown): void {
    if (row >= this.#values.length) this.#values = grown(this.#values, row);
    this.#values[row] = value as number;
    this.#bits.set(row);
  }

  take(rows: number): Data {
    const { bytes, unset } = this.#bits.take(rows);
    const data = firstOf(this.#values, rows);
    this.#values.fill(0);
    return arrow().makeData({ type: this.type, length: rows, nullCount: unset, nullBitmap: bytes, data });
  }
}

/** Whole numbers and moments. */
export class IntegerColumn implements Column {
  readonly type: Int64 | TimestampMillisecond;
  readonly #bits = new Bits();
  /** Low and high half of each value: no number is made a BigInt on the way. */
  #halves = new Int32Array(0);

  constructor(type: Int64 | TimestampMillisecond) {
    this.type = type;
  }

  fits(value: unknown): boolean {
    // An integer has no zero below zero.
    return Number.isSafeInteger(value) && !Object.is(value, -0);
  }

  set(row: number, value: unknown): void {
    const at = 2 * row;
    if (at + 1 >= this.#halves.length) this.#halves = grown(this.#halves, at + 1);
    const high = Math.floor((value as number) / TWO_32);
    this.#halves[at] = (value as number) - high * TWO_32;
    this.#halves[at + 1] = high;
    this.#bits.set(row);
  }

  take(rows: number): Data {
    const { bytes, unset } = this.#bits.take(rows);
    const data = new BigInt64Array(firstOf(this.#halves, 2 * rows).buffer);
    this.#halves.fill(0);
    const { type } = this;
    return arrow().makeData({ type: type as Int64, length: rows, nullCount: unset, nullBitmap: bytes, data });
  }
}

export class FlagColumn implements Column {
  readonly type = new (arrow().Bool)();
  readonly #bits = new Bits();
  readonly #values = new Bits();

  fits(value: unknown): boolean {
    return typeof value === 'boolean';
  }

  set(row: number, value: unknown): void {
    if (value === true) this.#values.set(row);
    this.#bits.set(row);
  }

  take(rows: number): Data {
    const { bytes, unset } = this.#bits.take(rows);
    const data = this.#values.take(rows).bytes;
    return arrow().makeData({ type: this.type, length: rows, nullCount: unset, nullBitmap: bytes, data });
  }
}

/** Text by a dictionary, which each batch has for itself: any batch is good without those before it. */
export class NameColumn implements Column {
  readonly type = new (arrow().Dictionary)(new (arrow().Utf8)(), new (arrow().Int32)());
  readonly #bits = new Bits();
  readonly #names = new Map<string, number>();
  #values = new Int32Array(0);

  fits(value: unknown): boolean {
    return isText(value);
  }

  set(row: number, value: unknown): void {
    let number = this.#names.get(value as string);
    if (number === undefined) {
      number = this.#names.size;
      this.#names.set(value as string, number);
    }
    if (row >= this.#values.length) this.#values = grown(this.#values, row);
    this.#values[row] = number;
    this.#bits.set(row);
  }

  take(rows: number): Data {
    const { makeData, makeVector } = arrow();
    const { bytes, unset } = this.#bits.take(rows);
    const data = firstOf(this.#values, rows);
    const dictionary = makeVector(textData([...this.#names.keys()], this.#names.size));
    this.#values.fill(0);
    this.#names.clear();
    return makeData({ type: this.type, length: rows, nullCount: unset, nullBitmap: bytes, data, dictionary });
  }
}

export class TextColumn implements Column {
  readonly type = new (arrow().Utf8)();
  readonly #bits = new Bits();
  /** Empty where rows are null. */
  #texts: string[] = [];

  fits(value: unknown): boolean {
    return isText(value);
  }

  set(row: number, value: unknown): void {
    while (this.#texts.length < row) this.#texts.push('');
    this.#texts.push(value as string);
    this.#bits.set(row);
  }

  take(rows: number): Data {
    const { bytes, unset } = this.#bits.take(rows);
    const texts = this.#texts;
    this.#texts = [];
    return textData(texts, rows, unset === 0 ? undefined : { bytes, unset });
  }
}

/** Lone surrogates have no UTF-8. */
export function isText(value: unknown): boolean {
  return typeof value === 'string' && value.isWellFormed();
}

function textData(
  texts: readonly string[],
  rows: number,
  nulls?: { readonly bytes: Uint8Array; readonly unset: number },
): Data<Utf8> {
  const { makeData, Utf8: Type } = arrow();
  const joined = texts.join('');
  const data = Buffer.from(joined);
  const isAscii = data.length === joined.length;
  const valueOffsets = new Int32Array(rows + 1);
  let end = 0;
  for (let row = 0; row < rows; row++) {
    const text = texts[row] ?? '';
    end += isAscii ? text.length : Buffer.byteLength(text);
    valueOffsets[row + 1] = end;
  }
  const { bytes: nullBitmap, unset: nullCount = 0 } = nulls ?? {};
  return makeData({ type: new Type(), length: rows, nullCount, nullBitmap, valueOffsets, data });
}

/** A larger array, with room for `last`. */
function grown<T extends Float64Array | Int32Array>(values: T, last: number): T {
  const Type = values.constructor as new (length: number) => T;
  const larger = new Type(Math.max(64, 2 * values.length, last + 1));
  larger.set(values);
  return larger;
}

/** A copy of the first values, with zeros behind those there are. */
function firstOf<T extends Float64Array | Int32Array>(values: T, count: number): T {
  const Type = values.constructor as new (length: number) => T;
  const first = new Type(count);
  first.set(values.subarray(0, count));
  return first;
}
