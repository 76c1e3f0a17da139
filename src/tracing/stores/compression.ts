import {
  constants,
  crc32,
  deflateRawSync,
  inflateRawSync,
  zstdCompressSync,
  zstdDecompressSync,
} from 'node:zlib';

/**
 * A compressed trace is a row of frames, each independent of those before it and written in one go: whatever ends the
 * process, all frames but the last are whole. Every frame tells its length in front, so that a torn end is told from
 * damage without decoding. `gzip -d` and `zstd -d` read the files as they are.
 */
export interface Compression {
  /** Bytes in front of a frame that tell how long it is. */
  readonly prefix: number;
  encode(data: Uint8Array): Buffer;
  /** Length of the frame that starts with these bytes, all of `prefix`; undefined when none starts so. */
  frameLength(start: Buffer): number | undefined;
  /** Whether these bytes, fewer than `prefix`, may be how a frame starts. */
  mayStart(start: Buffer): boolean;
  /** What every frame starts with: so long that it stands nowhere else. */
  readonly start: Buffer;
  /** @throws Error when the frame is damaged. */
  decode(frame: Buffer): Buffer;
}

const GZIP_PREFIX = 20;
/** Deflate, with an extra field; no time, so that equal runs give equal files. */
const GZIP_START = Buffer.from([0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 0xff, 8, 0, 0x41, 0x44, 4, 0]);
const GZIP_TRAILER = 8;

/** Gzip members that hold their length in an extra field "AD", as BGZF does in one of its own (RFC 1952, 2.3.1.1). */
export const gzip: Compression = {
  prefix: GZIP_PREFIX,
  start: GZIP_START,
  encode(data) {
    const body = deflateRawSync(data);
    const frame = Buffer.alloc(GZIP_PREFIX + body.length + GZIP_TRAILER);
    GZIP_START.copy(frame);
    frame.writeUInt32LE(frame.length, GZIP_START.length);
    body.copy(frame, GZIP_PREFIX);
    frame.writeUInt32LE(crc32(data), frame.length - 8);
    frame.writeUInt32LE(data.length, frame.length - 4);
    return frame;
  },
  frameLength(start) {
    if (!this.mayStart(start.subarray(0, GZIP_START.length))) return undefined;
    const length = start.readUInt32LE(GZIP_START.length);
    return length > GZIP_PREFIX + GZIP_TRAILER ? length : undefined;
  },
  mayStart: (start) => GZIP_START.subarray(0, start.length).equals(start.subarray(0, GZIP_START.length)),
  decode(frame) {
    const data = inflateRawSync(frame.subarray(GZIP_PREFIX, frame.length - GZIP_TRAILER));
    if (frame.readUInt32LE(frame.length - 4) !== data.length) throw new Error('wrong length');
    if (frame.readUInt32LE(frame.length - 8) !== crc32(data)) throw new Error('wrong checksum');
    return data;
  },
};

const ZSTD_PREFIX = 16;
/** A skippable frame of eight bytes (RFC 8878, 3.1.2): "ADMF" and the length of the frame behind it. */
const ZSTD_START = Buffer.from([0x5a, 0x2a, 0x4d, 0x18, 8, 0, 0, 0, 0x41, 0x44, 0x4d, 0x46]);
const ZSTD_OPTIONS = { params: { [constants.ZSTD_c_checksumFlag]: 1 } };

/** Zstandard frames with checksums, each behind a skippable frame that holds its length. */
export const zstd: Compression = {
  prefix: ZSTD_PREFIX,
  start: ZSTD_START,
  encode(data) {
    const body = zstdCompressSync(data, ZSTD_OPTIONS);
    const length = Buffer.alloc(4);
    length.writeUInt32LE(ZSTD_PREFIX + body.length);
    return Buffer.concat([ZSTD_START, length, body]);
  },
  frameLength(start) {
    if (!this.mayStart(start.subarray(0, ZSTD_START.length))) return undefined;
    const length = start.readUInt32LE(ZSTD_START.length);
    return length > ZSTD_PREFIX ? length : undefined;
  },
  mayStart: (start) => ZSTD_START.subarray(0, start.length).equals(start.subarray(0, ZSTD_START.length)),
  decode: (frame) => zstdDecompressSync(frame.subarray(ZSTD_PREFIX)),
};
