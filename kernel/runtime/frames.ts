import { deserialize, serialize } from 'node:v8';

const PREFIX = 4;

/** A value as bytes, with its length before it. */
export function encodeFrame(value: unknown): Buffer {
  const body = serialize(value);
  const frame = Buffer.allocUnsafe(PREFIX + body.length);
  frame.writeUInt32LE(body.length);
  body.copy(frame, PREFIX);
  return frame;
}

/** Puts values together from the pieces in which a pipe delivers them. */
export class FrameReader {
  #pieces: Buffer[] = [];
  #length = 0;

  /** Takes a piece; returns the values that are complete with it. */
  push(piece: Buffer): unknown[] {
    this.#pieces.push(piece);
    this.#length += piece.length;
    const values: unknown[] = [];
    for (;;) {
      const wanted = this.#wanted();
      if (wanted === undefined || this.#length < wanted) return values;
      const all = this.#joined();
      values.push(deserialize(all.subarray(PREFIX, wanted)));
      this.#pieces = all.length > wanted ? [all.subarray(wanted)] : [];
      this.#length = all.length - wanted;
    }
  }

  /** Bytes of the frame that has begun. Pieces are only joined when it is all there: a large one has thousands. */
  #wanted(): number | undefined {
    if (this.#length < PREFIX) return undefined;
    if (this.#pieces[0].length < PREFIX) this.#pieces = [this.#joined()];
    return PREFIX + this.#pieces[0].readUInt32LE();
  }

  #joined(): Buffer {
    return this.#pieces.length === 1 ? this.#pieces[0] : Buffer.concat(this.#pieces);
  }
}
