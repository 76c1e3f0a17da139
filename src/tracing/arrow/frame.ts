import { crc32 } from 'node:zlib';
import type { RecordBatch, RecordBatchStreamWriter } from 'apache-arrow';
import { arrow } from './apache-arrow.ts';
import { END, MARK, MARK_BYTES, PREFIX_BYTES } from './table-format.ts';

let Writer: typeof RecordBatchStreamWriter | undefined;

/**
 * The frame of a batch: its dictionaries and rows. @param schema whether the schema goes before them, as in the first
 * frame of a file; a batch without rows is then the schema alone.
 */
export function encodeFrame(batch: RecordBatch, schema: boolean): Buffer {
  Writer ??= streamWriter();
  const writer = new Writer({ compressionType: arrow().CompressionType.ZSTD });
  writer.write(batch);
  writer.finish();
  const stream = writer.toUint8Array(true);
  const rows = batch.numRows === 0 ? messageLength(stream) : stream.length - END.length;
  return framed(stream.subarray(schema ? 0 : messageLength(stream), rows));
}

/** Length of the message without a body that a stream begins with: its schema. */
export function messageLength(stream: Uint8Array): number {
  return PREFIX_BYTES + new DataView(stream.buffer, stream.byteOffset).getInt32(4, true);
}

function framed(messages: Uint8Array): Buffer {
  const end = messageLength(messages);
  const frame = Buffer.alloc(messages.length + MARK_BYTES);
  frame.set(messages.subarray(0, end));
  frame.writeInt32LE(end - PREFIX_BYTES + MARK_BYTES, 4);
  MARK.copy(frame, end);
  frame.writeUInt32LE(frame.length, end + MARK.length);
  frame.set(messages.subarray(end), end + MARK_BYTES);
  frame.writeUInt32LE(crc32(frame), end + MARK_BYTES - 4);
  return frame;
}

/** CRC of a frame as it is written into it. @param at where in the frame it stands. */
export function frameChecksum(frame: Buffer, at: number): number {
  const zero = Buffer.alloc(4);
  return crc32(frame.subarray(at + 4), crc32(zero, crc32(frame.subarray(0, at))));
}

function streamWriter(): typeof RecordBatchStreamWriter {
  return class extends arrow().RecordBatchStreamWriter {
    // apache-arrow 21 writes the compressed length in front of a buffer, where the format has the other one, and no other
    // reader takes that: https://github.com/apache/arrow-js/pull/470
    protected override _compressBodyBuffers(buffers: ArrayBufferView[]) {
      const compressed = super._compressBodyBuffers(buffers);
      buffers.forEach(({ byteLength }, i) => {
        const { buffer, byteOffset, byteLength: length } = compressed.buffers[2 * i];
        if (length === 0) return;
        const prefix = new DataView(buffer, byteOffset);
        if (prefix.getBigInt64(0, true) >= 0n) prefix.setBigInt64(0, BigInt(byteLength), true);
      });
      return compressed;
    }
  };
}
