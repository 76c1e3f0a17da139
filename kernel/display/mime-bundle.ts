/** Representations of one value by MIME type; text, or JSON for types that end in `json`. */
export type MimeData = Readonly<Record<string, unknown>>;

/** What a front end is shown. `text/plain` is always there. */
export interface MimeBundle {
  readonly data: MimeData;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** By this method a value says how it looks, here and in Deno. It returns `MimeData`, or a promise of it. */
export const DISPLAY: unique symbol = Symbol.for('Jupyter.display') as never;

/** By this method a value hears under which id it is displayed, so that it can show itself anew there. */
export const SHOWN_AS: unique symbol = Symbol.for('admf.shownAs') as never;

/** Whether a value shows itself anew: it is displayed even where others would be a cell's result, which has no id. */
export function isShownAnew(value: unknown): value is { [SHOWN_AS](id: string): void } {
  try {
    return typeof value === 'object' && value !== null && SHOWN_AS in value;
  } catch {
    // A proxy that refuses to be asked.
    return false;
  }
}
