import { open, readdir, stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { nearestName } from '../foundation/nearest-name.ts';
import { UserError } from '../foundation/user-error.ts';

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
}

/** Opens the file and reads its head. Throws a UserError when there is no such file, or no header in it. */
export async function openCsv(name: string, baseDirectory: string): Promise<CsvFile> {
  const path = resolve(baseDirectory, name);
  await mustBeFile(name, path);
  const { text, whole } = await readHead(name, path);
  if (text.trim() === '') throw new UserError(`${name} is empty`, { code: 'empty_file' });
  if (text.includes('\0')) {
    throw new UserError(`${name} is not a text file`, {
      code: 'not_text',
      hint: 'a CSV file in UTF-8 is needed',
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
  return { name, path, delimiter, header, sample };
}

async function mustBeFile(name: string, path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile()) return;
  if (found !== undefined) {
    const files = (await readdir(path)).filter((file) => file.endsWith('.csv')).sort();
    throw new UserError(`${name} is a folder, not a file`, {
      code: 'not_a_file',
      hint: files.length === 0 ? 'it holds no .csv file' : `it holds ${files.slice(0, 5).join(', ')}`,
    });
  }
  const siblings = await readdir(dirname(path)).catch(() => undefined);
  if (siblings === undefined) {
    throw new UserError(`no file ${name}: its folder does not exist`, { code: 'missing_file' });
  }
  const near = nearestName(basename(path), siblings);
  throw new UserError(`no file ${name}`, {
    code: 'missing_file',
    hint:
      near === undefined
        ? undefined
        : `did you mean "${name.slice(0, name.length - basename(name).length)}${near}"?`,
  });
}

async function readHead(name: string, path: string): Promise<{ text: string; whole: boolean }> {
  const file = await open(path).catch((cause: unknown) => {
    throw new UserError(`${name} cannot be opened`, { code: 'unreadable_file', cause });
  });
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    // TextDecoder leaves the byte order mark out, which many spreadsheets write.
    return { text: new TextDecoder().decode(buffer.subarray(0, bytesRead)), whole: bytesRead < HEAD_BYTES };
  } finally {
    await file.close();
  }
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
export function splitLine(line: string, delimiter: string): string[] {
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
