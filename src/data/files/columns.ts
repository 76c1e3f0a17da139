import { nameHint, nearestName } from '../../foundation/nearest-name.ts';
import { UserError } from '../../foundation/user-error.ts';

/** What a column of a price file can be, with the names it goes by (lower case, without spaces, `-` and `_`). */
const ROLES = {
  time: ['date', 'time', 'timestamp', 'datetime', 'ts', 'tsevent', 'opentime'],
  time_of_day: [],
  open: ['open'],
  high: ['high'],
  low: ['low'],
  close: ['close'],
  volume: ['volume', 'vol'],
  adjusted_close: ['adjclose', 'adjustedclose'],
  split: ['split', 'splits', 'splitratio', 'splitfactor', 'stocksplits'],
  dividend: ['dividend', 'dividends', 'dividendamount', 'divcash'],
  symbol: ['symbol', 'ticker'],
} as const;

export type ColumnRole = keyof typeof ROLES;
export const COLUMN_ROLES = Object.keys(ROLES) as ColumnRole[];
const NEEDED = ['time', 'open', 'high', 'low', 'close'] as const satisfies readonly ColumnRole[];
type NeededRole = (typeof NEEDED)[number];

/** Names of columns as the user gave them; null says that the file's column of that kind is not to be used. */
export type ColumnMapping = { readonly [role in NeededRole]?: string } & {
  readonly [role in Exclude<ColumnRole, NeededRole>]?: string | null;
};

/** Where in the file each column stands, from 0; undefined for one that it does not have. */
export type ColumnPositions = { readonly [role in ColumnRole]: number | undefined };

/** What finding columns needs of a file. */
export interface HeadedFile {
  readonly name: string;
  readonly header: readonly string[];
  /** Whether the header stands in its first line, as in text. */
  readonly isText: boolean;
}

/** Finds the columns of a file by given names first, then by usual ones. Throws a UserError when one is missing or unclear. */
export function findColumns(file: HeadedFile, given: ColumnMapping = {}): ColumnPositions {
  const positions: { [role in ColumnRole]?: number } = {};
  for (const role of COLUMN_ROLES) {
    const name = given[role];
    if (name === null) continue;
    positions[role] = name === undefined ? findUsual(file, role, given) : findGiven(file, role, name);
  }
  const missing = NEEDED.filter((role) => positions[role] === undefined);
  if (missing.length > 0) throw missingColumns(file, missing);
  return { ...emptyPositions(), ...positions };
}

function findGiven(file: HeadedFile, role: ColumnRole, name: string): number {
  const exact = file.header.indexOf(name);
  const position = exact >= 0 ? exact : file.header.findIndex((found) => fold(found) === fold(name));
  if (position >= 0) return position;
  throw new UserError(`${file.name} has no column "${name}" (given for ${role})`, {
    code: 'unknown_column',
    hint: nameHint(name, file.header),
  });
}

function findUsual(file: HeadedFile, role: ColumnRole, given: ColumnMapping): number | undefined {
  // Two columns named exactly so are a date and the time of that day.
  const [date, clock] = ['date', 'time'].map((name) =>
    file.header.findIndex((found) => fold(found) === name),
  );
  const isSplit = date >= 0 && clock >= 0 && given.time === undefined;
  if (role === 'time_of_day') return isSplit ? clock : undefined;
  if (role === 'time' && isSplit) return date;
  const usual: readonly string[] = ROLES[role];
  const found = file.header.flatMap((name, i) => (usual.includes(fold(name)) ? [i] : []));
  if (found.length > 1) {
    const names = found.map((i) => `"${file.header[i]}"`).join(' and ');
    throw new UserError(`${file.name} has several columns for ${role}: ${names}`, {
      code: 'ambiguous_column',
      hint: `choose one: columns: { ${role}: ${file.header[found[0]]} }`,
    });
  }
  return found[0];
}

function missingColumns(file: HeadedFile, missing: readonly ColumnRole[]): UserError {
  const near = missing.flatMap((role) => {
    const spare = file.header.filter((name) => COLUMN_ROLES.every((other) => !isUsual(name, other)));
    const name = spare.find((candidate) => nearestName(candidate, ROLES[role]) !== undefined);
    return name === undefined ? [] : [`${role}: ${name}`];
  });
  const wanted = missing.map((role) => (role === 'time' ? 'time (date)' : role)).join(', ');
  return new UserError(
    `no column for ${wanted}; found ${file.header.map((name) => `"${name}"`).join(', ')}`,
    {
      code: 'missing_column',
      location: file.isText ? { file: file.name, line: 1 } : { file: file.name },
      hint:
        near.length === 0 ? 'name it with columns: { … }' : `did you mean columns: { ${near.join(', ')} }?`,
    },
  );
}

function isUsual(name: string, role: ColumnRole): boolean {
  return (ROLES[role] as readonly string[]).includes(fold(name));
}

function fold(name: string): string {
  return name.toLowerCase().replaceAll(/[\s_-]/g, '');
}

function emptyPositions(): ColumnPositions {
  return {
    time: undefined,
    time_of_day: undefined,
    open: undefined,
    high: undefined,
    low: undefined,
    close: undefined,
    volume: undefined,
    adjusted_close: undefined,
    split: undefined,
    dividend: undefined,
    symbol: undefined,
  };
}
