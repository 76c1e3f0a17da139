import { writevSync } from 'node:fs';
import { constants, crc32, zstdCompressSync } from 'node:zlib';
import { CHUNK_HEADER_BYTES, NOT_PRESSED } from './trace-format.ts';

/** Faster than level 1 by a third, for a few hundredths more room: the columns are regular already. */
const PARAMETERS = { params: { [constants.ZSTD_c_compressionLevel]: -3 } };

/** Presses the body of a chunk and appends it to a file. */
export function appendPressed(file: number, body: Uint8Array): void {
  append(file, [zstdCompressSync(body, PARAMETERS)], body.length);
}

/** Appends the body of a chunk to a file as it is. */
export function appendPlain(file: number, parts: readonly Uint8Array[]): void {
  append(file, parts, NOT_PRESSED);
}

function append(file: number, parts: readonly Uint8Array[], bodyLength: number): void {
  const header = new Uint8Array(CHUNK_HEADER_BYTES);
  const view = new DataView(header.buffer);
  let length = 0;
  let checksum = 0;
  for (const part of parts) {
    length += part.length;
    checksum = crc32(part, checksum);
  }
  view.setUint32(0, length, true);
  view.setUint32(4, checksum, true);
  view.setUint32(8, bodyLength, true);
  appendWhole(file, [header, ...parts]);
}

/** Appends bytes in one call: what is cut off by the death of the process is then the end of one chunk. */
export function appendWhole(file: number, parts: readonly Uint8Array[]): void {
  for (let rest = parts; rest.length > 0; ) rest = behind(rest, writevSync(file, rest));
}

/** What is left after the first so many bytes. */
function behind(parts: readonly Uint8Array[], bytes: number): Uint8Array[] {
  let gone = bytes;
  return parts.flatMap((part) => {
    const rest = part.subarray(gone);
    gone = Math.max(0, gone - part.length);
    return rest.length > 0 ? [rest] : [];
  });
}
