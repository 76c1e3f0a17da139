import type { Frame } from '../frame.ts';
import type { AnyModel } from './any-model.ts';
import { readFrame } from './read-frame.ts';

/** Something that the kernel is asked for. */
export type Deed = { readonly what: string } & Readonly<Record<string, unknown>>;

/** Asked for faster than it is done, counts add up; of the rest no more than so many wait. */
const MOST_WAITING = 6;
const ADDED: Readonly<Record<string, string>> = {
  next: 'count',
  back: 'count',
  step: 'count',
  'step-back': 'count',
  pan: 'by',
  zoom: 'by',
  events: 'move',
};
const MOST = 1000;

/**
 * The line to the kernel, one for all views of a page. One request is under way at a time: a slider that is dragged asks for where it
 * is when the last request is answered, and not for where it was meanwhile.
 */
export class Link {
  readonly front: string;
  readonly #model: AnyModel;
  readonly #views = new Set<(frame: Frame) => void>();
  #frame: Frame;
  #id = 0;
  /** The request under way; 0 when there is none. */
  #asked = 0;
  #waiting: Deed[] = [];
  #isDrawing = false;
  #ended: string | null = null;
  readonly #endings = new Set<() => void>();

  constructor(model: AnyModel) {
    this.#model = model;
    this.front = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
    this.#frame = readFrame(model.get('frame'));
    model.on('change:frame', () => this.#take());
    model.on('change:ended', () => this.#end(String(model.get('ended'))));
    // Jupyter's managers tell so that the kernel was restarted, or is there again.
    model.on('comm_live_update', () => this.#hello());
    this.#hello();
    window.addEventListener('pagehide', () => {
      if (this.#ended === null) this.#tell({ kind: 'gone', front: this.front });
    });
  }

  /** Why nobody answers any more; null while somebody does. */
  get ended(): string | null {
    return this.#ended;
  }

  /** Hears when nobody answers any more, or somebody does again. */
  listenToEnd(listener: () => void): () => void {
    this.#endings.add(listener);
    return () => void this.#endings.delete(listener);
  }

  get frame(): Frame {
    return this.#frame;
  }

  get isBusy(): boolean {
    return this.#asked > 0;
  }

  /** Draws frames from now on. Returns a function that ends it. */
  add(draw: (frame: Frame) => void): () => void {
    this.#views.add(draw);
    return () => void this.#views.delete(draw);
  }

  ask(deed: Deed): void {
    if (this.#ended !== null) return;
    // What stops something does not wait for it.
    if (deed.what === 'pause') {
      this.#waiting = [];
      this.#send(deed);
      return;
    }
    const last = this.#waiting.at(-1);
    if (last?.what === deed.what && (deed.what === 'drag' || deed.what in ADDED)) {
      this.#waiting[this.#waiting.length - 1] = merged(last, deed);
    } else if (this.#waiting.length < MOST_WAITING) this.#waiting.push(deed);
    this.#next();
  }

  /** Changes how it walks, for all who look. */
  set(changes: Readonly<Record<string, unknown>>): void {
    for (const [name, value] of Object.entries(changes)) this.#model.set(name, value);
    this.#try(() => this.#model.save_changes());
  }

  get(name: string): unknown {
    return this.#model.get(name);
  }

  /** Hears of values that are not part of frames. */
  listen(name: string, listener: () => void): () => void {
    this.#model.on(`change:${name}`, listener);
    return () => this.#model.off(`change:${name}`, listener);
  }

  #next(): void {
    if (this.#asked > 0) return;
    const deed = this.#waiting.shift();
    if (deed !== undefined) this.#send(deed);
  }

  #send(deed: Deed): void {
    this.#id++;
    this.#asked = this.#id;
    this.#tell({ kind: 'request', front: this.front, id: this.#id, deed });
  }

  #hello(): void {
    if (typeof this.#model.get('ended') === 'string') return;
    this.#end(null);
    this.#tell({ kind: 'hello', front: this.front });
  }

  #tell(message: unknown): void {
    this.#try(() => this.#model.send(message));
  }

  /** Front ends throw where there is no line to a kernel. */
  #try(speak: () => void): void {
    try {
      speak();
    } catch {
      this.#end('the kernel has ended');
    }
  }

  #end(why: string | null): void {
    if (why === this.#ended) return;
    this.#ended = why;
    this.#asked = 0;
    this.#waiting = [];
    for (const listener of this.#endings) listener();
  }

  #take(): void {
    const frame = readFrame(this.#model.get('frame'));
    this.#frame = frame;
    if ((frame.answered[this.front] ?? 0) >= this.#asked) this.#asked = 0;
    this.#next();
    if (this.#isDrawing) return;
    this.#isDrawing = true;
    // A page that is not looked at draws nothing, and answers all the same.
    if (document.hidden) queueMicrotask(() => this.#draw());
    else requestAnimationFrame(() => this.#draw());
  }

  #draw(): void {
    this.#isDrawing = false;
    const { number, wantsAnswer } = this.#frame;
    try {
      for (const draw of this.#views) draw(this.#frame);
    } finally {
      if (wantsAnswer) this.#tell({ kind: 'drawn', front: this.front, number });
    }
  }
}

function merged(last: Deed, deed: Deed): Deed {
  const field = ADDED[deed.what];
  if (field === undefined) return deed;
  const sum = Number(last[field] ?? 1) + Number(deed[field] ?? 1);
  return { ...deed, [field]: Math.max(-MOST, Math.min(MOST, sum)) };
}
