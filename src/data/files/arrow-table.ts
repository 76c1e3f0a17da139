import { readFile } from 'node:fs/promises';
import type { DataType, RecordBatch } from 'apache-arrow';
import { UserError } from '../../foundation/user-error.ts';
import { arrow } from '../../tracing/arrow/apache-arrow.ts';
import { sharedColumn } from '../database.ts';
import { epochUnit, isEpoch, type TimeForm } from '../times/time-form.ts';
import { ArrowColumn } from './arrow-column.ts';
import type { BarTable, NumberRole, RawRows, RowCells, StampRange, TableExtent } from './bar-table.ts';
import type { ColumnPositions, ColumnRole, HeadedFile } from './columns.ts';
import { stampReader } from './parse-stamp.ts';

/** An Arrow IPC file or stream (Feather V2 is such a file) that could be read. */
export interface ArrowFile extends HeadedFile {
  readonly batches: readonly RecordBatch[];
  readonly types: readonly DataType[];
}

/** Reads the file; columns stay where they are in it until they are asked for. @throws UserError when it is no such file. */
export async function openArrow(name: string, path: string): Promise<ArrowFile> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new UserError(`${name} cannot be opened`, { code: 'unreadable_file', cause });
  });
  try {
    const reader = arrow().RecordBatchReader.from(bytes).open();
    const { fields } = reader.schema;
    const batches = [...reader];
    return {
      name,
      isText: false,
      header: fields.map((field) => field.name),
      types: fields.map((field) => field.type as DataType),
      batches,
    };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UserError(`${name} cannot be read as Arrow: ${reason.split('\n')[0]}`, {
      code: 'bad_arrow',
      hint: /LZ4|compress|codec/i.test(reason)
        ? 'write it without compression, or with zstd'
        : 'was it written to its end?',
      cause,
    });
  }
}

/** Bars in an Arrow file, read where they are: no row becomes an object. */
export class ArrowTable implements BarTable {
  readonly name: string;
  readonly format = 'arrow';
  readonly unit = 'row';
  readonly form: TimeForm;
  readonly positions: ColumnPositions;
  readonly header: readonly string[];
  readonly #file: ArrowFile;
  readonly #symbol: string;
  readonly #columns = new Map<number, ArrowColumn>();
  readonly #readStamp: (text: string) => number;
  /** Rows of the symbol from 0; null where all are. */
  #own: Uint32Array | null | undefined;

  constructor(
    file: ArrowFile,
    { form, positions, symbol }: { form: TimeForm; positions: ColumnPositions; symbol: string },
  ) {
    this.name = file.name;
    this.header = file.header;
    this.form = form;
    this.positions = positions;
    this.#file = file;
    this.#symbol = symbol;
    const read = stampReader(form);
    if (read === undefined) {
      throw new UserError(`date_format "${form.pattern}" is not read in a column of text in Arrow`, {
        code: 'bad_date_format',
        hint: 'parts that are: %Y %y %m %d %H %I %M %S %f %b %B %a %A %p %z',
      });
    }
    this.#readStamp = read;
  }

  async firstStamps(limit: number): Promise<Float64Array> {
    const count = Math.min(limit, this.#count);
    return Float64Array.from({ length: count }, (_, i) => this.#stampOf(this.#row(i)));
  }

  async read(roles: readonly NumberRole[], { first, last }: StampRange, withRows: boolean): Promise<RawRows> {
    const stamps = this.#stamps();
    // Written so that NaN, which is a cell that cannot be read, is kept.
    const isOut = (stamp: number) => stamp < first || stamp > last;
    const kept = stamps.some(isOut) ? this.#keptRows(stamps, isOut) : null;
    const length = kept?.length ?? stamps.length;
    const at = (i: number) => (kept === null ? i : kept[i]);
    const picked = (from: Float64Array) => {
      if (kept === null) return from;
      const to = sharedColumn(length);
      for (let i = 0; i < length; i++) to[i] = from[kept[i]];
      return to;
    };
    const own = this.#ownRows();
    const numbers = Object.fromEntries(roles.map((role) => [role, picked(this.#numbers(role))]));
    const rows = withRows
      ? Float64Array.from({ length }, (_, i) => (own === null ? at(i) : own[at(i)]) + 1)
      : null;
    return { length, stamps: picked(stamps), numbers, rows };
  }

  async extent(): Promise<TableExtent> {
    const rows = this.#file.batches.reduce((sum, batch) => sum + batch.numRows, 0);
    const stamps = this.#stamps().filter((stamp) => !Number.isNaN(stamp));
    const edges = stamps.reduce(
      ([low, high], stamp) => [Math.min(low, stamp), Math.max(high, stamp)],
      [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
    );
    const [first, last] = stamps.length === 0 ? [Number.NaN, Number.NaN] : edges;
    return { rows, own: this.#count, first, last };
  }

  async symbols(): Promise<string[]> {
    const column = this.#column('symbol');
    const names = new Set<string>();
    for (let row = 0; row < column.length; row++) names.add(column.text(row).trim());
    names.delete('');
    return [...names].sort();
  }

  async cells(rows: readonly number[], roles: readonly NumberRole[]): Promise<RowCells[]> {
    return rows.map((place) => ({
      place,
      time: this.#timeText(place - 1),
      numbers: Object.fromEntries(roles.map((role) => [role, this.#column(role).text(place - 1)])),
    }));
  }

  async explain(): Promise<Error | undefined> {
    return undefined;
  }

  get #count(): number {
    return this.#ownRows()?.length ?? this.#column('time').length;
  }

  #row(i: number): number {
    return this.#ownRows()?.[i] ?? i;
  }

  #ownRows(): Uint32Array | null {
    if (this.#own !== undefined) return this.#own;
    if (this.positions.symbol === undefined) {
      this.#own = null;
      return null;
    }
    const column = this.#column('symbol');
    const rows: number[] = [];
    for (let row = 0; row < column.length; row++)
      if (column.text(row).trim() === this.#symbol) rows.push(row);
    this.#own = Uint32Array.from(rows);
    return this.#own;
  }

  #keptRows(stamps: Float64Array, isOut: (stamp: number) => boolean): Uint32Array {
    const kept = new Uint32Array(stamps.length);
    let count = 0;
    for (let i = 0; i < stamps.length; i++) if (!isOut(stamps[i])) kept[count++] = i;
    return kept.subarray(0, count);
  }

  #stamps(): Float64Array {
    const { kind } = this.form;
    const column = this.#column('time');
    if (column.isText || this.positions.time_of_day !== undefined) {
      const stamps = sharedColumn(this.#count);
      for (let i = 0; i < stamps.length; i++) stamps[i] = this.#stampOf(this.#row(i));
      return stamps;
    }
    return column.numbers(this.#ownRows(), isEpoch(kind) ? epochUnit(kind) : 1);
  }

  #stampOf(row: number): number {
    const column = this.#column('time');
    if (column.isText || this.positions.time_of_day !== undefined)
      return this.#readStamp(this.#timeText(row));
    const { kind } = this.form;
    return column.number(row, isEpoch(kind) ? epochUnit(kind) : 1);
  }

  #timeText(row: number): string {
    const date = this.#column('time').text(row).trim();
    return this.positions.time_of_day === undefined
      ? date
      : `${date} ${this.#column('time_of_day').text(row).trim()}`;
  }

  #numbers(role: NumberRole): Float64Array {
    const numbers = this.#column(role).numbers(this.#ownRows(), 1);
    // An empty split or dividend is none.
    if (role === 'split' || role === 'dividend') {
      for (let i = 0; i < numbers.length; i++) if (Number.isNaN(numbers[i])) numbers[i] = 0;
    }
    return numbers;
  }

  #column(role: ColumnRole): ArrowColumn {
    const position = this.positions[role] ?? 0;
    let column = this.#columns.get(position);
    if (column === undefined) {
      const parts = this.#file.batches.map((batch) => batch.data.children[position]);
      column = new ArrowColumn(this.#file.types[position], parts);
      this.#columns.set(position, column);
    }
    return column;
  }
}
