import type { DuckDBConnection } from '@duckdb/node-api';
import { pourColumns, queryTexts, sharedColumn, sqlText } from '../database.ts';
import { DAY } from '../interval.ts';
import { epochSql, isEpoch, type TimeForm, timeSql } from '../times/time-form.ts';
import type { BarTable, NumberRole, RawRows, RowCells, StampRange, TableExtent } from './bar-table.ts';
import type { ColumnPositions, ColumnRole } from './columns.ts';

/** What differs between formats that the engine reads. */
export interface SqlFile {
  readonly name: string;
  readonly format: 'csv' | 'parquet';
  readonly header: readonly string[];
  /** The file as a table; `n` is the number of its row from 1, where wanted. */
  scan(withRows: boolean): string;
  /** The column at a position, of whatever type. */
  column(position: number): string;
  /** Types by position; VARCHAR throughout in text. */
  readonly types: readonly string[];
  /** Lines or numbers of rows that are given by number, in rising order. */
  places(rows: readonly number[]): Promise<number[]>;
  explain(connection: DuckDBConnection, failure: unknown): Promise<Error | undefined>;
}

/** Bars in a file that DuckDB reads: only wanted columns and rows leave it. */
export class SqlTable implements BarTable {
  readonly name: string;
  readonly format: 'csv' | 'parquet';
  readonly unit: 'line' | 'row';
  readonly header: readonly string[];
  readonly form: TimeForm;
  readonly positions: ColumnPositions;
  readonly #file: SqlFile;
  readonly #connection: DuckDBConnection;
  readonly #symbol: string;

  /** @param symbol to filter by, where the file has a column of symbols. */
  constructor(
    connection: DuckDBConnection,
    file: SqlFile,
    { form, positions, symbol }: { form: TimeForm; positions: ColumnPositions; symbol: string },
  ) {
    this.name = file.name;
    this.format = file.format;
    this.unit = file.format === 'csv' ? 'line' : 'row';
    this.header = file.header;
    this.form = form;
    this.positions = positions;
    this.#file = file;
    this.#connection = connection;
    this.#symbol = symbol;
  }

  async firstStamps(limit: number): Promise<Float64Array> {
    let stamps = new Float64Array(0);
    const sql = `select coalesce(${this.#stamp}, 'nan'::double) from ${this.#file.scan(false)} where ${this.#own} limit ${limit}`;
    await pourColumns(this.#connection, sql, (rows) => {
      stamps = new Float64Array(rows);
      return [stamps];
    });
    return stamps;
  }

  async read(roles: readonly NumberRole[], range: StampRange, withRows: boolean): Promise<RawRows> {
    const numbers: Partial<Record<NumberRole, Float64Array>> = {};
    let stamps = sharedColumn(0);
    let rows: Float64Array | null = null;
    const values = roles.map((role) => `coalesce(${this.#number(role)}, 'nan'::double) as ${role}`);
    const inner = [
      `${this.#stamp} as t`,
      ...roles.map((role) => `${this.#cell(role)} as ${role}_cell`),
      ...(withRows ? ['n'] : []),
    ];
    const sql = `
      select ${["coalesce(t, 'nan'::double)", ...values, ...(withRows ? ['n::double'] : [])].join(', ')}
      from (select ${inner.join(', ')} from ${this.#file.scan(withRows)} where ${this.#own} and ${this.#bounds(range)})
      where ${rangeSql(range)}${withRows ? ' order by n' : ''}`;
    await pourColumns(this.#connection, sql, (count) => {
      stamps = sharedColumn(count);
      const columns = roles.map((role) => {
        const column = sharedColumn(count);
        numbers[role] = column;
        return column;
      });
      if (!withRows) return [stamps, ...columns];
      rows = new Float64Array(count);
      return [stamps, ...columns, rows];
    });
    return { length: stamps.length, stamps, numbers, rows };
  }

  async extent(): Promise<TableExtent> {
    const extent = [0, 1, 2, 3].map(() => new Float64Array(1));
    const edge = (of: string) => `coalesce(${of}(${this.#stamp}) filter (${this.#own}), 'nan'::double)`;
    const sql = `select count(*)::double, (count(*) filter (${this.#own}))::double, ${edge('min')}, ${edge('max')}
      from ${this.#file.scan(false)}`;
    await pourColumns(this.#connection, sql, () => extent);
    const [rows, own, first, last] = extent.map(([value]) => value);
    return { rows, own, first, last };
  }

  async symbols(): Promise<string[]> {
    const symbol = `trim(${this.#cell('symbol')}::varchar)`;
    const sql = `select distinct ${symbol} as s from ${this.#file.scan(false)} where ${symbol} <> '' order by s`;
    return (await queryTexts(this.#connection, sql)).map(([name]) => name);
  }

  async cells(rows: readonly number[], roles: readonly NumberRole[]): Promise<RowCells[]> {
    const columns = [this.#timeCell, ...roles.map((role) => this.#cell(role))];
    const texts = columns.map((column) => `coalesce(trim(${column}::varchar), '')`);
    const sql = `select ${texts.join(', ')} from ${this.#file.scan(true)} where n in (${rows.join(', ')}) order by n`;
    const cells = await queryTexts(this.#connection, sql);
    const places = await this.#file.places(rows);
    return cells.map(([time, ...numbers], i) => ({
      place: places[i],
      time,
      // The engine writes whole numbers of type DOUBLE as 1.0.
      numbers: Object.fromEntries(
        roles.map((role, r) => [role, this.#isText(role) ? numbers[r] : numbers[r].replace(/[.]0$/, '')]),
      ),
    }));
  }

  explain(failure: unknown): Promise<Error | undefined> {
    return this.#file.explain(this.#connection, failure);
  }

  #isText(role: ColumnRole): boolean {
    return this.#file.types[this.positions[role] ?? 0] === 'VARCHAR';
  }

  #cell(role: ColumnRole): string {
    return this.#file.column(this.positions[role] ?? 0);
  }

  get #timeCell(): string {
    const date = this.#cell('time');
    return this.positions.time_of_day === undefined
      ? date
      : `(trim(${date}::varchar) || ' ' || trim(${this.#cell('time_of_day')}::varchar))`;
  }

  get #stamp(): string {
    const { kind } = this.form;
    if (this.#isText('time') || this.positions.time_of_day !== undefined)
      return timeSql(this.form, this.#timeCell);
    if (isEpoch(kind)) return epochSql(kind, this.#timeCell);
    // Numbers such as 20080915 are dates by their digits.
    return timeSql(this.form, kind === 'compact_date' ? `${this.#timeCell}::varchar` : this.#timeCell);
  }

  #number(role: NumberRole): string {
    const isText = this.#isText(role);
    const cell = `${role}_cell`;
    const number = isText ? `try_cast(${cell} as double)` : `${cell}::double`;
    if (role !== 'split' && role !== 'dividend') return number;
    // An empty split or dividend is none.
    return isText
      ? `case when coalesce(trim(${cell}), '') = '' then 0 else ${number} end`
      : `coalesce(${number}, 0)`;
  }

  get #own(): string {
    return this.positions.symbol === undefined
      ? 'true'
      : `trim(${this.#cell('symbol')}::varchar) = ${sqlText(this.#symbol)}`;
  }

  /** The range once more, on the column as it stands, so that whole row groups are passed over unread. */
  #bounds({ first, last }: StampRange): string {
    const cell = this.#timeCell;
    const moment = MOMENTS[this.form.kind];
    if (moment === undefined) return 'true';
    // Days more on both sides: this only saves reading.
    const edge = (ms: number) => `${moment} '${new Date(ms).toISOString().slice(0, 10)}'`;
    const conditions = [
      ...(Number.isFinite(first) ? [`${cell} >= ${edge(first - DAY)}`] : []),
      ...(Number.isFinite(last) ? [`${cell} <= ${edge(last + 2 * DAY)}`] : []),
    ];
    return conditions.length === 0 ? 'true' : `(${cell} is null or (${conditions.join(' and ')}))`;
  }
}

/** Names of the types of columns that hold times. */
const MOMENTS: Readonly<Record<string, string>> = {
  dates: 'date',
  timestamps: 'timestamp',
  instants: 'timestamptz',
};

function rangeSql({ first, last }: StampRange): string {
  const conditions = [
    ...(Number.isFinite(first) ? [`t >= ${first}`] : []),
    ...(Number.isFinite(last) ? [`t <= ${last}`] : []),
  ];
  return conditions.length === 0 ? 'true' : `(t is null or (${conditions.join(' and ')}))`;
}
