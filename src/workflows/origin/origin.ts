import { escapeHtml } from '../../foundation/html.ts';

/** The run that a result comes from, and whether it would come out the same today. */
export interface Origin {
  /** Of the run: SHA-256 in hex. */
  readonly fingerprint: string;
  /** What of its configuration, code and data is not as it was when the run was made; empty when all of it is. */
  readonly changes: () => readonly string[];
}

/** Characters of a fingerprint that people see. */
const SEEN = 12;
/** Changes that are named. */
const NAMED = 2;

const ORIGINS = new WeakMap<object, Origin>();

/** Notes where a result comes from, without changing it. */
export function withOrigin<T extends object>(result: T, origin: Origin | undefined): T {
  if (origin !== undefined) ORIGINS.set(result, origin);
  return result;
}

/** Where a result comes from; undefined for what was made by hand. */
export function findOrigin(result: object): Origin | undefined {
  return ORIGINS.get(result);
}

/** `run 0123456789ab`. */
export function originText({ fingerprint }: Origin): string {
  return `run ${fingerprint.slice(0, SEEN)}`;
}

/**
 * One line that says that a result is of yesterday, and why: `stale: since this run strategies.trend.params.fast 20 → 10`. Empty
 * while it is not.
 */
export function staleText(origin: Origin | undefined): string {
  const changes = origin?.changes() ?? [];
  if (changes.length === 0) return '';
  const more = changes.length - NAMED;
  return `stale: since this run ${changes.slice(0, NAMED).join('; ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** The same as HTML. */
export function staleHtml(origin: Origin | undefined): string {
  const text = staleText(origin);
  return text === '' ? '' : `<p>⚠ <b>${escapeHtml(text.slice(0, 5))}</b>${escapeHtml(text.slice(5))}</p>`;
}

/** A view with that line below it. */
export function viewWithOrigin<V extends { readonly 'text/html': string; readonly 'text/plain': string }>(
  view: V,
  origin: Origin | undefined,
): V {
  const text = staleText(origin);
  if (text === '') return view;
  return {
    ...view,
    'text/html': `${view['text/html']}\n${staleHtml(origin)}`,
    'text/plain': `${view['text/plain']}\n${text}`,
  };
}
