import { createHash } from 'node:crypto';
import { serialize } from 'node:v8';
import type { SavedState } from '../foundation/state.ts';

/** SHA-256 in hex over a state, bit by bit: equal hashes, equal states. */
export function stateHash({ words, extras }: SavedState): string {
  const hash = createHash('sha256');
  hash.update(new Uint8Array(words.buffer, words.byteOffset, words.byteLength));
  if (extras.length > 0) hash.update(serialize(extras));
  return hash.digest('hex');
}

/** Bytes that a state takes up; what user components keep is measured as it would be written. */
export function stateBytes({ words, extras }: SavedState): number {
  return words.byteLength + (extras.length === 0 ? 0 : serialize(extras).byteLength);
}
