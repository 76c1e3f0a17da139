import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { UserError } from '../../foundation/user-error.ts';

/** The bytes of a file, unpacked when its name ends in `.gz`. */
export function byteStream(path: string): Readable {
  const stream = createReadStream(path);
  if (!isPacked(path)) return stream;
  const unpacked = createGunzip();
  stream.on('error', (error) => unpacked.destroy(error));
  unpacked.on('close', () => stream.destroy());
  return stream.pipe(unpacked);
}

/** The first bytes of a file as text, and whether they are all. @throws UserError when it cannot be read. */
export async function textHead(
  name: string,
  path: string,
  bytes: number,
): Promise<{ readonly text: string; readonly whole: boolean }> {
  const { head, whole } = isPacked(path)
    ? await unpackedHead(name, path, bytes)
    : await fileHead(name, path, bytes);
  // TextDecoder leaves the byte order mark out, which many spreadsheets write.
  return { text: new TextDecoder().decode(head), whole };
}

/** The first bytes of a file as they stand on disk. @throws UserError when it cannot be opened. */
export async function fileHead(
  name: string,
  path: string,
  bytes: number,
): Promise<{ readonly head: Uint8Array; readonly whole: boolean }> {
  const file = await open(path).catch((cause: unknown) => {
    throw new UserError(`${name} cannot be opened`, { code: 'unreadable_file', cause });
  });
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, 0);
    return { head: buffer.subarray(0, bytesRead), whole: bytesRead < bytes };
  } finally {
    await file.close();
  }
}

async function unpackedHead(name: string, path: string, bytes: number) {
  const parts: Buffer[] = [];
  let length = 0;
  const stream = byteStream(path);
  try {
    for await (const part of stream as AsyncIterable<Buffer>) {
      parts.push(part);
      length += part.length;
      if (length >= bytes) break;
    }
  } catch (cause) {
    throw new UserError(`${name} cannot be unpacked: it is no gzip file, or not whole`, {
      code: 'unreadable_file',
      cause,
    });
  } finally {
    stream.destroy();
  }
  return { head: Buffer.concat(parts).subarray(0, bytes), whole: length < bytes };
}

function isPacked(path: string): boolean {
  return path.endsWith('.gz');
}
