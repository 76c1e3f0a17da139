import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

/**
 * Line numbers (the header is line 1) of rows given by their number (1 is the first below the header), in rising order.
 * They differ where the file has blank lines or line breaks inside quotes.
 */
export async function lineNumbers(path: string, rows: readonly number[]): Promise<number[]> {
  const found: number[] = [];
  let line = 0;
  let row = -1;
  let insideQuotes = false;
  const stream = createReadStream(path, 'utf8');
  try {
    for await (const text of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
      line++;
      if (text === '' && !insideQuotes) continue;
      if (!insideQuotes) {
        row++;
        if (row === rows[found.length]) found.push(line);
        if (found.length === rows.length) break;
      }
      if (text.split('"').length % 2 === 0) insideQuotes = !insideQuotes;
    }
  } finally {
    stream.destroy();
  }
  return found;
}
