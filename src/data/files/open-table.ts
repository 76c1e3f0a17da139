import type { DuckDBConnection } from '@duckdb/node-api';
import { UserError } from '../../foundation/user-error.ts';
import { queryTexts } from '../database.ts';
import { findDatePatterns, givenPattern } from '../times/date-pattern.ts';
import { epochKind, findTimeForm, type TimeForm } from '../times/time-form.ts';
import { arrowKind, arrowTypeName } from './arrow-column.ts';
import { type ArrowFile, ArrowTable, openArrow } from './arrow-table.ts';
import { type BarTable, NUMBER_ROLES } from './bar-table.ts';
import { type ColumnMapping, type ColumnPositions, findColumns } from './columns.ts';
import { openCsv } from './csv-file.ts';
import { csvTable } from './csv-table.ts';
import type { LocatedFile } from './locate-files.ts';
import { openParquet } from './parquet-table.ts';
import { type SqlFile, SqlTable } from './sql-table.ts';
import { fileHead } from './text-stream.ts';

export interface TableRequest {
  readonly symbol: string;
  readonly columns?: ColumnMapping;
  /** A pattern of strptime. */
  readonly dateFormat?: string;
}

/** Cells that are looked at to tell how a column of text writes its times. */
const SAMPLE_ROWS = 1000;

/** Opens a file of whatever format its first bytes tell. @throws UserError when it holds no bars. */
export async function openTable(
  connection: DuckDBConnection,
  file: LocatedFile,
  request: TableRequest,
): Promise<BarTable> {
  const { head } = await fileHead(file.name, file.path, 8);
  const magic = Buffer.from(head).toString('latin1');
  if (magic.startsWith('PAR1')) return openParquetTable(connection, file, request);
  if (magic.startsWith('ARROW1') || magic.startsWith('\xFF\xFF\xFF\xFF'))
    return openArrowTable(file, request);
  return openCsvTable(connection, file, request);
}

async function openCsvTable(
  connection: DuckDBConnection,
  { name, path }: LocatedFile,
  request: TableRequest,
): Promise<BarTable> {
  const file = await openCsv(name, path);
  const positions = findColumns(file, request.columns);
  if (file.sample.length === 0) throw new UserError(`${name} has a header but no rows`, { code: 'no_rows' });
  const cells = file.sample.map((row) => timeCell(row, positions));
  return textTable(connection, csvTable(file), positions, request, cells);
}

async function openParquetTable(
  connection: DuckDBConnection,
  { name, path }: LocatedFile,
  request: TableRequest,
): Promise<BarTable> {
  const file = await openParquet(connection, name, path);
  const positions = findColumns(file, request.columns);
  for (const role of NUMBER_ROLES) {
    const position = positions[role];
    if (position !== undefined && !/INT|FLOAT|DOUBLE|DECIMAL|VARCHAR/.test(file.types[position]))
      throw wrongType(name, file.header[position], role, file.types[position]);
  }
  const position = positions.time ?? 0;
  const type = file.types[position];
  const options = (form: TimeForm) => ({ form, positions, symbol: request.symbol });
  const typed = typedForm(type);
  if (typed !== undefined) {
    refuseFormat(name, file.header[position], request);
    return new SqlTable(connection, file, options({ kind: typed }));
  }
  const [time, clock] = [positions.time, positions.time_of_day].map((at) =>
    at === undefined ? undefined : `${file.column(at)}::varchar`,
  );
  const text = clock === undefined ? time : `(${time} || ' ' || ${clock})`;
  const texts = await queryTexts(
    connection,
    `select ${text} from ${file.scan(false)} where ${text} is not null limit ${SAMPLE_ROWS}`,
  );
  const cells = texts.map(([cell]) => cell.trim());
  if (type === 'VARCHAR') return textTable(connection, file, positions, request, cells);
  if (!/INT|FLOAT|DOUBLE|DECIMAL/.test(type)) throw wrongType(name, file.header[position], 'time', type);
  return new SqlTable(connection, file, options(numberForm(cells)));
}

async function openArrowTable({ name, path }: LocatedFile, request: TableRequest): Promise<BarTable> {
  const file = await openArrow(name, path);
  const positions = findColumns(file, request.columns);
  for (const role of NUMBER_ROLES) {
    const position = positions[role];
    if (position === undefined) continue;
    const kind = arrowKind(file.types[position]);
    if (kind !== 'number' && kind !== 'text')
      throw wrongType(name, file.header[position], role, arrowTypeName(file.types[position]));
  }
  const table = (form: TimeForm) => new ArrowTable(file, { form, positions, symbol: request.symbol });
  const position = positions.time ?? 0;
  const kind = arrowKind(file.types[position]);
  if (kind === undefined)
    throw wrongType(name, file.header[position], 'time', arrowTypeName(file.types[position]));
  if (kind === 'date' || kind === 'timestamp' || kind === 'instant') {
    refuseFormat(name, file.header[position], request);
    return table({ kind: `${kind}s` });
  }
  const cells = await sampleOf(file, table({ kind: 'date' }));
  if (kind === 'number') return table(numberForm(cells));
  const { dateFormat } = request;
  if (dateFormat !== undefined) return table(givenPattern(dateFormat));
  return table(findTimeForm(cells) ?? patternForm(name, undefined, cells) ?? { kind: 'date' });
}

async function sampleOf({ batches }: ArrowFile, table: ArrowTable): Promise<string[]> {
  const rows = batches.reduce((sum, batch) => sum + batch.numRows, 0);
  const places = Array.from({ length: Math.min(rows, SAMPLE_ROWS) }, (_, i) => i + 1);
  return (await table.cells(places, [])).map(({ time }) => time).filter((cell) => cell !== '');
}

async function textTable(
  connection: DuckDBConnection,
  file: SqlFile,
  positions: ColumnPositions,
  { symbol, dateFormat }: TableRequest,
  cells: readonly string[],
): Promise<BarTable> {
  const table = (form: TimeForm) => new SqlTable(connection, file, { form, positions, symbol });
  if (dateFormat !== undefined) return table(givenPattern(dateFormat));
  const form = findTimeForm(cells);
  if (form !== undefined) return table(form);
  const patterns = findDatePatterns(cells);
  if (patterns?.dayFirst === undefined || patterns.monthFirst === undefined) {
    // Where no cell is a time, every row is listed as what it should have been.
    return table(patterns?.dayFirst ?? patterns?.monthFirst ?? { kind: 'date' });
  }
  // The first rows do not tell: perhaps the rest does.
  const candidates = [patterns.dayFirst, patterns.monthFirst];
  const unread = await Promise.all(
    candidates.map(async (candidate) => {
      const { stamps } = await table(candidate).read([], everything, false);
      return stamps.reduce((count, stamp) => count + (Number.isNaN(stamp) ? 1 : 0), 0);
    }),
  );
  if (unread[0] === unread[1]) throw ambiguous(file.name, patterns.cell, candidates);
  return table(unread[0] < unread[1] ? candidates[0] : candidates[1]);
}

const everything = { first: Number.NEGATIVE_INFINITY, last: Number.POSITIVE_INFINITY };

function patternForm(name: string, line: number | undefined, cells: readonly string[]): TimeForm | undefined {
  const patterns = findDatePatterns(cells);
  if (patterns?.dayFirst !== undefined && patterns.monthFirst !== undefined)
    throw ambiguous(name, patterns.cell, [patterns.dayFirst, patterns.monthFirst], line);
  return patterns?.dayFirst ?? patterns?.monthFirst;
}

function ambiguous(name: string, cell: string, candidates: readonly TimeForm[], line?: number): UserError {
  const patterns = candidates.map(({ pattern }) => `"${pattern}"`).join(' or ');
  return new UserError(
    `dates like "${cell}" may have the day or the month in front, and no row tells which`,
    {
      code: 'ambiguous_date',
      location: { file: name, ...(line === undefined ? {} : { line }) },
      hint: `give date_format: ${patterns}`,
    },
  );
}

function timeCell(row: readonly string[], { time, time_of_day }: ColumnPositions): string {
  const date = row[time ?? 0] ?? '';
  return time_of_day === undefined ? date : `${date} ${row[time_of_day] ?? ''}`;
}

function typedForm(type: string): 'dates' | 'timestamps' | 'instants' | undefined {
  if (type === 'DATE') return 'dates';
  if (type === 'TIMESTAMP WITH TIME ZONE') return 'instants';
  return type.startsWith('TIMESTAMP') ? 'timestamps' : undefined;
}

/** Whole numbers are a count since 1970, or dates such as 20080915. */
function numberForm(cells: readonly string[]): TimeForm {
  const first = cells.find((cell) => cell !== '') ?? '';
  const form = findTimeForm([first]);
  return form ?? { kind: epochKind(Number(first)) ?? 'milliseconds' };
}

function refuseFormat(name: string, column: string, { dateFormat }: TableRequest): void {
  if (dateFormat === undefined) return;
  throw new UserError(`date_format is given, but ${column} of ${name} is a column of times, not of text`, {
    code: 'bad_date_format',
    hint: 'leave date_format out',
  });
}

function wrongType(name: string, column: string, role: string, type: string): UserError {
  const wanted = role === 'time' ? 'times' : 'numbers';
  return new UserError(`${name}: column ${column} is to be ${role}, but holds ${type} and not ${wanted}`, {
    code: 'wrong_type',
    hint: `name another with columns: { ${role}: … }`,
  });
}
