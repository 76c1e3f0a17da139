import { stringify } from 'yaml';
import { z } from 'zod';
import { defOf, expectationOf, keysOf, unwrapped } from './expectation.ts';
import { unitOf } from './units.ts';

type Schema = z.core.$ZodType;

/** One setting, or one parameter of a component, in words. */
export interface SettingDescription {
  /** `portfolios[].cash`, `period` */
  readonly path: string;
  /** What it accepts: "a number > 0". */
  readonly expects: string;
  readonly description: string;
  readonly required: boolean;
  /** Absent when required, or when leaving the key out means something of its own. */
  readonly default?: unknown;
  /** What a number counts in. */
  readonly unit?: string;
  /** The values that are allowed, where there is a list of them. */
  readonly allowed?: readonly string[];
  /** Keys of a map. */
  readonly keys: readonly string[];
}

/** Describes the schema of one key. @param path for its unit, and to name it. */
export function describeSchema(schema: Schema, path: string): SettingDescription {
  const outer = defOf(schema);
  const description = descriptionOf(schema);
  const isNumber = expectsNumber(schema);
  const unit = isNumber ? unitOf(path, description) : undefined;
  const allowed = allowedOf(schema);
  return {
    path,
    expects: expectationOf(schema),
    description,
    required: !['default', 'prefault', 'optional'].includes(outer.type),
    ...(outer.type === 'default' ? { default: outer.defaultValue } : {}),
    ...(unit === undefined ? {} : { unit }),
    ...(allowed === undefined ? {} : { allowed }),
    keys: keysOf(schema),
  };
}

/** The meaning of a schema: its own, or that of what it wraps. */
export function descriptionOf(schema: Schema): string {
  const own = (schema as z.ZodType).description;
  const inner = unwrapped(schema);
  return own ?? (inner === schema ? '' : ((inner as z.ZodType).description ?? ''));
}

/** A value that the schema accepts: its default, else the smallest or first that there is; for examples. */
export function sampleOf(schema: Schema): unknown {
  // Where the parts do not make sense each for itself, the schema says what does.
  const told = z.globalRegistry.get(schema)?.examples;
  if (Array.isArray(told)) return told[0];
  const def = defOf(schema);
  if (def.type === 'default') return def.defaultValue;
  const inner = defOf(unwrapped(schema));
  switch (inner.type) {
    case 'boolean':
      return true;
    case 'enum':
      return Object.values(inner.entries)[0];
    case 'literal':
      return inner.values[0];
    case 'number':
      return sampleNumber(unwrapped(schema));
    case 'string':
      return 'text';
    case 'array':
      return [sampleOf(inner.element)];
    case 'union':
      return sampleOf(inner.options[0]);
    case 'record':
      return { name: sampleOf(inner.valueType) };
    case 'object':
      return sampleMap(inner.shape);
    default:
      return null;
  }
}

/** A map with what must be given, and what has a default that is worth seeing. */
function sampleMap(shape: Readonly<Record<string, Schema>>): Record<string, unknown> {
  const parts = Object.entries(shape).filter(([, part]) => defOf(part).type !== 'optional');
  return Object.fromEntries(parts.map(([key, part]) => [key, sampleOf(part)]));
}

function sampleNumber(schema: Schema): number {
  const bag = (schema as z.ZodType)._zod.bag as Readonly<Record<string, number | undefined>>;
  const isWhole = expectationOf(schema).includes('whole');
  const low = within(bag.minimum ?? bag.exclusiveMinimum);
  const high = within(bag.maximum ?? bag.exclusiveMaximum);
  if (low === undefined) return Math.min(1, high ?? 1);
  const next = low + 1;
  if (high === undefined || next < high) return next;
  return isWhole ? (bag.minimum ?? next) : (low + high) / 2;
}

/** Whole numbers are bounded by what a double can hold, which says nothing. */
function within(bound: number | undefined): number | undefined {
  return bound === undefined || Math.abs(bound) >= Number.MAX_SAFE_INTEGER ? undefined : bound;
}

function expectsNumber(schema: Schema): boolean {
  const def = defOf(unwrapped(schema));
  return def.type === 'number' || (def.type === 'literal' && typeof def.values[0] === 'number');
}

function allowedOf(schema: Schema): readonly string[] | undefined {
  const def = defOf(unwrapped(schema));
  if (def.type === 'enum') return Object.values(def.entries).map(String);
  if (def.type === 'boolean') return ['true', 'false'];
  if (def.type !== 'union') return undefined;
  const lists = def.options.map(allowedOf);
  return lists.every((list) => list !== undefined) ? lists.flat() : undefined;
}

/** A value on one line of YAML: `{ type: bps, bps: 1 }`. */
export function inlineYaml(value: unknown): string {
  return stringify(value, { collectionStyle: 'flow', lineWidth: 0, flowCollectionPadding: true }).trimEnd();
}
