import type { z } from 'zod';
import { RUN_METRICS } from '../../analytics/run-metrics.ts';
import type { ComponentDescription } from '../../foundation/registry.ts';
import { UserError } from '../../foundation/user-error.ts';
import { describeSchema, descriptionOf, type SettingDescription, sampleOf } from './describe-schema.ts';
import { NAMED_ENVIRONMENTS } from './environments.ts';
import { EXAMPLES } from './examples.ts';
import { defOf, keysOf, unwrapped } from './expectation.ts';
import { type ComponentFamily, componentFamilies } from './families.ts';
import { hintFor } from './hint.ts';
import { quoted } from './path.ts';
import { inlineFamilies, workflowSchema } from './schema.ts';
import type { ComponentRegistries } from './workflow-config.ts';

type Schema = z.core.$ZodType;

/** What one name stands for: a key of the workflow, a component, one of its parameters, a metric. */
export interface Explanation extends Omit<SettingDescription, 'keys'> {
  readonly kind: 'workflow' | 'setting' | 'family' | 'component' | 'parameter' | 'metric';
  /** How it is written; absent where that says nothing. */
  readonly example?: unknown;
  /** What is inside: keys, components or parameters. */
  readonly parts: readonly SettingDescription[];
  /** Of a metric. */
  readonly formula?: string;
  readonly nullWhen?: string;
}

/**
 * Explains a name: the path of a key (`execution.slippage`), of a component (`strategies.sma_crossover`), of a parameter
 * (`slippage.bps.bps`), of a metric (`metrics.sharpe`), or a component by its name alone. Numbers and brackets of lists may
 * be left out. An empty name is the workflow itself.
 *
 * @throws UserError with the nearest name when there is none.
 */
export function explain(name: string, registries: ComponentRegistries): Explanation {
  const words = wordsOf(name);
  const families = componentFamilies(registries);
  const inner = explainKey(words, families);
  if (!(inner instanceof UserError)) return inner;
  const byFamily = explainFamily(words, families);
  if (byFamily !== undefined) return byFamily;
  const metric = RUN_METRICS.find((one) => one.name === words.at(-1));
  if (metric !== undefined && (words.length === 1 || (words.length === 2 && words[0] === 'metrics'))) {
    const { name: path, unit, definition: description, formula, nullWhen } = metric;
    return {
      kind: 'metric',
      path,
      expects: 'a metric',
      description,
      required: false,
      unit,
      parts: [],
      ...(formula === null ? {} : { formula }),
      ...(nullWhen === null ? {} : { nullWhen }),
    };
  }
  const [first] = words;
  if (first === 'metrics' && words.length === 2) {
    const settings = keysOf(inside(workflowSchema.shape.metrics));
    throw unknown([first], words[1], [...settings, ...RUN_METRICS.map((one) => one.name)]);
  }
  if (words.length > 1 && Object.hasOwn(workflowSchema.shape, first)) throw inner;
  const types = families.flatMap((family) => [family.name, ...family.registry.types]);
  const metrics = RUN_METRICS.map((one) => one.name);
  throw unknown([], first, [...Object.keys(workflowSchema.shape), ...types, ...metrics]);
}

/** Every name that can be explained in one word more than the families: for completion. */
export function explainableNames(registries: ComponentRegistries): string[] {
  const families = componentFamilies(registries);
  return [
    ...Object.keys(workflowSchema.shape),
    ...families.flatMap((family) => family.registry.types.map((type) => `${family.name}.${type}`)),
    ...RUN_METRICS.map((metric) => `metrics.${metric.name}`),
  ];
}

/** `portfolios[0].cash` → `portfolios`, `cash`: places in lists are all alike. */
function wordsOf(name: string): string[] {
  return name
    .replaceAll(/\[\d*\]/g, '')
    .split('.')
    .filter((word) => word !== '' && !/^\d+$/.test(word));
}

function explainKey(words: readonly string[], families: readonly ComponentFamily[]): Explanation | UserError {
  let schema: Schema = workflowSchema;
  let path = '';
  for (const [i, word] of words.entries()) {
    const rest = words.slice(i);
    const family = familyOf(schema, path, families);
    if (family !== undefined && word !== 'type') {
      const found = withinFamily(family, path, rest);
      const isKey =
        family.name === 'strategies' && keysOf(inside(schema)).includes(word) && word !== 'params';
      if (!isKey && !(found instanceof UserError)) return found;
      if (!isKey && (rest.length > 1 || !keysOf(inside(schema)).includes(word))) return found as UserError;
    }
    const [next, at] = stepInto(schema, path, word);
    if (next === undefined)
      return unknown(words.slice(0, i), word, [...keysOf(inside(schema)), ...(family?.registry.types ?? [])]);
    schema = next;
    path = at;
  }
  return setting(schema, path, families);
}

/** `strategies.sma_crossover.fast`, `features.rsi`, `rsi`: components by the name of their family, or alone. */
function explainFamily(
  words: readonly string[],
  families: readonly ComponentFamily[],
): Explanation | undefined {
  const [first, ...rest] = words;
  const family = families.find(({ name, registry }) => name === first || registry.family === first);
  if (family !== undefined) {
    const found = rest.length === 0 ? wholeFamily(family) : withinFamily(family, family.name, rest);
    if (found instanceof UserError) throw found;
    return found;
  }
  const holder = families.find(({ registry }) => registry.has(first));
  if (holder === undefined) return undefined;
  const found = withinFamily(holder, holder.name, words);
  if (found instanceof UserError) throw found;
  return found;
}

function withinFamily(
  { registry }: ComponentFamily,
  path: string,
  words: readonly string[],
): Explanation | UserError {
  const [type, ...rest] = words;
  if (type === undefined || !registry.has(type)) return unknown([path], type ?? '', registry.types);
  const component = registry.get(type);
  const below = rest[0] === 'params' ? rest.slice(1) : rest;
  const [param] = below;
  if (param === undefined) return componentOf(component, path);
  const parts = paramsOf(component);
  const found = parts.find((part) => part.path === param);
  if (found === undefined || below.length > 1)
    return unknown(
      [path, type],
      below.slice(-1)[0],
      parts.map((part) => part.path),
    );
  const { keys: _, ...description } = found;
  const schema = shapeOf(component.params)[param];
  return {
    ...description,
    kind: 'parameter',
    path: `${path}.${type}.${param}`,
    example: { [param]: sampleOf(schema) },
    parts: [],
  };
}

function componentOf(component: ComponentDescription, path: string): Explanation {
  const params = paramsOf(component);
  const sample = sampleParams(component.params);
  const isStrategy = path.startsWith('strategies');
  const isFeature = path === 'features';
  const { type, description } = component;
  return {
    kind: 'component',
    path: `${path}.${type}`,
    expects: isFeature || isStrategy ? 'parameters in a map' : 'parameters beside the type',
    description,
    required: false,
    example: isStrategy
      ? { id: type, type, params: sample }
      : isFeature
        ? { type, params: sample }
        : { type, ...sample },
    parts: params,
  };
}

/** Parameters that make sense together: where those that are required do not, one of the others as well. */
function sampleParams(schema: z.ZodType): Record<string, unknown> {
  const sample = sampleOf(unwrapped(schema)) as Record<string, unknown>;
  const optional = Object.entries(shapeOf(schema)).filter(([name]) => !Object.hasOwn(sample, name));
  const fuller = optional.map(([name, part]) => ({ ...sample, [name]: sampleOf(part) }));
  return [sample, ...fuller].find((one) => schema.safeParse(one).success) ?? sample;
}

function wholeFamily({ name, key, registry }: ComponentFamily): Explanation {
  return {
    kind: 'family',
    path: name,
    expects: key === null ? 'what strategies read' : `named by "type" in ${key}`,
    description: `Components of the kind ${registry.family}.`,
    required: false,
    parts: [...registry].map(partOf),
  };
}

function setting(schema: Schema, path: string, families: readonly ComponentFamily[]): Explanation {
  const { keys, ...description } = describeSchema(schema, path);
  const family = familyOf(schema, path, families);
  const within = inside(schema);
  const parts = keys.length > 0 || within !== schema ? keysOf(within) : [];
  const described = parts.map((key) => describeSchema(stepInto(schema, path, key)[0] as Schema, key));
  const example = exampleOf(path, schema);
  return {
    ...description,
    kind: path === '' ? 'workflow' : 'setting',
    ...(path === ''
      ? { description: 'A workflow: what is traded, what gives signals, who trades on them, and how.' }
      : {}),
    ...(example === undefined || path === '' ? {} : { example }),
    parts: family === undefined ? described : [...described, ...[...family.registry].map(partOf)],
  };
}

function exampleOf(path: string, schema: Schema): unknown {
  const bare = path.replace(/\[\]$/, '');
  const value = Object.hasOwn(EXAMPLES, bare) ? EXAMPLES[bare] : sampleOf(schema);
  const key = bare.split('.').at(-1)?.replace('[]', '') ?? '';
  const isLoose =
    value === null || (typeof value === 'object' && Object.keys(value).length === 0 && !Array.isArray(value));
  return isLoose ? undefined : { [key]: value };
}

function partOf({ type, description }: ComponentDescription): SettingDescription {
  return { path: type, expects: '', description, required: false, keys: [] };
}

function paramsOf({ params }: ComponentDescription): SettingDescription[] {
  return Object.entries(shapeOf(params)).map(([name, schema]) => ({
    ...describeSchema(schema, name),
    description: descriptionOf(schema),
  }));
}

/** The parameters of a component; none where its schema is no map. */
export function shapeOf(schema: Schema): Readonly<Record<string, Schema>> {
  const def = defOf(unwrapped(schema));
  return def.type === 'object' ? def.shape : {};
}

/** The family whose components stand at a place of the workflow. */
function familyOf(
  schema: Schema,
  path: string,
  families: readonly ComponentFamily[],
): ComponentFamily | undefined {
  const at =
    path.endsWith('[]') || inlineFamilies.get(inside(schema)) === undefined
      ? path
      : path.replace(/\[\]$/, '');
  return families.find(({ key }) => key !== null && (key === at || key === `${at}[]`));
}

/** What the entries of a list are, as often as there are lists in lists. */
function inside(schema: Schema): Schema {
  const def = defOf(unwrapped(schema));
  return def.type === 'array' ? inside(def.element) : unwrapped(schema);
}

function stepInto(schema: Schema, path: string, word: string): [Schema | undefined, string] {
  const def = defOf(unwrapped(schema));
  const at = path === '' ? word : `${path}.${word}`;
  switch (def.type) {
    case 'array':
      return stepInto(def.element, `${path}[]`, word);
    case 'object':
      if (Object.hasOwn(def.shape, word)) return [def.shape[word], at];
      // The other keys of an environment are those of a workflow.
      return isEnvironment(path) ? stepInto(workflowSchema, '', word) : [undefined, at];
    case 'record':
      return [def.valueType as Schema, `${path}.<name>`];
    case 'union':
      for (const option of def.options) {
        const found = stepInto(option, path, word);
        if (found[0] !== undefined) return found;
      }
      return [undefined, at];
    default:
      return [undefined, at];
  }
}

function isEnvironment(path: string): boolean {
  return path === 'environments.<name>' || NAMED_ENVIRONMENTS.some((name) => name === path);
}

function unknown(above: readonly string[], word: string, valid: readonly string[]): UserError {
  const where = above.filter((part) => part !== '').join('.');
  const message = where === '' ? `nothing is called ${quoted(word)}` : `${where} has no ${quoted(word)}`;
  return new UserError(message, { code: 'unknown_name', hint: hintFor(word, valid) });
}
