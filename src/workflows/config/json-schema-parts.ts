import type { z } from 'zod';

type Json = z.core.JSONSchema.BaseSchema;

/** Characters of JSON from which a part that stands in several places is written once. */
const LARGE = 600;

/**
 * The same schema with large parts that stand in several places moved into `definitions`: trace settings, written out
 * wherever they may stand, are twenty times as much.
 */
export function sharedParts(schema: Json): Json {
  const counts = new Map<string, number>();
  count(schema, counts);
  const names = new Map<string, string>();
  const definitions: Record<string, unknown> = {};
  const place = (node: unknown, isRoot: boolean): unknown => {
    if (Array.isArray(node)) return node.map((part) => place(part, false));
    if (node === null || typeof node !== 'object') return node;
    const { description, default: fallback, ...rest } = node as Record<string, unknown>;
    const text = keyOf(rest);
    const parts = () =>
      Object.fromEntries(Object.entries(rest).map(([key, part]) => [key, place(part, false)]));
    const said = {
      ...(description === undefined ? {} : { description }),
      ...(fallback === undefined ? {} : { default: fallback }),
    };
    if (isRoot || text === undefined || (counts.get(text) ?? 0) < 2) return { ...parts(), ...said };
    let name = names.get(text);
    if (name === undefined) {
      name = `part${names.size + 1}`;
      names.set(text, name);
      definitions[name] = parts();
    }
    // Beside a $ref of draft-07 everything else is ignored.
    return { ...said, allOf: [{ $ref: `#/definitions/${name}` }] };
  };
  const { definitions: own = {}, ...rest } = schema;
  const placed = place(rest, true) as Json;
  const environment = place(own, true) as Record<string, unknown>;
  return { ...placed, definitions: { ...environment, ...definitions } as Json['definitions'] };
}

/** The text by which equal parts are known; undefined for small ones, and for what is no schema. */
function keyOf(part: Readonly<Record<string, unknown>>): string | undefined {
  // A map of properties may have one that is called "type".
  if (typeof part.type !== 'string' && !Array.isArray(part.anyOf)) return undefined;
  const text = JSON.stringify(part);
  return text.length < LARGE ? undefined : text;
}

function count(node: unknown, counts: Map<string, number>): void {
  if (Array.isArray(node)) for (const part of node) count(part, counts);
  if (Array.isArray(node) || node === null || typeof node !== 'object') return;
  const { description: _, default: __, ...rest } = node as Record<string, unknown>;
  const text = keyOf(rest);
  if (text !== undefined) counts.set(text, (counts.get(text) ?? 0) + 1);
  for (const part of Object.values(rest)) count(part, counts);
}
