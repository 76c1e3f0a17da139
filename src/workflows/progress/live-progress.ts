import { escapeHtml } from '../../foundation/html.ts';
import { compact, duration } from './progress-text.ts';

/** What is seen of work that goes on: one picture takes the place of the one before. */
export interface ProgressFrame {
  readonly html: string;
  readonly text: string;
}

/** Where progress is shown, and what time it is there. */
export interface ProgressPlace {
  /** Milliseconds of a clock that only goes forward. */
  readonly now: () => number;
  readonly show: (frame: ProgressFrame) => void;
  /** Ends what is shown at once when the user stops the work. */
  readonly signal?: AbortSignal;
}

/** How work came to its end. */
export type WorkEnd = 'done' | 'interrupted' | 'failed';

/** Work that is over sooner shows nothing, in milliseconds. */
const PATIENCE = 500;
/** Between two pictures, in milliseconds. */
const REFRESH = 100;

/**
 * How far long work is: nothing for half a second, then a bar with rate and time left, at most ten times a second, and one
 * line at its end.
 */
export class LiveProgress {
  readonly #what: string;
  readonly #place: ProgressPlace;
  #picture: () => string = () => '';
  #startedAt: number;
  /** Says that bars are loaded when that takes long; null when they are there. */
  #loading: NodeJS.Timeout | null = null;
  readonly #stop = () => this.end('interrupted');
  #drawnAt: number | null = null;
  #isOver = false;
  #done = 0;
  #total = 0;
  #bars = 0;

  /** @param what in the first words of its lines: `run sp500-trend`. */
  constructor(what: string, place: ProgressPlace) {
    this.#what = what;
    this.#place = place;
    this.#startedAt = place.now();
    place.signal?.addEventListener('abort', this.#stop);
  }

  /** While it loads bars, of which nobody knows how long it takes, it says only that, after half a second. */
  async loading<T>(load: () => Promise<T>): Promise<T> {
    this.#loading = setTimeout(() => {
      this.#drawnAt = this.#place.now();
      this.#show(`${this.#what}: loading bars…`);
    }, PATIENCE);
    try {
      return await load();
    } catch (error) {
      this.end(endBy(error));
      throw error;
    } finally {
      clearTimeout(this.#loading);
    }
  }

  /**
   * Bars are there: work begins of which rate and time left are told.
   *
   * @param picture HTML below the line, drawn anew each time; it stays when the work is over. None when left out.
   */
  begin(picture: () => string = () => ''): void {
    this.#loading = null;
    this.#picture = picture;
    this.#startedAt = this.#place.now();
  }

  /** @param bars done, for the rate. */
  update(done: number, total: number, bars: number = done): void {
    if (this.#isOver) return;
    this.#done = done;
    this.#total = total;
    this.#bars = bars;
    const now = this.#place.now();
    if (now - this.#startedAt < PATIENCE) return;
    if (this.#drawnAt !== null && now - this.#drawnAt < REFRESH) return;
    this.#drawnAt = now;
    const share = this.#share;
    const text = `${this.#what}: ${percent(share)}${this.#rate(now)}${this.#left(now, share)}`;
    this.#place.show({
      html: `<p><progress max="1" value="${share.toFixed(3)}" style="width:16em"></progress> ${escapeHtml(text)}</p>${this.#picture()}`,
      text,
    });
  }

  /** Ends in one line, if anything was shown. */
  end(how: WorkEnd): void {
    if (this.#isOver) return;
    this.#isOver = true;
    if (this.#loading !== null) clearTimeout(this.#loading);
    this.#place.signal?.removeEventListener('abort', this.#stop);
    if (this.#drawnAt === null) return;
    const now = this.#place.now();
    this.#show(`${this.#what}: ${this.#ended(how, now)}`);
  }

  #ended(how: WorkEnd, now: number): string {
    const took = `in ${duration(now - this.#startedAt)}`;
    if (this.#loading !== null) return how === 'done' ? `bars loaded ${took}` : `${how} while loading bars`;
    const bars = `${compact(this.#bars)} bars ${took}`;
    return how === 'done' ? `${bars}${this.#rate(now)}` : `${how} at ${percent(this.#share)}, ${bars}`;
  }

  #show(text: string): void {
    this.#place.show({ html: `<p>${escapeHtml(text)}</p>${this.#picture()}`, text });
  }

  get #share(): number {
    return this.#total === 0 ? 0 : Math.min(1, this.#done / this.#total);
  }

  #rate(now: number): string {
    return `, ${compact((this.#bars / Math.max(1, now - this.#startedAt)) * 1000)} bars/s`;
  }

  #left(now: number, share: number): string {
    return share === 0 ? '' : `, ${duration(((now - this.#startedAt) * (1 - share)) / share)} left`;
  }
}

/** How work ended that threw: stopped by its user, in the middle of code of his, or by a mistake. */
export function endBy(error: unknown): WorkEnd {
  const { name, cause } = error as { name?: unknown; cause?: { name?: unknown } };
  return name === STOPPED || cause?.name === STOPPED ? 'interrupted' : 'failed';
}

/** What is thrown into a notebook's cell that is stopped, by its name. */
const STOPPED = 'KeyboardInterrupt';

function percent(share: number): string {
  return `${Math.floor(share * 100)}%`;
}

const AMBIENT: unique symbol = Symbol.for('admf.progress') as never;

/**
 * Shows how far work is where somebody wants to see it: beneath a notebook's cell. Whoever runs other people's code sets
 * `globalThis[Symbol.for('admf.progress')]` to a function that gives the place for the code that calls it; undefined without
 * one.
 */
export function ambientProgress(what: string): LiveProgress | undefined {
  const find = (globalThis as { [AMBIENT]?: () => ProgressPlace | undefined })[AMBIENT];
  const place = find?.();
  return place === undefined ? undefined : new LiveProgress(what, place);
}

/** Loads bars, and says so where somebody wants to see how far work is. */
export function loadingBars<T>(progress: LiveProgress | undefined, load: () => Promise<T>): Promise<T> {
  return progress === undefined ? load() : progress.loading(load);
}
