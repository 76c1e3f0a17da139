import { z } from 'zod';
import type { ComponentDescription, Registry } from '../../foundation/registry.ts';
import { OUTSIDE_KEYS } from './environments.ts';
import { sharedParts } from './json-schema-parts.ts';
import { type InlineFamily, inlineFamilies, workflowSchema } from './schema.ts';
import type { ComponentRegistries } from './workflow-config.ts';

type Json = z.core.JSONSchema.BaseSchema;

/**
 * The JSON Schema (draft-07, which older editors read too) of a configuration with these components, for completion and checks in editors:
 * `# yaml-language-server: $schema=./admf.schema.json`. Cross checks (names that must exist) are beyond it.
 */
export function configJsonSchema(components: ComponentRegistries): Record<string, unknown> {
  const schema = toJson(workflowSchema, components);
  const strategies = schema.properties?.strategies;
  const entry =
    typeof strategies === 'object' && !Array.isArray(strategies.items) ? strategies.items : undefined;
  if (typeof entry !== 'object') throw new Error('the schema of a configuration has no strategies');
  entry.properties = { ...entry.properties, type: strategyType(components.strategies) };
  entry.allOf = [...components.strategies].map((strategy) => ({
    if: { properties: { type: { const: strategy.type } }, required: ['type'] },
    // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema; nobody awaits this object
    then: requireParams(paramsJson(strategy, components)), // oxlint-disable-line unicorn/no-thenable
  }));
  return { title: 'ADMF workflow', ...sharedParts(withEnvironments(schema)) };
}

/** Environments hold any key of a workflow, none of them required: what is laid over the rest. */
function withEnvironments(schema: Json): Json {
  const { properties = {} } = schema;
  const environment = (properties.development ?? {}) as Json;
  const own = Object.fromEntries(Object.entries(properties).filter(([key]) => !OUTSIDE_KEYS.includes(key)));
  const overlay: Json = {
    type: 'object',
    description: environment.description,
    properties: withoutRequired(own) as Record<string, Json>,
    additionalProperties: false,
  };
  const reference: Json = {
    description: environment.description,
    allOf: [{ $ref: '#/definitions/environment' }],
  };
  return {
    ...schema,
    definitions: { environment: overlay },
    properties: {
      ...properties,
      environments: { ...(properties.environments as Json), additionalProperties: reference },
      development: reference,
      production: reference,
    },
  };
}

/** A copy in which no key must be given; conditions keep theirs, as they ask what is there. */
function withoutRequired(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(withoutRequired);
  if (json === null || typeof json !== 'object') return json;
  return Object.fromEntries(
    Object.entries(json).flatMap(([key, part]) => {
      if (key === 'required' && Array.isArray(part)) return [];
      return [[key, key === 'if' ? part : withoutRequired(part)]];
    }),
  );
}

function toJson(schema: z.ZodType, components: ComponentRegistries): Json {
  return z.toJSONSchema(schema, {
    target: 'draft-7',
    io: 'input',
    // Dates, transforms and the like in a component's schema accept anything here; the real check comes on loading.
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      const inline = inlineFamilies.get(zodSchema);
      if (inline !== undefined)
        replace(jsonSchema, inlineJson(inline.family, components, jsonSchema.description));
      if (jsonSchema.type === 'number' || jsonSchema.type === 'integer') {
        // Editors read YAML 1.2, where 100_000 is a string.
        Object.assign(jsonSchema, {
          type: [jsonSchema.type, 'string'],
          pattern: '^[-+]?\\d+(_\\d+)+(\\.\\d+)?$',
        });
      }
    },
  }) as Json;
}

const MODULE_PATH: Json = {
  type: 'string',
  pattern: '^(\\.{1,2}/|/).*\\.(ts|js|mjs)$',
  description: 'A module of your own.',
};

/** One alternative for each component of the family, its parameters beside its type. */
function inlineJson(
  family: InlineFamily,
  components: ComponentRegistries,
  description: string | undefined,
): Json {
  const anyOf = [...components[family]].map((component) => {
    const { properties = {}, required = [], ...rest } = paramsJson(component, components);
    const type: Json = { const: component.type, description: component.description };
    return { ...rest, properties: { type, ...properties }, required: ['type', ...required] };
  });
  // A module of the user's, whose parameters are not known here.
  if (family === 'sizing') anyOf.push({ properties: { type: MODULE_PATH }, required: ['type'] });
  return { type: 'object', anyOf, ...(description === undefined ? {} : { description }) };
}

function paramsJson(component: ComponentDescription, components: ComponentRegistries): Json {
  const { $schema: _, ...schema } = toJson(component.params, components);
  return { description: component.description, ...schema };
}

function strategyType(registry: Registry<ComponentDescription>): Json {
  const known = [...registry].map(({ type, description }): Json => ({ const: type, description }));
  return {
    description: 'A registered strategy, or the path of a module of your own.',
    anyOf: [...known, MODULE_PATH],
  };
}

/** `params` itself may be left out only when none of them is required. */
function requireParams(params: Json): Json {
  const required = (params.required?.length ?? 0) > 0;
  return { properties: { params }, ...(required ? { required: ['params'] } : {}) };
}

function replace(target: Json, by: Json): void {
  const kept = target.default;
  for (const key of Object.keys(target)) delete target[key];
  Object.assign(target, by, kept === undefined ? {} : { default: kept });
}
