import { readFile } from 'node:fs/promises';
import { UserError } from '../../foundation/user-error.ts';

export interface EquityRows {
  /** Ends of bars, UTC milliseconds. */
  readonly time: Float64Array;
  readonly equity: Float64Array;
  readonly grossExposure: Float64Array;
}

const HEADER = 'time,equity,gross_exposure';

/** The equity that a run wrote to disk; null where it kept none. @throws UserError for a damaged file, with the line. */
export async function readEquityFile(path: string): Promise<EquityRows | null> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  const lines = text.split('\n');
  const damaged = (line: number) =>
    new UserError(`${path}:${line}: expected ${HEADER}, found "${(lines[line - 1] ?? '').slice(0, 60)}"`, {
      code: 'damaged_results',
    });
  if (lines[0] !== HEADER) throw damaged(1);
  if (lines.at(-1) !== '') throw damaged(lines.length);
  const rows = lines.length - 2;
  const columns = [new Float64Array(rows), new Float64Array(rows), new Float64Array(rows)];
  for (let row = 0; row < rows; row++) {
    const cells = lines[row + 1].split(',');
    columns[0][row] = Date.parse(cells[0]);
    columns[1][row] = cells[1] === '' ? Number.NaN : Number(cells[1]);
    columns[2][row] = cells[2] === '' ? Number.NaN : Number(cells[2]);
    if (cells.length !== 3 || columns.some((column) => Number.isNaN(column[row]))) throw damaged(row + 2);
  }
  const [time, equity, grossExposure] = columns;
  return { time, equity, grossExposure };
}
