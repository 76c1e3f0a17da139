import type { Data, Dictionary } from 'apache-arrow';
import { arrow } from './apache-arrow.ts';

/** Reads the value of a row; null where there is none. */
export type Cell = (row: number) => unknown;

/** A reader of the values of a column, as events hold them. */
export function cellOf(data: Data): Cell {
  const value = presentOf(data);
  return data.nullCount === 0 ? value : (row) => (data.getValid(row) ? value(row) : null);
}

function presentOf(data: Data): Cell {
  const { Type } = arrow();
  switch (data.typeId as number) {
    case Type.Float: {
      const values = data.values as Float64Array;
      return (row) => values[row];
    }
    case Type.Int:
    case Type.Timestamp: {
      const values = data.values as BigInt64Array;
      return (row) => Number(values[row]);
    }
    case Type.Bool: {
      const bits = data.values as Uint8Array;
      return (row) => (bits[row >>> 3] & (1 << (row & 7))) !== 0;
    }
    case Type.Dictionary: {
      const names = texts((data as Data<Dictionary>).dictionary?.data[0]);
      const numbers = data.values as Int32Array;
      return (row) => names(numbers[row]);
    }
    case Type.Utf8:
      return texts(data);
    case Type.List:
      return items(data, cellOf(data.children[0]));
    case Type.Map:
      return numbersByName(data);
    case Type.Struct:
      return records(data);
    default:
      throw new TypeError(`a column of the Arrow type ${data.typeId as number}`);
  }
}

function texts(data: Data | undefined): (row: number) => string {
  if (data === undefined) throw new TypeError('a column of names without its dictionary');
  const { buffer, byteOffset, byteLength } = data.values as Uint8Array;
  const bytes = Buffer.from(buffer, byteOffset, byteLength);
  const offsets = data.valueOffsets as Int32Array;
  const whole = bytes.toString();
  if (whole.length === bytes.length) return (row) => whole.slice(offsets[row], offsets[row + 1]);
  return (row) => bytes.toString('utf8', offsets[row], offsets[row + 1]);
}

function items(data: Data, item: Cell): Cell {
  const offsets = data.valueOffsets as Int32Array;
  return (row) => Array.from({ length: offsets[row + 1] - offsets[row] }, (_, i) => item(offsets[row] + i));
}

function numbersByName(data: Data): Cell {
  const offsets = data.valueOffsets as Int32Array;
  const [names, values] = data.children[0].children.map(cellOf);
  return (row) => {
    const entries: [string, unknown][] = [];
    for (let i = offsets[row]; i < offsets[row + 1]; i++) entries.push([names(i) as string, values(i)]);
    return Object.fromEntries(entries);
  };
}

function records(data: Data): Cell {
  const { children } = data.type as { children: readonly { name: string }[] };
  const fields = data.children.map((child, i) => [children[i].name, cellOf(child)] as const);
  return (row) => Object.fromEntries(fields.map(([name, cell]) => [name, cell(row)]));
}
