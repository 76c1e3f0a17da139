import type { Data, DataType, TimeUnit } from 'apache-arrow';
import { arrow } from '../../tracing/arrow/apache-arrow.ts';
import { sharedColumn } from '../database.ts';
import { DAY } from '../interval.ts';

/** What a type of Arrow is to a reader of bars; undefined for one that holds neither numbers, times nor text. */
export type ArrowKind = 'number' | 'date' | 'timestamp' | 'instant' | 'text';

export function arrowKind(type: DataType): ArrowKind | undefined {
  const { DataType: Type } = arrow();
  if (Type.isInt(type) || (Type.isFloat(type) && type.precision !== 0)) return 'number';
  if (Type.isDate(type)) return 'date';
  if (Type.isTimestamp(type)) return (type.timezone ?? '') === '' ? 'timestamp' : 'instant';
  if (Type.isUtf8(type) || Type.isLargeUtf8(type)) return 'text';
  if (Type.isDictionary(type) && arrowKind(type.dictionary) === 'text') return 'text';
  return undefined;
}

/** What Arrow calls the type. */
export function arrowTypeName(type: DataType): string {
  return arrow().Type[type.typeId];
}

/** Milliseconds in one unit of a type that holds times; 1 for plain numbers. */
function unitOf(type: DataType): number {
  const { DataType: Type, DateUnit } = arrow();
  if (Type.isDate(type)) return type.unit === DateUnit.DAY ? DAY : 1;
  if (!Type.isTimestamp(type)) return 1;
  // Seconds, milliseconds, microseconds, nanoseconds, in this order.
  return 1000 / 1000 ** (type.unit as TimeUnit);
}

/** A column of an Arrow file, in the pieces in which it stands there. */
export class ArrowColumn {
  readonly length: number;
  readonly isText: boolean;
  readonly #parts: readonly Data[];
  /** The first row of each piece. */
  readonly #starts: number[] = [];
  readonly #unit: number;
  readonly #isTime: boolean;
  readonly #read: (row: number) => unknown;

  constructor(type: DataType, parts: readonly Data[]) {
    let length = 0;
    for (const part of parts) {
      this.#starts.push(length);
      length += part.length;
    }
    this.length = length;
    this.#parts = parts;
    const kind = arrowKind(type);
    this.isText = kind === 'text';
    this.#isTime = kind === 'date' || kind === 'timestamp' || kind === 'instant';
    this.#unit = unitOf(type);
    const vector = length === 0 ? null : arrow().makeVector(parts as Data[]);
    this.#read = (row) => vector?.get(row) ?? null;
  }

  /** Values of all rows or of those given, on shared memory, times in milliseconds; NaN where there is none. */
  numbers(rows: Uint32Array | null, unit: number): Float64Array {
    const scale = unit * this.#unit;
    const all = sharedColumn(this.length);
    this.#parts.forEach((part, p) => {
      const start = this.#starts[p];
      if (this.isText) {
        for (let i = 0; i < part.length; i++) all[start + i] = this.number(start + i, unit);
        return;
      }
      const values = part.values as ArrayLike<number | bigint>;
      if (values instanceof Float64Array && scale === 1) all.set(values.subarray(0, part.length), start);
      else for (let i = 0; i < part.length; i++) all[start + i] = scaled(values[i], scale);
      if (part.nullCount > 0) {
        for (let i = 0; i < part.length; i++) if (!part.getValid(i)) all[start + i] = Number.NaN;
      }
    });
    if (rows === null) return all;
    const some = sharedColumn(rows.length);
    for (let i = 0; i < rows.length; i++) some[i] = all[rows[i]];
    return some;
  }

  number(row: number, unit: number): number {
    if (this.isText) {
      const text = this.text(row).trim();
      return text === '' ? Number.NaN : Number(text);
    }
    let p = this.#starts.length - 1;
    while (this.#starts[p] > row) p--;
    const part = this.#parts[p];
    const i = row - this.#starts[p];
    return part.getValid(i)
      ? scaled((part.values as ArrayLike<number | bigint>)[i], unit * this.#unit)
      : Number.NaN;
  }

  /** The cell as people read it; empty where there is none. */
  text(row: number): string {
    if (!this.#isTime) {
      const value = this.#read(row);
      return typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint'
        ? String(value)
        : '';
    }
    const time = this.number(row, 1);
    if (Number.isNaN(time)) return '';
    const iso = new Date(time).toISOString();
    return time % DAY === 0 ? iso.slice(0, 10) : iso.replace(/[.]000Z$/, 'Z');
  }
}

/** Nanoseconds are divided as whole numbers first: as doubles they would be rounded before. */
function scaled(value: number | bigint, unit: number): number {
  if (typeof value === 'number') return unit === 1 ? value : Math.round(value * unit);
  if (unit === 1) return Number(value);
  if (unit < 1) {
    const divisor = BigInt(Math.round(1 / unit));
    const whole = value / divisor;
    // Truncation goes towards 0; times before 1970 are rounded down as all others.
    return Number(value % divisor < 0n ? whole - 1n : whole);
  }
  return Number(value) * unit;
}
