import type { MimeData } from './mime-bundle.ts';

const SIGNATURES: readonly (readonly [mime: string, bytes: readonly number[]])[] = [
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/gif', [0x47, 0x49, 0x46, 0x38]],
  ['application/pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
];

/** MIME type of the bytes of a picture; undefined when they are none that front ends show. */
export function imageType(bytes: Uint8Array): string | undefined {
  return SIGNATURES.find(([, signature]) => signature.every((byte, i) => bytes[i] === byte))?.[0];
}

/** A picture as the protocol carries it: base64. */
export function imageData(bytes: Uint8Array, mime: string): MimeData {
  return {
    [mime]: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64'),
    'text/plain': `[${mime}, ${bytes.byteLength} bytes]`,
  };
}
