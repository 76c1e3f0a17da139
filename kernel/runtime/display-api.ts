import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { bundleOf, speakable, withText } from '../display/bundle.ts';
import { imageData, imageType } from '../display/image.ts';
import { DISPLAY, isShownAnew, type MimeBundle, type MimeData, SHOWN_AS } from '../display/mime-bundle.ts';
import { currentRun } from '../evaluator/cell-run.ts';
import type { Emit } from './event-writer.ts';
import type { Payload } from './messages.ts';

/** Something that was displayed and can be changed in place. As the last value of a cell it is not shown again. */
export class DisplayHandle {
  readonly id: string;
  readonly #update: (value: unknown) => void;

  constructor(id: string, update: (value: unknown) => void) {
    this.id = id;
    this.#update = update;
  }

  /** Asks nothing of a value, which may be a proxy that answers nobody. */
  static is(value: unknown): value is DisplayHandle {
    return typeof value === 'object' && value !== null && #update in value;
  }

  /** Shows another value where this one is, in every place where it is shown. */
  update(value: unknown): void {
    this.#update(value);
  }
}

export interface DisplayOptions {
  /** Names the display, so that `display.update(id, value)` can change it; made up when left out. */
  readonly id?: string;
  /** For front ends, by MIME type: `{ 'image/png': { width: 300 } }`. */
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** Shows values beneath the running cell. */
export interface Display {
  (value: unknown, options?: DisplayOptions): DisplayHandle;
  html(html: string, options?: DisplayOptions): DisplayHandle;
  markdown(markdown: string, options?: DisplayOptions): DisplayHandle;
  latex(latex: string, options?: DisplayOptions): DisplayHandle;
  svg(svg: string, options?: DisplayOptions): DisplayHandle;
  javascript(code: string, options?: DisplayOptions): DisplayHandle;
  json(value: unknown, options?: DisplayOptions): DisplayHandle;
  text(text: string, options?: DisplayOptions): DisplayHandle;
  /** @param image bytes of a PNG, JPEG, GIF or PDF, or the path of such a file */
  image(image: Uint8Array | string, options?: DisplayOptions): DisplayHandle;
  /** A diagram in Mermaid's language. */
  mermaid(diagram: string, options?: DisplayOptions): DisplayHandle;
  /** Shows a value aside, where the front end has a place for long texts, when the cell is over. */
  page(value: unknown): void;
  /** Representations by MIME type, as they are. */
  raw(data: MimeData, options?: DisplayOptions): DisplayHandle;
  /** Changes what was displayed under an id. */
  update(id: string, value: unknown): void;
}

/** Makes `display` and what goes with it. */
export class DisplayApi {
  readonly #emit: Emit;
  readonly #onFailure: (error: unknown) => void;
  /** Displays whose values take their time: a cell ends when they are there. */
  readonly #pending = new Set<Promise<void>>();
  readonly #last = new Set<() => Promise<void>>();
  #payload: Payload[] = [];

  /** @param onFailure told what went wrong with a display for which nobody waits any more. */
  constructor(emit: Emit, onFailure: (error: unknown) => void) {
    this.#emit = emit;
    this.#onFailure = onFailure;
  }

  /** Resolves when everything that was displayed up to now is with the front end, as it looks now. Never rejects. */
  async settled(): Promise<void> {
    for (const update of this.#last) await update().catch(this.#onFailure);
    while (this.#pending.size > 0) await Promise.all(this.#pending);
  }

  /** Lets something be shown anew at the end of each cell. Returns a function that ends it. */
  beforeSettled(update: () => Promise<void>): () => void {
    this.#last.add(update);
    return () => void this.#last.delete(update);
  }

  /** What the cell asked the front end to do; afterwards it has asked for nothing. */
  takePayload(): readonly Payload[] {
    const payload = this.#payload;
    this.#payload = [];
    return payload;
  }

  /** Puts text in the next input of the front end, or in that of the running cell. */
  setNextInput(text: string, replace: boolean): void {
    this.#payload.push({ source: 'set_next_input', text, replace });
  }

  readonly clearOutput = (wait = false): void => {
    this.#emit({ type: 'clear', id: currentRun()?.id, wait });
  };

  createDisplay(): Display {
    const show = (value: unknown, options?: DisplayOptions) => this.#display(value, options);
    const as = (mime: string) => (text: string, options?: DisplayOptions) =>
      show(media({ [mime]: text }), options);
    return Object.assign(show, {
      html: as('text/html'),
      markdown: as('text/markdown'),
      latex: as('text/latex'),
      svg: as('image/svg+xml'),
      javascript: as('application/javascript'),
      text: as('text/plain'),
      mermaid: (diagram: string, options?: DisplayOptions) => show(media(mermaid(diagram)), options),
      json: (value: unknown, options?: DisplayOptions) => show(media({ 'application/json': value }), options),
      image: (image: Uint8Array | string, options?: DisplayOptions) => show(picture(image), options),
      page: (value: unknown) => this.#page(value),
      raw: (data: MimeData, options?: DisplayOptions) => show(media(data), options),
      update: (id: string, value: unknown) => this.#publish(value, { id }, true),
    });
  }

  /** Publishes representations as they are: what tslab's display functions end in. */
  publish(bundle: MimeBundle, displayId: string | undefined, update: boolean): void {
    this.#emit({ type: 'display', id: currentRun()?.id, update, displayId, ...bundle });
  }

  #display(value: unknown, options: DisplayOptions = {}): DisplayHandle {
    const id = options.id ?? randomUUID();
    if (isShownAnew(value)) value[SHOWN_AS](id);
    this.#publish(value, { ...options, id }, false);
    return new DisplayHandle(id, (next) => this.#publish(next, { ...options, id }, true));
  }

  #page(value: unknown): void {
    const show = ({ data }: MimeBundle) => void this.#payload.push({ source: 'page', data, start: 0 });
    this.#whenBundled(
      typeof value === 'string' ? { data: { 'text/plain': value }, metadata: {} } : bundleOf(value),
      show,
    );
  }

  #publish(value: unknown, { id, metadata }: DisplayOptions, update: boolean): void {
    const send = (bundle: MimeBundle): void =>
      this.publish({ data: bundle.data, metadata: { ...bundle.metadata, ...metadata } }, id, update);
    this.#whenBundled(bundleOf(value), send);
  }

  /** Values may take their time; the cell waits for them. */
  #whenBundled(bundle: MimeBundle | Promise<MimeBundle>, take: (bundle: MimeBundle) => void): void {
    if (!(bundle instanceof Promise)) {
      take(bundle);
      return;
    }
    const pending = bundle
      .then(take)
      .catch(this.#onFailure)
      .finally(() => this.#pending.delete(pending));
    this.#pending.add(pending);
  }
}

interface Media {
  [DISPLAY](): MimeData;
}

function media(data: MimeData): Media {
  const { 'application/json': json } = data;
  const complete = json === undefined ? withName(speakable(data)) : withText(speakable(data), json);
  return { [DISPLAY]: () => complete };
}

/** Not every front end has a renderer for diagrams; more draw them where Markdown holds one. */
function mermaid(diagram: string): MimeData {
  return {
    'text/vnd.mermaid': diagram,
    'text/markdown': `\`\`\`mermaid\n${diagram}\n\`\`\``,
    'text/plain': diagram,
  };
}

/** Where there is no text that says the same, the types are named. */
function withName(data: MimeData): MimeData {
  const named = withText(data, undefined);
  return named['text/plain'] === 'undefined'
    ? { ...data, 'text/plain': `[${Object.keys(data).join(', ')}]` }
    : named;
}

function picture(image: Uint8Array | string): Media {
  const bytes = typeof image === 'string' ? readFileSync(image) : image;
  const mime = imageType(bytes);
  if (mime === undefined) {
    throw new TypeError(`${typeof image === 'string' ? image : 'this'} is no PNG, JPEG, GIF or PDF`);
  }
  return media(imageData(bytes, mime));
}

/** A template tag whose value is shown as one MIME type: md`**bold**`. */
export function templateTag(mime: string): (parts: TemplateStringsArray, ...values: unknown[]) => Media {
  return (parts, ...values) => media({ [mime]: String.raw({ raw: parts }, ...values) });
}
