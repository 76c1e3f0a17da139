import type { z } from 'zod';
import { keysOf, schemaAt } from './expectation.ts';
import { nearest } from './hint.ts';
import type { Mistakes } from './mistakes.ts';
import { isMap, type Path, valueAt } from './path.ts';
import { keyCalledElsewhere } from './versions.ts';
import { zodMistakes } from './zod-mistakes.ts';

/**
 * Parses a value that stands at `base` in the configuration, adding its mistakes. Two readings are given to it first, and
 * written into `value`, which must be our own copy: numbers with underscores, and a required key that is only misspelt
 * (its mistake is told, and what stands under it is checked all the same).
 *
 * @returns the parsed value, or undefined when it has mistakes.
 */
export function parseAt<T>(
  schema: z.ZodType<T>,
  value: unknown,
  base: Path,
  mistakes: Mistakes,
): T | undefined {
  let result = schema.safeParse(value);
  // One reading can bare the next: a number under a misspelt key. Each round leaves fewer to give, so this ends.
  while (!result.success) {
    const numbers = readUnderscored(value, base, result.error.issues, mistakes);
    const renamed = readMisspelt(schema, value, base, result.error.issues, mistakes);
    if (!numbers && !renamed) break;
    result = schema.safeParse(value);
  }
  if (!result.success) {
    for (const mistake of zodMistakes(schema, value, result.error.issues)) {
      const { path, prefixPath = path } = mistake;
      mistakes.add({ ...mistake, path: [...base, ...path], prefixPath: [...base, ...prefixPath] });
    }
    return undefined;
  }
  return result.data;
}

/** The number that an unquoted `100_000` means; YAML 1.2 reads it as a string. Undefined for all other text. */
export function underscoredNumber(plain: string | undefined): number | undefined {
  if (plain === undefined || !/^[-+]?\d+(_\d+)*(\.\d+(_\d+)*)?(e[-+]?\d+)?$/i.test(plain)) return undefined;
  return plain.includes('_') ? Number(plain.replaceAll('_', '')) : undefined;
}

function readUnderscored(
  value: unknown,
  base: Path,
  issues: readonly z.core.$ZodIssue[],
  mistakes: Mistakes,
): boolean {
  let any = false;
  for (const { issue, path } of flattened(issues, [])) {
    if (issue.code !== 'invalid_type' || (issue.expected !== 'number' && issue.expected !== 'int')) continue;
    const number = underscoredNumber(mistakes.locator.plainText([...base, ...path]));
    const parent = valueAt(value, path.slice(0, -1));
    if (number === undefined || parent === null || typeof parent !== 'object') continue;
    (parent as Record<string | number, unknown>)[path[path.length - 1]] = number;
    any = true;
  }
  return any;
}

/** Issues with those of the alternatives of unions, and the full path of each. */
function flattened(
  issues: readonly z.core.$ZodIssue[],
  base: Path,
): { issue: z.core.$ZodIssue; path: Path }[] {
  return issues.flatMap((issue) => {
    const path = [...base, ...(issue.path as Path)];
    if (issue.code !== 'invalid_union') return [{ issue, path }];
    return issue.errors.flatMap((branch) => flattened(branch, path));
  });
}

function readMisspelt(
  schema: z.core.$ZodType,
  value: unknown,
  base: Path,
  issues: readonly z.core.$ZodIssue[],
  mistakes: Mistakes,
): boolean {
  let any = false;
  const unknown = flattened(issues, []).filter(({ issue }) => issue.code === 'unrecognized_keys');
  for (const { issue, path } of unknown) {
    if (issue.code !== 'unrecognized_keys') continue;
    const map = valueAt(value, path);
    if (!isMap(map)) continue;
    for (const key of issue.keys) {
      const absent = keysOf(schemaAt(schema, path)).filter((name) => !Object.hasOwn(map, name));
      const meant = nearest(key, absent) ?? keyCalledElsewhere(key, absent);
      const needed = issues.some((other) => sameStep(other.path as Path, [...path, meant ?? '']));
      if (meant === undefined || !needed) continue;
      for (const mistake of zodMistakes(schema, value, [{ ...issue, keys: [key], path: [...path] }])) {
        const { prefixPath = mistake.path } = mistake;
        mistakes.add({ ...mistake, path: [...base, ...mistake.path], prefixPath: [...base, ...prefixPath] });
      }
      mistakes.locator.rename([...base, ...path], key, meant);
      map[meant] = map[key];
      delete map[key];
      any = true;
    }
  }
  return any;
}

function sameStep(a: Path, b: Path): boolean {
  return a.length === b.length && a.every((step, i) => step === b[i]);
}
