import { z } from 'zod';
import { payloadSchemas } from '../../events/payloads.ts';

/** How the values of a field are kept. All may be null. */
export type ColumnKind =
  /** 64-bit floating point, to the bit. */
  | 'number'
  /** 64-bit integer. */
  | 'integer'
  /** Whole UTC milliseconds. */
  | 'time'
  | 'flag'
  /** Text that comes again and again: by dictionary. */
  | 'name'
  | 'text'
  /** Numbers by name. */
  | 'numbers'
  | { readonly record: ColumnKinds }
  | { readonly list: ColumnKind };

/** Kinds by name of the field, in the order of the fields. */
export type ColumnKinds = Readonly<Record<string, ColumnKind>>;

/** Text that differs at nearly every event, for which a dictionary would only be a detour. */
const FREE_TEXT: ReadonlySet<string> = new Set(['reason', 'message', 'stack', 'eventId']);

/** What of a JSON schema says how a field is kept. */
interface FieldSchema {
  readonly type?: string | readonly string[];
  readonly anyOf?: readonly FieldSchema[];
  readonly items?: FieldSchema;
  readonly properties?: Readonly<Record<string, FieldSchema>>;
  readonly additionalProperties?: FieldSchema | boolean;
}

let kinds: ReadonlyMap<string, ColumnKinds> | undefined;

/** The fields of each built-in type that has a payload schema: a new field there is a new column here. */
export function payloadKinds(): ReadonlyMap<string, ColumnKinds> {
  kinds ??= new Map(
    Object.entries(payloadSchemas).map(([type, schema]) => [
      type,
      fieldsOf(z.toJSONSchema(schema) as FieldSchema, (name) => (FREE_TEXT.has(name) ? 'text' : 'name')),
    ]),
  );
  return kinds;
}

/**
 * The columns for the payloads of some types. A field that several have stands in one column.
 *
 * @throws Error when two types mean different things by one name.
 */
export function mergedKinds(types: Iterable<string>): ColumnKinds {
  const merged: Record<string, ColumnKind> = {};
  for (const type of types) {
    for (const [name, kind] of Object.entries(payloadKinds().get(type) ?? {})) {
      merged[name] = merged[name] === undefined ? kind : widest(merged[name], kind, name);
    }
  }
  return merged;
}

function widest(a: ColumnKind, b: ColumnKind, name: string): ColumnKind {
  if (JSON.stringify(a) === JSON.stringify(b)) return a;
  const isNumber = (kind: ColumnKind) => kind === 'number' || kind === 'integer';
  if (isNumber(a) && isNumber(b)) return 'number';
  throw new Error(`event types differ in what "${name}" is: ${JSON.stringify(a)}, ${JSON.stringify(b)}`);
}

type TextKind = (name: string) => 'name' | 'text';

function fieldsOf({ properties = {} }: FieldSchema, text: TextKind): ColumnKinds {
  return Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [name, kindOf(name, schema, text)]),
  );
}

function kindOf(name: string, schema: FieldSchema, text: TextKind): ColumnKind {
  const { anyOf, items, properties, additionalProperties } = schema;
  const present = anyOf?.filter((option) => option.type !== 'null') ?? [];
  if (present.length === 1) return kindOf(name, present[0], text);
  const [type, ...others] = [schema.type ?? []].flat().filter((one) => one !== 'null');
  if (others.length > 0) throw noColumn(name, schema);
  if (type === 'string') return text(name);
  if (type === 'number' && name.endsWith('Time')) return 'time';
  if (type === 'number' || type === 'integer') return type;
  if (type === 'boolean') return 'flag';
  // Inside of lists and records plain text: not every reader takes dictionaries there.
  if (items !== undefined) return { list: kindOf(name, items, () => 'text') };
  if (properties !== undefined) return { record: fieldsOf(schema, () => 'text') };
  if (typeof additionalProperties === 'object' && additionalProperties.type === 'number') return 'numbers';
  throw noColumn(name, schema);
}

function noColumn(name: string, schema: FieldSchema): Error {
  return new Error(`there is no column for the field "${name}": ${JSON.stringify(schema)}`);
}
