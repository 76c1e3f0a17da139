import { viewOfEngineValue } from './engine-values.ts';
import { imageData, imageType } from './image.ts';
import { withLiveTables } from './live-tables.ts';
import { DISPLAY, type MimeBundle, type MimeData } from './mime-bundle.ts';
import { limitText, plainText } from './plain-text.ts';
import { renderTable } from './table.ts';
import { tableOf } from './tabular.ts';

/**
 * How a value looks in a notebook. A value that has a `Symbol.for('Jupyter.display')` method says so itself; arrays of
 * records, Maps, typed arrays and Arrow tables are tables, bytes of a picture are that picture, and data of the engine looks as the
 * engine has it. Whatever goes wrong on the way, there is a `text/plain`. A promise only where the value's own method returns one,
 * or the engine is asked.
 */
export function bundleOf(value: unknown): MimeBundle | Promise<MimeBundle> {
  const method = ownMethod(value);
  if (method === undefined) return bundleOfEngine(value) ?? bundleOfKnown(value);
  try {
    const data = method();
    if (!isPromise(data)) return bundleOfOwn(value, data);
    return data.then(
      (settled) => bundleOfOwn(value, settled),
      (error: unknown) => bundleOfFailure(value, error),
    );
  } catch (error) {
    return bundleOfFailure(value, error);
  }
}

function bundleOfEngine(value: unknown): Promise<MimeBundle> | undefined {
  try {
    return viewOfEngineValue(value)?.then(
      (view) => (view === undefined ? bundleOfKnown(value) : { data: live(view), metadata: {} }),
      () => bundleOfKnown(value),
    );
  } catch {
    // A proxy that refuses to be looked at.
    return undefined;
  }
}

function bundleOfKnown(value: unknown): MimeBundle {
  try {
    return { data: live(dataOf(value)), metadata: {} };
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

function ownMethod(value: unknown): (() => unknown) | undefined {
  if ((typeof value !== 'object' || value === null) && typeof value !== 'function') return undefined;
  try {
    const method: unknown = Reflect.get(value, DISPLAY);
    return typeof method === 'function' ? () => method.call(value) as unknown : undefined;
  } catch {
    return undefined;
  }
}

function isPromise(value: unknown): value is Promise<unknown> {
  return value instanceof Promise;
}

function bundleOfOwn(value: unknown, data: unknown): MimeBundle {
  if (typeof data !== 'object' || data === null) return bundleOfKnown(value);
  return { data: live(withText(speakable(data as MimeData), value)), metadata: {} };
}

function live(data: MimeData): MimeData {
  const { 'text/html': html } = data;
  return typeof html === 'string' ? { ...data, 'text/html': withLiveTables(html) } : data;
}

function bundleOfFailure(value: unknown, error: unknown): MimeBundle {
  const text = `${plainText(value)}\n(its Jupyter.display method failed: ${plainText(error)})`;
  return { data: { 'text/plain': limitText(text) }, metadata: {} };
}

/** What JSON can carry: representations that it cannot (circular ones) are left out, a bigint becomes text. */
export function speakable(data: MimeData): MimeData {
  const kept: Record<string, unknown> = {};
  for (const [mime, value] of Object.entries(data)) {
    if (typeof value === 'string') kept[mime] = value;
    else if (value instanceof Uint8Array) kept[mime] = Buffer.from(value).toString('base64');
    else if (value !== undefined) {
      try {
        kept[mime] = JSON.parse(
          JSON.stringify(value, (_key, inner: unknown) =>
            typeof inner === 'bigint' ? String(inner) : inner,
          ),
        ) as unknown;
      } catch {
        // The other representations are still good.
      }
    }
  }
  return kept;
}

/** Adds the `text/plain` that a terminal, a diff or a front end without the other types needs. */
export function withText(data: MimeData, value: unknown): MimeData {
  if (typeof data['text/plain'] === 'string') return data;
  const { 'text/markdown': markdown, 'text/latex': latex, 'text/html': html } = data;
  if (typeof markdown === 'string') return { ...data, 'text/plain': markdown };
  if (typeof latex === 'string') return { ...data, 'text/plain': latex };
  if (typeof html === 'string') return { ...data, 'text/plain': limitText(textOfHtml(html)) };
  return { ...data, 'text/plain': plainText(value) };
}

function textOfHtml(html: string): string {
  const text = html
    .replaceAll(/<(script|style)\b.*?<\/\1>/gis, '')
    .replaceAll(/<(?:br|\/p|\/div|\/tr|\/li|\/h[1-6])\b[^>]*>/gi, '\n')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .trim();
  return text === '' ? '[text/html]' : text;
}
