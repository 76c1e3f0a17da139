import { nameHint, nearestName } from '../foundation/nearest-name.ts';
import { UserError } from '../foundation/user-error.ts';
import type { CsvFile } from './csv-file.ts';

/** What a column of a price file can be, with the names it goes by (lower case, without spaces, `-` and `_`). */
const ROLES = {
  time: ['date', 'time', 'timestamp', 'datetime', 'ts'],
  open: ['open'],
  high: ['high'],
  low: ['low'],
  close: ['close'],
  volume: ['volume', 'vol'],
  adjusted_close: ['adjclose', 'adjustedclose'],
  symbol: ['symbol'],
} as const;

export type ColumnRole = keyof typeof ROLES;
export const COLUMN_ROLES = Object.keys(ROLES) as ColumnRole[];
const NEEDED: readonly ColumnRole[] = ['time', 'open', 'high', 'low', 'close'];

/** Names of columns as the user gave them; null says that the file's column of that kind is not to be used. */
export type ColumnMapping = { readonly [role in ColumnRole]?: string | null };

/** Where in the file each column stands, from 0; undefined for one that it does not have. */
export type ColumnPositions = { readonly [role in ColumnRole]: number | undefined };

/** Finds the columns of a file by given names first, then by usual ones. Throws a UserError when one is missing or unclear. */
export function findColumns(file: CsvFile, given: ColumnMapping = {}): ColumnPositions {
  const positions: { [role in ColumnRole]?: number } = {};
  for (const role of COLUMN_ROLES) {
    const name = given[role];
    if (name === null) continue;
    positions[role] = name === undefined ? findUsual(file, role) : findGiven(file, role, name);
  }
  const missing = NEEDED.filter((role) => positions[role] === undefined);
  if (missing.length > 0) throw missingColumns(file, missing);
  return { ...emptyPositions(), ...positions };
}

function findGiven(file: CsvFile, role: ColumnRole, name: string): number {
  const exact = file.header.indexOf(name);
  const position = exact >= 0 ? exact : file.header.findIndex((found) => fold(found) === fold(name));
  if (position >= 0) return position;
  throw new UserError(`${file.name} has no column "${name}" (given for ${role})`, {
    code: 'unknown_column',
    hint: nameHint(name, file.header),
  });
}

function findUsual(file: CsvFile, role: ColumnRole): number | undefined {
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

function missingColumns(file: CsvFile, missing: readonly ColumnRole[]): UserError {
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
      location: { file: file.name, line: 1 },
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
    open: undefined,
    high: undefined,
    low: undefined,
    close: undefined,
    volume: undefined,
    adjusted_close: undefined,
    symbol: undefined,
  };
}
