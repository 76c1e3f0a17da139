import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import type { EventRecord } from '../../events/event.ts';
import { beginsTrace, MAGIC } from '../file/trace-format.ts';
import { readTraceFile } from '../file/trace-reader.ts';
import { damaged } from './damage.ts';
import { parsePartName } from './part-name.ts';
import { notATrace } from './trace-header.ts';
import type { TraceReader } from './trace-reader.ts';

const ENDING = '.trace';
const PORTION = 4096;

/** Reader of columnar files. They have no header: what they are the trace of is their name. */
export const columnarReader: TraceReader = {
  ending: ENDING,
  async header(path) {
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(MAGIC.length), 0, MAGIC.length, 0);
      if (!beginsTrace(buffer.subarray(0, bytesRead), path)) throw notATrace(path);
      if (bytesRead < MAGIC.length) return undefined;
      return { ...parsePartName(basename(path, ENDING)), events: null };
    } finally {
      await file.close();
    }
  },
  async *portions(path, isLast, { onNotice, wanted }) {
    let portion: EventRecord[] = [];
    const notice = (message: string) => {
      if (!isLast) throw damaged(path, message);
      onNotice?.({ file: path, message });
    };
    for (const event of readTraceFile(path, { onNotice: notice })) {
      if (wanted !== undefined && !wanted(event.id)) continue;
      portion.push(event);
      if (portion.length < PORTION) continue;
      yield portion;
      portion = [];
    }
    if (portion.length > 0) yield portion;
  },
};
