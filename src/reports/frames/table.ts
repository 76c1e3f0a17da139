import { writeFile } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import type { Table as ArrowTable } from 'apache-arrow';
import type { DataFrame } from 'danfojs-node';
import { nameHint } from '../../foundation/nearest-name.ts';
import { UserError } from '../../foundation/user-error.ts';
import { writeWhole } from '../../foundation/write-whole.ts';
import { findOrigin, withOrigin } from '../../workflows/origin/origin.ts';
import { precisionOf, timeText, timeTexts } from '../figures/time-text.ts';
import type { Column, ColumnData } from './column.ts';
import { arrowBytes, arrowOf, danfoOf } from './convert.ts';
import { csvOf } from './csv.ts';
import { isDateMetric } from './metric-dates.ts';
import { writeParquet } from './parquet.ts';
import { type ShownTable, tableText, tableView } from './show-table.ts';

export interface TableParts {
  readonly columns: Readonly<Record<string, Column>>;
  /** What rows are called: the opening of each bar, UTC milliseconds; null where they have no times. */
  readonly time?: Float64Array | null;
  /** Columns that hold UTC milliseconds. */
  readonly times?: Iterable<string>;
}

/** By the ending of the file. */
const WRITERS: ReadonlyMap<string, (table: Table, path: string) => Promise<void>> = new Map([
  ['.csv', (table: Table, path: string) => writeFile(path, csvOf(table))],
  ['.parquet', writeParquet],
  ['.arrow', (table: Table, path: string) => writeFile(path, arrowBytes(table))],
]);
const DISPLAY: unique symbol = Symbol.for('Jupyter.display') as never;
const INSPECT: unique symbol = Symbol.for('nodejs.util.inspect.custom') as never;

/**
 * Columns of one length by name: what frames, files and figures are made of. Nobody else holds its columns.
 */
export class Table implements ColumnData {
  readonly columns: Readonly<Record<string, Column>>;
  /** Opening of the bar of each row, UTC milliseconds, as vendors of data name bars; null where rows have no times. */
  readonly time: Float64Array | null;
  /** Columns that hold UTC milliseconds. */
  readonly times: ReadonlySet<string>;
  readonly length: number;

  /** @throws RangeError for columns of different lengths. */
  constructor({ columns, time = null, times = [] }: TableParts) {
    this.columns = columns;
    this.time = time;
    this.times = new Set(times);
    const lengths = [...Object.values(columns), ...(time === null ? [] : [time])].map(({ length }) => length);
    this.length = lengths[0] ?? 0;
    if (lengths.some((length) => length !== this.length)) {
      throw new RangeError(`columns of one length are wanted, found ${[...new Set(lengths)].join(', ')}`);
    }
  }

  get names(): string[] {
    return Object.keys(this.columns);
  }

  /** A column by its name. @throws UserError with the nearest name. */
  column(name: string): Column {
    if (Object.hasOwn(this.columns, name)) return this.columns[name];
    throw new UserError(`there is no column "${name}"`, {
      code: 'unknown_column',
      hint: nameHint(name, this.names),
    });
  }

  /** A column of numbers. @throws UserError for one of text, and with the nearest name. */
  numbers(name: string): Float64Array {
    const column = this.column(name);
    if (column instanceof Float64Array) return column;
    throw new UserError(`the column "${name}" holds text`, { code: 'not_numbers' });
  }

  /** The text of a column; numbers as text. */
  texts(name: string): readonly string[] {
    const column = this.column(name);
    return column instanceof Float64Array ? Array.from(column, String) : column;
  }

  /** Some of the columns, in this order. */
  select(...names: readonly string[]): Table {
    return this.#with(Object.fromEntries(names.map((name) => [name, this.column(name)])));
  }

  /** With one more column, or another one in its place. */
  with(name: string, column: Column): Table {
    return this.#with({ ...this.columns, [name]: column });
  }

  /** Rows [from, to), counted from 0; from the end when below 0. */
  slice(from = 0, to: number = this.length): Table {
    const part = <C extends Column>(column: C) => column.slice(from, to) as C;
    return this.#derived({
      columns: Object.fromEntries(Object.entries(this.columns).map(([name, column]) => [name, part(column)])),
      time: this.time === null ? null : part(this.time),
      times: this.times,
    });
  }

  /** Rows of which the test says true. */
  filter(test: (row: number) => boolean): Table {
    const rows = Uint32Array.from({ length: this.length }, (_, row) => row).filter((row) => test(row));
    const part = (column: Column): Column =>
      column instanceof Float64Array
        ? Float64Array.from(rows, (row) => column[row])
        : Array.from(rows, (row) => column[row]);
    return this.#derived({
      columns: Object.fromEntries(Object.entries(this.columns).map(([name, column]) => [name, part(column)])),
      time: this.time === null ? null : (part(this.time) as Float64Array),
      times: this.times,
    });
  }

  /** Rows as objects: times as ISO text, NaN as null. */
  rows(): Record<string, number | string | null>[] {
    return Array.from({ length: this.length }, (_, row) => ({
      ...(this.time === null ? {} : { time: new Date(this.time[row]).toISOString() }),
      ...Object.fromEntries(
        Object.entries(this.columns).map(([name, column]) => [name, this.#cell(name, column, row)]),
      ),
    }));
  }

  /** What rows are called in a frame: their times as text, or their numbers. */
  get index(): string[] | number[] {
    if (this.time === null) return Array.from({ length: this.length }, (_, row) => row);
    return timeTexts(this.time);
  }

  /** As a Danfo frame, exact to the last bit; its index is the times as text. */
  async toDanfo(): Promise<DataFrame> {
    return withOrigin(await danfoOf(this), findOrigin(this));
  }

  /** As an Arrow table: numbers as float64, times as timestamps in UTC. */
  toArrow(): ArrowTable {
    return arrowOf(this);
  }

  toCsv(): string {
    return [...csvOf(this)].join('');
  }

  /**
   * Writes it to a file, whole or not at all: `.csv`, `.parquet` or `.arrow`.
   *
   * @throws UserError for another ending, and where nothing can be written.
   */
  async write(path: string): Promise<void> {
    const ending = extname(path).toLowerCase();
    const write = WRITERS.get(ending);
    if (write === undefined) {
      throw new UserError(`a table cannot be written to "${path}"`, {
        code: 'bad_table_file',
        hint: nameHint(ending, [...WRITERS.keys()]),
      });
    }
    await writeWhole(resolve(path), (partial) => write(this, partial), path);
  }

  toString(): string {
    return tableText(this.#shown);
  }

  [INSPECT](): string {
    return this.toString();
  }

  [DISPLAY](): Readonly<Record<string, string>> {
    return tableView(this.#shown, findOrigin(this));
  }

  get #shown(): ShownTable {
    const { time, names } = this;
    const cut = time === null ? 0 : precisionOf(time);
    const columns = Object.values(this.columns);
    return {
      columns: names.map((name) => ({
        name,
        type: this.times.has(name) ? 'time' : this.columns[name] instanceof Float64Array ? 'number' : 'text',
      })),
      rows: this.length,
      index: (row) => (time === null ? String(row) : timeText(time[row], cut)),
      cell: (row, column) => this.#cell(names[column], columns[column], row),
    };
  }

  #cell(name: string, column: Column, row: number): number | string | null {
    const value = column[row];
    if (typeof value === 'string') return value;
    if (Number.isNaN(value)) return null;
    return this.times.has(name) || isDateMetric(this.columns.metric?.[row]) ? timeText(value) : value;
  }

  #with(columns: Readonly<Record<string, Column>>): Table {
    const times = [...this.times].filter((name) => name in columns);
    return this.#derived({ columns, time: this.time, times });
  }

  /** What is made of a table comes from the same run. */
  #derived(parts: TableParts): Table {
    return withOrigin(new Table(parts), findOrigin(this));
  }
}
