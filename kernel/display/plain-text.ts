import { inspect } from 'node:util';

/** Characters of `text/plain`: a value that is longer is cut, and says so. */
const MAX_TEXT = 100_000;

/**
 * A value as text, as Node shows it: nested to depth 4, 100 elements, 10,000 characters of a string. Circular values,
 * getters that throw and proxies that refuse everything have a text, too.
 */
export function plainText(value: unknown): string {
  try {
    return limitText(
      inspect(value, { depth: 4, maxArrayLength: 100, maxStringLength: 10_000, breakLength: 100 }),
    );
  } catch (error) {
    return `[a value that cannot be shown: ${messageOf(error)}]`;
  }
}

export function limitText(text: string): string {
  if (text.length <= MAX_TEXT) return text;
  return `${text.slice(0, MAX_TEXT)}\n… ${text.length - MAX_TEXT} more characters`;
}

function messageOf(error: unknown): string {
  try {
    return error instanceof Error ? String(error.message) : String(error);
  } catch {
    return 'it throws when it is asked';
  }
}
