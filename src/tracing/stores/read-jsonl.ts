import type { EventRecord } from '../../events/event.ts';
import { damaged, torn } from './damage.ts';
import { frameBlocks, plainBlocks, type TextBlocks } from './read-blocks.ts';
import type { JsonlFormat } from './trace-format.ts';
import { parseHeader } from './trace-header.ts';
import type { ReadOptions, TraceReader } from './trace-reader.ts';

/** Reader of lines of JSON. */
export function jsonlReader({ ending, compression }: JsonlFormat): TraceReader {
  const blocks = (path: string, isLast: boolean, options: ReadOptions): TextBlocks =>
    compression === null ? plainBlocks(path) : frameBlocks(path, compression, isLast, options);
  return {
    ending,
    async header(path) {
      for await (const block of blocks(path, true, {})) {
        const text = block.toString();
        const end = text.indexOf('\n');
        // A header that is torn is no mistake: the file was begun, and then the process ended.
        if (end < 0 && '{"admf_trace":'.startsWith(text.slice(0, 14)) && !isJson(text)) return undefined;
        return parseHeader(end < 0 ? text : text.slice(0, end), path);
      }
      return undefined;
    },
    async *portions(path, isLast, options) {
      let line = 0;
      for await (const block of blocks(path, isLast, options)) {
        const lines = block.toString().split('\n');
        // What stands behind the last line break: nothing, or a line that lacks its own.
        const last = lines.pop() as string;
        const events: EventRecord[] = [];
        for (const text of lines) {
          line++;
          if (line === 1) parseHeader(text, path);
          else if (isWanted(text, options)) events.push(eventOf(text, path, line));
        }
        if (last !== '') readLast(last, ++line, events, path, isLast, options);
        if (events.length > 0) yield events;
      }
      if (line === 0) torn(path, 'the file is empty', isLast, options);
    },
  };
}

/** A record that is whole but for its line break is kept: no part of a JSON object is a JSON object. */
function readLast(
  text: string,
  line: number,
  events: EventRecord[],
  path: string,
  isLast: boolean,
  options: ReadOptions,
): void {
  if (!isJson(text)) torn(path, `the last record, in line ${line}, is torn`, isLast, options);
  else if (line === 1) parseHeader(text, path);
  else if (isWanted(text, options)) events.push(eventOf(text, path, line));
}

const ID_START = '{"id":"';

/** Finds the id without reading the line, which takes a fraction of the time. */
function isWanted(line: string, { wanted }: ReadOptions): boolean {
  if (wanted === undefined || !line.startsWith(ID_START)) return true;
  const id = line.slice(ID_START.length, line.indexOf('"', ID_START.length));
  return id.includes('\\') || wanted(id);
}

function eventOf(line: string, path: string, number: number): EventRecord {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    throw damaged(path, `this line is not an event: ${(error as Error).message}`, number);
  }
  if (!isEvent(value)) throw damaged(path, 'this line is JSON, but not an event', number);
  return value;
}

function isEvent(value: unknown): value is EventRecord {
  if (typeof value !== 'object' || value === null) return false;
  const { id, type, sequenceNumber, containerId, payload } = value as Partial<EventRecord>;
  return (
    typeof id === 'string' &&
    typeof type === 'string' &&
    typeof sequenceNumber === 'number' &&
    typeof containerId === 'string' &&
    typeof payload === 'object' &&
    payload !== null
  );
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
