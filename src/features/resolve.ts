import { nameHint } from '../foundation/nearest-name.ts';
import { parseParams } from '../foundation/parse-params.ts';
import type { Registry } from '../foundation/registry.ts';
import { UserError } from '../foundation/user-error.ts';
import type { BarField } from '../market/bar-series.ts';
import type { FeatureDefinition } from './feature.ts';
import { type FeatureRequest, isFeatureRequest, type TimeField } from './request.ts';

/** A configured feature: checked parameters, defaults filled in, and what it reads, resolved likewise. */
export interface ResolvedFeature {
  readonly definition: FeatureDefinition;
  readonly params: unknown;
  /** Canonical name of the whole feature, `bollinger_20_2`: equal for equal parameters, different otherwise. */
  readonly label: string;
  /** Canonical name of each column, in the order of `definition.outputs`: `bollinger_20_2_upper`. */
  readonly keys: readonly string[];
  readonly inputs: readonly (BarField | TimeField | ResolvedColumn)[];
}

export interface ResolvedColumn {
  readonly feature: ResolvedFeature;
  /** Index into `definition.outputs`. */
  readonly output: number;
  readonly key: string;
}

/** Deeper than any sensible tower of features; a source that refers to itself ends here. */
const MAX_DEPTH = 16;

/**
 * Finds the one column that a request names.
 * @throws UserError for an unknown type, a bad parameter, an unknown output, or none where there are several.
 */
export function resolveColumn(
  request: FeatureRequest,
  registry: Registry<FeatureDefinition>,
  depth = 0,
): ResolvedColumn {
  const feature = resolveFeature(request, registry, depth);
  const { type, outputs } = feature.definition;
  if (request.output === undefined && outputs.length > 1) {
    throw new UserError(`feature ${type} has several outputs and none was chosen`, {
      code: 'output_missing',
      hint: `one of ${outputs.join(', ')}`,
    });
  }
  const output = request.output === undefined ? 0 : outputs.indexOf(request.output);
  if (output < 0) {
    throw new UserError(`feature ${type} has no output "${request.output}"`, {
      code: 'unknown_output',
      hint: nameHint(request.output!, outputs),
    });
  }
  return { feature, output, key: feature.keys[output] };
}

export function resolveFeature(
  request: FeatureRequest,
  registry: Registry<FeatureDefinition>,
  depth = 0,
): ResolvedFeature {
  if (!isFeatureRequest(request)) {
    throw new UserError(`expected a feature as { type, params, output }, found ${describe(request)}`, {
      code: 'bad_feature_request',
    });
  }
  if (depth > MAX_DEPTH) {
    throw new UserError(`sources of feature ${request.type} nest deeper than ${MAX_DEPTH}`, {
      code: 'feature_too_deep',
      hint: 'does a source refer to itself?',
    });
  }
  const definition = registry.get(request.type);
  const params = parseParams(`${registry.family} ${definition.type}`, definition.params, request.params);
  const resolved = new Map<FeatureRequest, ResolvedColumn>();
  const columnOf = (source: FeatureRequest): ResolvedColumn => {
    const column = resolved.get(source) ?? resolveColumn(source, registry, depth + 1);
    resolved.set(source, column);
    return column;
  };
  const keyOf = (source: FeatureRequest) => columnOf(source).key;
  const inputs = definition
    .inputs(params)
    .map((source) => (typeof source === 'string' ? source : columnOf(source)));
  const name = [definition.type, ...argumentsOf(definition, params, keyOf)].join('_');
  const source = sourceOf(params, keyOf);
  const keys = definition.outputs.map((output) =>
    definition.outputs.length === 1 ? name + source : `${name}_${output}${source}`,
  );
  return { definition, params, label: name + source, keys, inputs };
}

/** Every parameter but `source`, in the schema's order, so that two features differ in name when they differ at all. */
function argumentsOf(
  definition: FeatureDefinition,
  params: unknown,
  keyOf: (source: FeatureRequest) => string,
): string[] {
  const values = params as Readonly<Record<string, unknown>>;
  return Object.keys(definition.params.shape)
    .filter((name) => name !== 'source')
    .map((name) => {
      const value = values[name];
      if (isFeatureRequest(value)) return keyOf(value);
      // A word as it is; whatever could be mistaken for something else, in quotes.
      if (typeof value === 'string' && /^[a-z][a-z0-9-]*$/i.test(value)) return value;
      return value === undefined ? 'none' : JSON.stringify(value);
    });
}

/** Nothing for the close, `_high` for another field, `_of_rsi_14` for a feature. */
function sourceOf(params: unknown, keyOf: (source: FeatureRequest) => string): string {
  const source = (params as Readonly<Record<string, unknown>>).source;
  if (source === undefined || source === 'close') return '';
  return typeof source === 'string' ? `_${source}` : `_of_${keyOf(source as FeatureRequest)}`;
}

function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'function')
    return `a function${value.name === '' ? '' : ` (did you mean ${value.name}(…)?)`}`;
  const several = Object.entries(value ?? {}).find(([, inner]) => isFeatureRequest(inner));
  if (several !== undefined) return `several columns (choose one, such as .${several[0]})`;
  try {
    return JSON.stringify(value);
  } catch {
    return typeof value;
  }
}
