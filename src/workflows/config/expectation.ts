import type { z } from 'zod';
import { expectations } from '../../foundation/expects.ts';
import type { Path } from './path.ts';

type Schema = z.core.$ZodType;

/** What a schema accepts, in words: "a whole number >= 1", "one of next_open, same_close", "a non-empty list". */
export function expectationOf(schema: Schema): string {
  const words = expectations.get(schema);
  if (words !== undefined) return words.text;
  const def = defOf(schema);
  switch (def.type) {
    case 'number':
      return numberExpectation(schema);
    case 'string':
      return stringExpectation(schema);
    case 'boolean':
      return 'true or false';
    case 'enum':
      return oneOf(Object.values(def.entries));
    case 'literal':
      return oneOf(def.values);
    case 'array':
      return hasMinimum(schema) ? 'a non-empty list' : 'a list';
    case 'tuple':
      return `a list of ${def.items.length}`;
    case 'object':
    case 'record':
      return 'a map';
    case 'null':
      return 'null';
    case 'date':
      return 'a date';
    case 'function':
      return 'a function';
    case 'union':
      return [...new Set(def.options.map(expectationOf))].join(' or ');
    case 'nullable':
      return `${expectationOf(def.innerType)} or null`;
    default: {
      const inner = unwrapped(schema);
      return inner === schema ? 'another value' : expectationOf(inner);
    }
  }
}

/** The schema that a value at `path` must meet, where it can be told without looking at values. */
export function schemaAt(schema: Schema, path: Path): Schema | undefined {
  if (path.length === 0) return schema;
  const [step, ...rest] = path;
  const def = defOf(schema);
  switch (def.type) {
    case 'object': {
      const inner = Object.hasOwn(def.shape, step) ? def.shape[step] : def.catchall;
      return inner && schemaAt(inner, rest);
    }
    case 'record':
      return schemaAt(def.valueType, rest);
    case 'array':
      // In a union of a list and a map, a key leads into the map.
      return typeof step === 'number' ? schemaAt(def.element, rest) : undefined;
    case 'tuple': {
      const inner = def.items[Number(step)] ?? def.rest;
      return inner ? schemaAt(inner, rest) : undefined;
    }
    case 'union':
      return def.options.map((option) => schemaAt(option, path)).find((found) => found !== undefined);
    case 'intersection':
      return schemaAt(def.left, path) ?? schemaAt(def.right, path);
    default: {
      const inner = unwrapped(schema);
      return inner === schema ? undefined : schemaAt(inner, path);
    }
  }
}

/** The keys of the map that a schema describes; empty for anything else. */
export function keysOf(schema: Schema | undefined): string[] {
  if (schema === undefined) return [];
  const def = defOf(schema);
  if (def.type === 'object') return Object.keys(def.shape);
  if (def.type === 'union') return [...new Set(def.options.flatMap(keysOf))];
  if (def.type === 'intersection') return [...keysOf(def.left), ...keysOf(def.right)];
  const inner = unwrapped(schema);
  return inner === schema ? [] : keysOf(inner);
}

/** Definition of a schema, as the union that its `type` tells apart. */
export function defOf(schema: Schema): z.core.$ZodTypes['_zod']['def'] {
  return (schema as z.core.$ZodTypes)._zod.def;
}

/** The schema inside optional, default and the like; of a pipe, its input. */
export function unwrapped(schema: Schema): Schema {
  const def = defOf(schema);
  switch (def.type) {
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'nonoptional':
    case 'readonly':
    case 'catch':
    case 'success':
      return unwrapped(def.innerType);
    case 'lazy':
      return unwrapped(def.getter());
    case 'pipe':
      // `z.preprocess` is a pipe that begins with a transform, which describes nothing.
      return unwrapped(defOf(def.in).type === 'transform' ? def.out : def.in);
    default:
      return schema;
  }
}

function checksOf(schema: Schema): z.core.$ZodChecks['_zod']['def'][] {
  const own = (schema as z.core.$ZodTypes)._zod.def;
  const checks = (own.checks ?? []).map((check) => (check as z.core.$ZodChecks)._zod.def);
  // `z.int()` carries its format on itself instead of among its checks.
  return 'check' in own ? [own as unknown as z.core.$ZodCheckNumberFormatDef, ...checks] : checks;
}

function numberExpectation(schema: Schema): string {
  let noun = 'a number';
  const bounds: string[] = [];
  for (const check of checksOf(schema)) {
    if (check.check === 'number_format' && /int/.test(check.format)) noun = 'a whole number';
    if (check.check === 'greater_than') bounds.push(`${check.inclusive ? '>=' : '>'} ${String(check.value)}`);
    if (check.check === 'less_than') bounds.push(`${check.inclusive ? '<=' : '<'} ${String(check.value)}`);
    if (check.check === 'multiple_of') bounds.push(`in steps of ${String(check.value)}`);
  }
  return bounds.length === 0 ? noun : `${noun} ${bounds.join(' and ')}`;
}

function stringExpectation(schema: Schema): string {
  for (const check of checksOf(schema)) {
    if (check.check === 'string_format' && check.pattern !== undefined)
      return `text that matches ${check.pattern}`;
    if (check.check === 'max_length') return `text of at most ${check.maximum} characters`;
  }
  return hasMinimum(schema) ? 'non-empty text' : 'text';
}

function hasMinimum(schema: Schema): boolean {
  return checksOf(schema).some((check) => check.check === 'min_length' && check.minimum > 0);
}

function oneOf(values: readonly unknown[]): string {
  const names = values.map(String);
  return names.length === 1 ? names[0] : `one of ${names.join(', ')}`;
}
