import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { partName } from './part-name.ts';

/** The files of one container's trace, of which one is open. */
export class PartFiles {
  readonly #folder: string;
  readonly #container: string;
  readonly #ending: string;
  readonly #firstPart: number;
  readonly #paths: string[] = [];
  #file: number;

  /**
   * Opens the first file.
   *
   * @param folder must exist; a file of the same name in it is an error of the system's, EEXIST.
   * @param firstPart its number.
   */
  constructor(folder: string, container: string, ending: string, firstPart: number) {
    this.#folder = folder;
    this.#container = container;
    this.#ending = ending;
    this.#firstPart = firstPart;
    this.#file = this.#open();
  }

  /** Files so far, first to last. */
  get paths(): readonly string[] {
    return this.#paths;
  }

  /** Number of the open file. */
  get part(): number {
    return this.#firstPart + this.#paths.length - 1;
  }

  /** Closes the file and opens the next. */
  next(): void {
    closeSync(this.#file);
    this.#file = this.#open();
  }

  write(data: Uint8Array): void {
    // The system may take less than it is given.
    for (let at = 0; at < data.length; ) at += writeSync(this.#file, data, at);
  }

  close(): void {
    closeSync(this.#file);
  }

  #open(): number {
    const part = this.#firstPart + this.#paths.length;
    const path = join(this.#folder, partName({ container: this.#container, part }, this.#ending));
    const file = openSync(path, 'wx');
    this.#paths.push(path);
    return file;
  }
}
