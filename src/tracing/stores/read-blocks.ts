import { type FileHandle, open } from 'node:fs/promises';
import type { Compression } from './compression.ts';
import { damaged, torn } from './damage.ts';
import type { ReadOptions } from './trace-reader.ts';

const CHUNK = 1 << 20;
const NEWLINE = 10;

/** Text of whole lines, each with its line break; the last one may lack it. */
export type TextBlocks = AsyncGenerator<Buffer, void, void>;

/** The text of a file that is not compressed. */
export async function* plainBlocks(path: string): TextBlocks {
  const file = await open(path);
  try {
    let rest = Buffer.alloc(0);
    for (;;) {
      const chunk = Buffer.allocUnsafe(CHUNK);
      const { bytesRead } = await file.read(chunk, 0, CHUNK, null);
      if (bytesRead === 0) break;
      const text = Buffer.concat([rest, chunk.subarray(0, bytesRead)]);
      const end = text.lastIndexOf(NEWLINE) + 1;
      rest = text.subarray(end);
      if (end > 0) yield text.subarray(0, end);
    }
    if (rest.length > 0) yield rest;
  } finally {
    await file.close();
  }
}

/** The text of a compressed file, one frame after the other. */
export async function* frameBlocks(
  path: string,
  compression: Compression,
  isLast: boolean,
  options: ReadOptions,
): TextBlocks {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    for (let at = 0; at < size; ) {
      const left = size - at;
      const start = await readAt(file, at, Math.min(compression.prefix, left));
      const length = start.length < compression.prefix ? undefined : compression.frameLength(start);
      const isTorn = length === undefined ? start.length < compression.prefix : length > left;
      if (isTorn && compression.mayStart(start)) {
        // A length that was damaged looks like a torn end too; but behind a torn end there are no more frames.
        const next = (await readAt(file, at, left)).indexOf(compression.start, 1);
        if (next > 0) throw damaged(path, `the length of the frame at byte ${at} is damaged`);
        torn(path, `the last ${left} bytes are a torn frame`, isLast, options);
        return;
      }
      if (length === undefined) throw damaged(path, `no frame of a trace starts at byte ${at}`);
      let text: Buffer;
      try {
        text = compression.decode(await readAt(file, at, length));
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        throw damaged(path, `the frame at byte ${at} is damaged: ${reason}`);
      }
      yield text;
      at += length;
    }
  } finally {
    await file.close();
  }
}

/** Up to `length` bytes; fewer where the file ends. */
export async function readAt(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  const { bytesRead } = await file.read(buffer, 0, length, at);
  return buffer.subarray(0, bytesRead);
}
