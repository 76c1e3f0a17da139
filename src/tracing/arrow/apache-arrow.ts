import { createRequire } from 'node:module';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type * as Arrow from 'apache-arrow';
import { lz4Decompress } from './lz4.ts';

const require = createRequire(import.meta.url);
const FAST = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };
let loaded: typeof Arrow | undefined;

/**
 * The package `apache-arrow`, loaded when it is first asked for: that takes some 0.15 s, which no command should spend
 * that meets no Arrow file. Not by `import()`, since a trace may be opened in the middle of a run, where nobody waits.
 */
export function arrow(): typeof Arrow {
  if (loaded === undefined) {
    loaded = require('apache-arrow') as typeof Arrow;
    const { compressionRegistry, CompressionType } = loaded;
    // Somebody else in the process may have brought a codec of their own.
    if (compressionRegistry.get(CompressionType.ZSTD) === null) {
      compressionRegistry.set(CompressionType.ZSTD, {
        encode: (data) => zstdCompressSync(data, FAST),
        // A copy of its own, as what stands in Node's pool may begin at any byte.
        decode: (data) => new Uint8Array(zstdDecompressSync(data)),
      });
    }
    // Not written by us, but what others write by default.
    if (compressionRegistry.get(CompressionType.LZ4_FRAME) === null) {
      compressionRegistry.set(CompressionType.LZ4_FRAME, { decode: (data) => lz4Decompress(data) });
    }
  }
  return loaded;
}
