import { UserError } from '../../foundation/user-error.ts';
import { textHead } from './text-stream.ts';

/** Enough for any header and some hundred rows. */
const HEAD_BYTES = 65_536;

/** A CSV file that exists, with what its first lines tell. */
export interface CsvFile {
  /** As the user wrote it, for messages. */
  readonly name: string;
  readonly path: string;
  readonly delimiter: string;
  readonly header: readonly string[];
  /** Cells of the first rows, as many as the head of the file holds whole. */
  readonly sample: readonly (readonly string[])[];
  readonly isText: true;
}

/** Reads the head of a file that exists. Throws a UserError when it is no text, or has no header. */
export async function openCsv(name: string, path: string): Promise<CsvFile> {
  const { text, whole } = await textHead(name, path, HEAD_BYTES);
  if (text.trim() === '') throw new UserError(`${name} is empty`, { code: 'empty_file' });
  if (text.includes('\0')) {
    throw new UserError(`${name} is not a text file`, {
      code: 'not_text',
      hint: 'bars are read from CSV in UTF-8, Parquet and Arrow IPC (Feather)',
    });
  }
  const lines = text.split(/\r\n|\n|\r/);
  if (!whole) lines.pop();
  if (lines.length === 0 || lines[0].trim() === '') {
    throw new UserError(`${name} has no header on line 1`, {
      code: 'no_header',
      hint: 'the column names are needed there',
    });
  }
  const delimiter = findDelimiter(lines[0]);
  const [header, ...sample] = lines.filter((line) => line !== '').map((line) => splitLine(line, delimiter));
  return { name, path, delimiter, header, sample, isText: true };
}

/** The separator that the header uses most; a comma when it has none. */
function findDelimiter(header: string): string {
  let best = ',';
  for (const candidate of [';', '\t', '|']) {
    if (header.split(candidate).length > header.split(best).length) best = candidate;
  }
  return best;
}

/** Cells of one line, trimmed, quotes taken off. */
function splitLine(line: string, delimiter: string): string[] {
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < line.length; i++) {
    const char = line[i];
    if (char === '"' && quoted && line[i + 1] === '"') {
      cell += '"';
      i++;
    } else if (char === '"') {
      quoted = !quoted;
    } else if (char === delimiter && !quoted) {
      cells.push(cell.trim());
      cell = '';
    } else {
      cell += char;
    }
  }
  cells.push(cell.trim());
  return cells;
}
