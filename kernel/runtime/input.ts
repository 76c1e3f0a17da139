import { currentRun, KeyboardInterrupt } from '../evaluator/cell-run.ts';
import type { Emit } from './event-writer.ts';
import {
  INPUT,
  INPUT_INTERRUPTED,
  INPUT_LENGTH,
  INPUT_NONE,
  INPUT_WAITING,
  type SharedControl,
} from './shared-control.ts';

/** Asks the user for a line and waits for it: the whole thread stands still, as with `prompt` in a browser. */
export class Input {
  readonly #emit: Emit;
  readonly #shared: SharedControl;
  /** Id of the cell that may ask. */
  #allowedFor: string | undefined;

  constructor(emit: Emit, shared: SharedControl) {
    this.#emit = emit;
    this.#shared = shared;
  }

  /** @param id cell that may ask from now on; undefined for none */
  allow(id: string | undefined): void {
    this.#allowedFor = id;
  }

  /** Whether somebody sits before the front end of a cell: whoever runs notebooks in a batch takes no input. */
  isAllowed(id: string): boolean {
    return id === this.#allowedFor;
  }

  /**
   * @throws Error when the front end takes no input, or no longer for this cell.
   * @throws KeyboardInterrupt when the user stops the cell.
   */
  read(prompt: string, password: boolean): string {
    const id = currentRun()?.id;
    if (id === undefined || id !== this.#allowedFor) {
      throw new Error(
        'input was asked for, and the front end does not take any (allow_stdin is false or the cell is over)',
      );
    }
    const { words, input } = this.#shared;
    Atomics.store(words, INPUT, INPUT_WAITING);
    this.#emit({ type: 'input', id, prompt, password });
    Atomics.wait(words, INPUT, INPUT_WAITING);
    const state = Atomics.exchange(words, INPUT, INPUT_NONE);
    if (state === INPUT_INTERRUPTED) throw new KeyboardInterrupt();
    return new TextDecoder().decode(input.slice(0, Atomics.load(words, INPUT_LENGTH)));
  }
}
