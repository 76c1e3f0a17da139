/** What an expression computes with. `null` is a value that is missing. */
export type Value = number | string | boolean | null;

/**
 * Whatever a resolver gave, as a value: undefined, NaN, infinities, maps and lists are missing, because no comparison
 * with them means anything.
 */
export function toValue(given: unknown): Value {
  switch (typeof given) {
    case 'number':
      return Number.isFinite(given) ? given : null;
    case 'string':
    case 'boolean':
      return given;
    default:
      return null;
  }
}

/** Missing values, 0, empty text and false are not true. */
export function isTrue(value: Value): boolean {
  return value !== null && value !== false && value !== 0 && value !== '';
}

/**
 * The value at the steps of a path in plain data, by own properties only: an expression reaches no prototype, and so no
 * code.
 */
export function fieldAt(root: unknown, steps: readonly string[]): unknown {
  let value = root;
  for (const step of steps) {
    if (value === null || typeof value !== 'object' || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string, unknown>)[step];
  }
  return value;
}
