import { createInterface } from 'node:readline';
import { byteStream } from './text-stream.ts';

const NEWLINE = 10;
const RETURN = 13;

/**
 * Line numbers (the header is line 1) of rows given by their number (1 is the first below the header), in rising order.
 * They differ where the file has blank lines or line breaks inside quotes.
 */
export async function lineNumbers(path: string, rows: readonly number[]): Promise<number[]> {
  const found: number[] = [];
  let line = 0;
  let row = -1;
  let insideQuotes = false;
  const stream = byteStream(path).setEncoding('utf8');
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

/** Line numbers of places given as counts of bytes from the start of the file, in rising order. */
export async function linesAtBytes(path: string, places: readonly number[]): Promise<number[]> {
  const found: number[] = [];
  let line = 1;
  let done = 0;
  let afterReturn = false;
  const stream = byteStream(path);
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      for (const byte of chunk) {
        while (places[found.length] <= done) found.push(line);
        if (found.length === places.length) return found;
        // \r\n is one break, which the \r has already counted.
        if (byte === RETURN || (byte === NEWLINE && !afterReturn)) line++;
        afterReturn = byte === RETURN;
        done++;
      }
    }
  } finally {
    stream.destroy();
  }
  while (found.length < places.length) found.push(line);
  return found;
}
