/** Representations of one value by MIME type; text, or JSON for types that end in `json`. */
export type MimeData = Readonly<Record<string, unknown>>;

/** What a front end is shown. `text/plain` is always there. */
export interface MimeBundle {
  readonly data: MimeData;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** By this method a value says how it looks, here and in Deno. It returns `MimeData`, or a promise of it. */
export const DISPLAY: unique symbol = Symbol.for('Jupyter.display') as never;

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
