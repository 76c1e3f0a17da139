import { nearestName } from '../foundation/nearest-name.ts';
import { UserError } from '../foundation/user-error.ts';

/** Where bars come from, as a discriminated union. */
export type Source =
  | { readonly kind: 'dataset'; readonly name: string }
  | {
      readonly kind: 'generate';
      readonly generator: string;
      readonly params: Readonly<Record<string, unknown>>;
    }
  | { readonly kind: 'file'; readonly path: string };

const SCHEMES = ['dataset', 'generate'];

/**
 * Reads `dataset:sp500-daily`, `generate:gbm?bars=500&volatility=0.3` or the path of a CSV file.
 * Throws a UserError for any other scheme: nothing is read from the network.
 */
export function parseSource(text: string): Source {
  // A single letter before the colon is a drive, not a scheme.
  const match = /^([A-Za-z][A-Za-z0-9+.-]+):(.*)$/s.exec(text);
  if (match === null) return { kind: 'file', path: text };
  const [, scheme, rest] = match;
  if (scheme === 'dataset') return { kind: 'dataset', name: rest };
  if (scheme === 'generate') {
    const [generator, query] = splitOnce(rest, '?');
    return { kind: 'generate', generator, params: parseQuery(text, query) };
  }
  const near = nearestName(scheme, SCHEMES);
  throw new UserError(`unknown kind of source "${scheme}:" in ${text}`, {
    code: 'unknown_source',
    hint:
      near === undefined
        ? 'dataset:<name>, generate:<kind>?… or the path of a CSV file'
        : `did you mean "${near}:${rest}"?`,
  });
}

function parseQuery(source: string, query: string): Record<string, unknown> {
  const params: Record<string, unknown> = {};
  for (const part of query.split('&').filter((piece) => piece !== '')) {
    const [key, value] = splitOnce(part, '=').map(decode);
    if (Object.hasOwn(params, key))
      throw new UserError(`${source} gives ${key} twice`, { code: 'duplicate_key' });
    params[key] = parseValue(value);
  }
  return params;

  function decode(text: string): string {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  }
}

/** Numbers and booleans as such, all else as text. */
export function parseValue(text: string): unknown {
  if (text === 'true') return true;
  if (text === 'false') return false;
  return /^[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)(e[+-]?[0-9]+)?$/i.test(text) ? Number(text) : text;
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + separator.length)];
}
