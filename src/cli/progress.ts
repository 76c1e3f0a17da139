import { progressText } from '../workflows/progress/progress-text.ts';
import type { CliEffects } from './effects.ts';

const ERASE = '\r\u001b[K';

/** One line on a terminal that is written over while a run goes on, and gone when it ends. Silent elsewhere. */
export class ProgressLine {
  readonly #effects: CliEffects;
  readonly #live: boolean;
  #startedAt: number | null = null;
  #shown = false;
  #ended = false;

  constructor(effects: CliEffects, wanted: boolean) {
    this.#effects = effects;
    this.#live = wanted && effects.stderr.isTTY && effects.env.TERM !== 'dumb';
  }

  /** Says what is done now, before there is anything to count. */
  say(text: string): void {
    if (this.#live) this.#write(text);
  }

  /** For `onProgress` of a run, which calls at most ten times a second. */
  readonly update = (done: number, total: number, bars: number): void => {
    if (!this.#live || this.#ended) return;
    const now = this.#effects.now();
    // The first call comes a tenth of a second into the run.
    this.#startedAt ??= now - 100;
    const columns = this.#effects.stderr.columns ?? 80;
    this.#write(progressText({ done, total, bars, elapsed: now - this.#startedAt }, columns));
  };

  /** Says what is done until `erase`; progress is not shown any more. */
  end(text: string): void {
    this.say(text);
    this.#ended = true;
  }

  erase(): void {
    if (this.#shown) this.#effects.stderr.write(ERASE);
    this.#shown = false;
  }

  #write(text: string): void {
    this.#effects.stderr.write(`${ERASE}${text}`);
    this.#shown = true;
  }
}
