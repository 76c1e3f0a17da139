import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Envelope, Header, JsonObject } from './message.ts';

const DELIMITER = Buffer.from('<IDS|MSG>');

/** Why frames are no message for us. Such frames are dropped and counted, never acted upon. */
export type DropReason =
  | 'no delimiter'
  | 'too few frames'
  | 'wrong signature'
  | 'malformed JSON'
  | 'no header';

export type Decoded =
  | { readonly ok: true; readonly envelope: Envelope }
  | { readonly ok: false; readonly reason: DropReason };

/** Turns messages into signed ZeroMQ frames and back. */
export class Codec {
  readonly #key: string;

  /** @param key secret of the connection file; an empty one switches signing off, as the protocol has it. */
  constructor(key: string) {
    this.#key = key;
  }

  encode({ identities, message }: Envelope): Uint8Array[] {
    const parts = [message.header, message.parent, message.metadata, message.content].map((part) =>
      Buffer.from(JSON.stringify(part, replaceUnspeakable)),
    );
    const signature = Buffer.from(this.#sign(parts));
    return [...identities, DELIMITER, signature, ...parts, ...message.buffers];
  }

  /** Never throws: frames come from outside. */
  decode(frames: readonly Uint8Array[]): Decoded {
    const at = frames.findIndex((frame) => DELIMITER.equals(frame));
    if (at < 0) return { ok: false, reason: 'no delimiter' };
    if (frames.length < at + 6) return { ok: false, reason: 'too few frames' };
    const parts = frames.slice(at + 2, at + 6);
    if (!this.#isSignedBy(parts, frames[at + 1])) return { ok: false, reason: 'wrong signature' };
    let header: unknown;
    let parent: unknown;
    let metadata: unknown;
    let content: unknown;
    try {
      [header, parent, metadata, content] = parts.map(
        (part) =>
          JSON.parse(Buffer.from(part.buffer, part.byteOffset, part.byteLength).toString('utf8')) as unknown,
      );
    } catch {
      return { ok: false, reason: 'malformed JSON' };
    }
    if (!isHeader(header)) return { ok: false, reason: 'no header' };
    return {
      ok: true,
      envelope: {
        identities: frames.slice(0, at),
        message: {
          header,
          parent: isHeader(parent) ? parent : {},
          metadata: asObject(metadata),
          content: asObject(content),
          buffers: frames.slice(at + 6),
        },
      },
    };
  }

  #sign(parts: readonly Uint8Array[]): string {
    if (this.#key === '') return '';
    const hmac = createHmac('sha256', this.#key);
    for (const part of parts) hmac.update(part);
    return hmac.digest('hex');
  }

  #isSignedBy(parts: readonly Uint8Array[], signature: Uint8Array): boolean {
    if (this.#key === '') return true;
    const expected = Buffer.from(this.#sign(parts));
    return expected.length === signature.length && timingSafeEqual(expected, signature);
  }
}

/** JSON knows no bigint, and a chart's data may hold one. */
function replaceUnspeakable(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}

function asObject(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

function isHeader(value: unknown): value is Header {
  if (typeof value !== 'object' || value === null) return false;
  const { msg_id, msg_type } = value as Partial<Header>;
  return typeof msg_id === 'string' && typeof msg_type === 'string';
}
