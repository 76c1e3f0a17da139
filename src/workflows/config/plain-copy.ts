import type { Mistakes } from './mistakes.ts';
import { isMap, type Path, quoted } from './path.ts';
import { isDefinition } from './strategy-object.ts';
import { DEEPEST } from './yaml-limits.ts';
import { FORBIDDEN_KEYS } from './yaml-tree.ts';

/**
 * A copy of a configuration given as an object, of its maps and lists only: anything else (functions, strategy
 * definitions) is kept as it is. Dates become ISO text. Keys that reach a prototype are mistakes and are left out.
 */
export function plainCopy(value: unknown, mistakes: Mistakes, path: Path = []): unknown {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? value : value.toISOString();
  const isList = Array.isArray(value);
  if (isDefinition(value) || !(isList || isMap(value))) return value;
  if (path.length > DEEPEST) {
    // Also the end of an object that contains itself.
    mistakes.add({
      code: 'too_deep',
      path: path.slice(0, 1),
      message: `nested deeper than ${DEEPEST} levels`,
    });
    return null;
  }
  if (isList) return value.map((item: unknown, i) => plainCopy(item, mistakes, [...path, i]));
  const copy: Record<string, unknown> = {};
  for (const [key, part] of Object.entries(value)) {
    if (FORBIDDEN_KEYS.has(key)) {
      const message = `unknown key ${quoted(key)}`;
      mistakes.add({ code: 'unknown_key', path: [...path, key], at: 'key', prefixPath: path, message });
    } else if (part !== undefined) copy[key] = plainCopy(part, mistakes, [...path, key]);
  }
  return copy;
}

/** Freezes maps and lists, deeply; what is not plain data belongs to the user and is left alone. */
export function deepFreeze<T>(value: T): T {
  if (isDefinition(value)) return value;
  if (Array.isArray(value)) {
    for (const item of value) deepFreeze(item);
    return Object.freeze(value);
  }
  if (isMap(value)) {
    for (const part of Object.values(value)) deepFreeze(part);
    return Object.freeze(value);
  }
  return value;
}
