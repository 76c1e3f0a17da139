import { htmlLines } from '../../foundation/html.ts';
import { type Origin, staleHtml, viewWithOrigin } from '../../workflows/origin/origin.ts';

/** Data that can be read: as text it is what people see, as JSON and in programs it is the data alone. */
export type Shown<T extends object> = T & {
  /** The same for people: lines without colours, no newline at the end. */
  toString(): string;
  /** Of the run that it comes from: SHA-256 in hex. */
  readonly fingerprint?: string;
};

/** An answer in a notebook, by MIME type. */
export interface ShownBundle {
  readonly 'text/html': string;
  /** A Mermaid diagram, where there is one. */
  readonly 'text/markdown'?: string;
  readonly 'text/plain': string;
}

const INSPECT = Symbol.for('nodejs.util.inspect.custom');
const DISPLAY: unique symbol = Symbol.for('Jupyter.display') as never;
const HTML: unique symbol = Symbol('html');

/**
 * Gives data its text, and its look in notebooks.
 *
 * @param text made when it is asked for; what it reads must not change meanwhile.
 * @param views likewise: HTML, by default the text as it is, and a Mermaid diagram, where there is one; and the run that it comes
 *   from, so that notebooks tell when that is of yesterday.
 */
export function shown<T extends object>(
  data: T,
  text: (data: T) => string,
  views: {
    readonly html?: (data: T) => string;
    readonly mermaid?: (data: T) => string;
    readonly origin?: Origin;
  } = {},
): Shown<T> {
  let known: string | undefined;
  const show = () => (known ??= text(data).replace(/\n+$/, ''));
  const html = () => views.html?.(data) ?? htmlLines(show());
  const display = (): ShownBundle =>
    viewWithOrigin(
      {
        'text/html': html(),
        ...(views.mermaid === undefined
          ? {}
          : { 'text/markdown': `\`\`\`mermaid\n${views.mermaid(data)}\`\`\`\n` }),
        'text/plain': show(),
      },
      views.origin,
    );
  return Object.defineProperties(data, {
    toString: { value: show, configurable: true },
    [INSPECT]: { value: show, configurable: true },
    [DISPLAY]: { value: display, configurable: true },
    [HTML]: { value: () => [html(), staleHtml(views.origin)].join('\n').trimEnd(), configurable: true },
    ...(views.origin === undefined
      ? {}
      : { fingerprint: { value: views.origin.fingerprint, configurable: true } }),
  });
}

/** How an answer looks in a notebook. */
export function displayOf(given: Shown<object>): ShownBundle {
  return (given as { [DISPLAY](): ShownBundle })[DISPLAY]();
}

/** How an answer looks in a notebook, as HTML alone. */
export function htmlOf(given: Shown<object>): string {
  return (given as unknown as { [HTML](): string })[HTML]();
}
