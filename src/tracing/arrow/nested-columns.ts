import type { Data, DataType, Struct } from 'apache-arrow';
import { arrow } from './apache-arrow.ts';
import { Bits } from './bits.ts';
import type { Column } from './column.ts';
import { isText, NumberColumn, TextColumn } from './plain-columns.ts';

/** Records with the same fields in the same order. */
export class RecordColumn implements Column {
  readonly type: Struct;
  readonly #bits = new Bits();
  readonly #columns: ReadonlyMap<string, Column>;

  constructor(columns: ReadonlyMap<string, Column>) {
    const { Struct: Type, Field } = arrow();
    this.#columns = columns;
    this.type = new Type([...columns].map(([name, { type }]) => new Field(name, type, true)));
  }

  fits(value: unknown): boolean {
    return isRecord(value) && fitsFields(value, this.#columns);
  }

  set(row: number, value: unknown): void {
    for (const [name, column] of this.#columns) {
      const field = (value as Record<string, unknown>)[name];
      if (field !== null) column.set(row, field);
    }
    this.#bits.set(row);
  }

  take(rows: number): Data {
    const { bytes, unset } = this.#bits.take(rows);
    const children = [...this.#columns.values()].map((column) => column.take(rows));
    return arrow().makeData({
      type: this.type,
      length: rows,
      nullCount: unset,
      nullBitmap: bytes,
      children,
    });
  }
}

export class ListColumn implements Column {
  readonly type: DataType;
  readonly #rows = new Stretches();
  readonly #items: Column;

  constructor(items: Column) {
    const { List, Field } = arrow();
    this.#items = items;
    this.type = new List(new Field('item', items.type, true));
  }

  fits(value: unknown): boolean {
    return Array.isArray(value) && value.every((item) => this.#items.fits(item));
  }

  set(row: number, value: unknown): void {
    const items = value as readonly unknown[];
    const first = this.#rows.items;
    for (const [i, item] of items.entries()) this.#items.set(first + i, item);
    this.#rows.add(row, items.length);
  }

  take(rows: number): Data {
    const child = this.#items.take(this.#rows.items);
    const { type } = this;
    return arrow().makeData({ type: type as never, length: rows, ...this.#rows.take(rows), child });
  }
}

/** Maps of numbers by name. */
export class NumbersColumn implements Column {
  readonly type: DataType;
  readonly #rows = new Stretches();
  readonly #entry: Struct;
  readonly #names = new TextColumn();
  readonly #values = new NumberColumn();

  constructor() {
    const { Map_, Field, Struct: Type } = arrow();
    const fields = [new Field('key', this.#names.type, false), new Field('value', this.#values.type, true)];
    this.#entry = new Type(fields as never);
    this.type = new Map_(new Field('entries', this.#entry as never, false));
  }

  fits(value: unknown): boolean {
    if (!isRecord(value)) return false;
    for (const name of Object.keys(value)) if (typeof value[name] !== 'number' || !isText(name)) return false;
    return true;
  }

  set(row: number, value: unknown): void {
    const numbers = value as Readonly<Record<string, number>>;
    let at = this.#rows.items;
    for (const name of Object.keys(numbers)) {
      this.#names.set(at, name);
      this.#values.set(at++, numbers[name]);
    }
    this.#rows.add(row, at - this.#rows.items);
  }

  take(rows: number): Data {
    const { makeData } = arrow();
    const length = this.#rows.items;
    const children = [this.#names.take(length), this.#values.take(length)];
    const child = makeData({ type: this.#entry, length, nullCount: 0, children });
    const { type } = this;
    return makeData({ type: type as never, length: rows, ...this.#rows.take(rows), child: child as never });
  }
}

/** Which items belong to which row. */
class Stretches {
  readonly #bits = new Bits();
  readonly #rows: number[] = [];
  readonly #ends: number[] = [];
  #items = 0;

  get items(): number {
    return this.#items;
  }

  add(row: number, items: number): void {
    this.#bits.set(row);
    this.#items += items;
    this.#rows.push(row);
    this.#ends.push(this.#items);
  }

  take(rows: number): { nullCount: number; nullBitmap: Uint8Array; valueOffsets: Int32Array } {
    const { bytes, unset } = this.#bits.take(rows);
    const valueOffsets = new Int32Array(rows + 1);
    let end = 0;
    for (let row = 0, next = 0; row < rows; row++) {
      if (this.#rows[next] === row) end = this.#ends[next++];
      valueOffsets[row + 1] = end;
    }
    this.#rows.length = 0;
    this.#ends.length = 0;
    this.#items = 0;
    return { nullCount: unset, nullBitmap: bytes, valueOffsets };
  }
}

/** Whether a record has these fields, no others, in this order, and each value fits. */
export function fitsFields(
  value: Readonly<Record<string, unknown>>,
  columns: ReadonlyMap<string, Column>,
): boolean {
  const names = Object.keys(value);
  if (names.length !== columns.size) return false;
  let i = 0;
  for (const [name, column] of columns) {
    if (names[i++] !== name) return false;
    const field = value[name];
    if (field !== null && !column.fits(field)) return false;
  }
  return true;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
