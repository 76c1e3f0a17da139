import { imageData, imageType } from './image.ts';
import { DISPLAY, type MimeBundle, type MimeData } from './mime-bundle.ts';
import { limitText, plainText } from './plain-text.ts';
import { renderTable } from './table.ts';
import { tableOf } from './tabular.ts';

/**
 * How a value looks in a notebook. A value that has a `Symbol.for('Jupyter.display')` method says so itself; arrays of
 * records, Maps, typed arrays and Arrow tables are tables, bytes of a picture are that picture. Whatever goes wrong on
 * the way, there is a `text/plain`.
 */
export async function bundleOf(value: unknown): Promise<MimeBundle> {
  const own = await ownBundle(value);
  if (own !== undefined) return own;
  try {
    return { data: dataOf(value), metadata: {} };
  } catch {
    return { data: { 'text/plain': plainText(value) }, metadata: {} };
  }
}

function dataOf(value: unknown): MimeData {
  if (value instanceof Uint8Array) {
    const mime = imageType(value);
    if (mime !== undefined) return imageData(value, mime);
  }
  const table = tableOf(value);
  if (table !== undefined) return renderTable(table);
  return { 'text/plain': plainText(value) };
}

async function ownBundle(value: unknown): Promise<MimeBundle | undefined> {
  if ((typeof value !== 'object' || value === null) && typeof value !== 'function') return undefined;
  let data: unknown;
  try {
    const method: unknown = Reflect.get(value, DISPLAY);
    if (typeof method !== 'function') return undefined;
    data = await (method.call(value) as unknown);
  } catch (error) {
    const text = `${plainText(value)}\n(its Jupyter.display method failed: ${plainText(error)})`;
    return { data: { 'text/plain': limitText(text) }, metadata: {} };
  }
  if (typeof data !== 'object' || data === null) return undefined;
  return { data: withText(data as MimeData, value), metadata: {} };
}

/** Adds the `text/plain` that a terminal, a diff or a front end without the other types needs. */
export function withText(data: MimeData, value: unknown): MimeData {
  if (typeof data['text/plain'] === 'string') return data;
  const text = [data['text/markdown'], data['text/latex']].find((each) => typeof each === 'string');
  return { ...data, 'text/plain': text ?? plainText(value) };
}
