import { PassThrough, Writable } from 'node:stream';

/** Keys of a terminal elsewhere, as the process's own terminal would bring them. */
export class TerminalInput extends PassThrough {
  readonly isTTY = true;
  readonly isRaw = true;

  setRawMode(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }
}

/** The screen of a terminal elsewhere. `resize` is emitted when it has another size. */
export class TerminalOutput extends Writable {
  readonly isTTY = true;
  columns: number;
  rows: number;
  readonly #send: (text: string) => void;

  constructor(size: { readonly columns: number; readonly rows: number }, send: (text: string) => void) {
    super({ decodeStrings: false });
    this.columns = size.columns;
    this.rows = size.rows;
    this.#send = send;
  }

  resize({ columns, rows }: { readonly columns: number; readonly rows: number }): void {
    this.columns = columns;
    this.rows = rows;
    this.emit('resize');
  }

  override _write(chunk: string | Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#send(String(chunk));
    done();
  }
}
