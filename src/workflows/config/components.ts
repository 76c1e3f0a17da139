import type { z } from 'zod';
import type { ComponentDescription, Registry } from '../../foundation/registry.ts';
import { hintFor } from './hint.ts';
import type { Locator } from './locator.ts';
import { Mistakes } from './mistakes.ts';
import { parseAt, underscoredNumber } from './parse-at.ts';
import { isMap, itemsAt, type Path, quoted, valueAt } from './path.ts';
import { deepFreeze, plainCopy } from './plain-copy.ts';
import { DEFAULT_COST, DEFAULT_SIZING } from './schema.ts';
import { isDefinition } from './strategy-object.ts';
import type { ComponentConfig, ComponentRegistries, Params } from './workflow-config.ts';

/** The components of one configuration after their own schemas, in the order of its lists; undefined where mistaken. */
export interface CheckedComponents {
  readonly strategies: readonly (Params | undefined)[];
  readonly portfolios: readonly {
    readonly sizing: ComponentConfig | undefined;
    readonly risk: readonly (ComponentConfig | undefined)[];
  }[];
  readonly slippage: ComponentConfig | undefined;
  readonly commission: ComponentConfig | undefined;
}

/** Checks every component that the configuration names with the schema of its parameters. */
export function checkComponents(
  root: unknown,
  registries: ComponentRegistries,
  mistakes: Mistakes,
): CheckedComponents {
  const inline = (registry: Registry<ComponentDescription>, path: Path, byDefault?: ComponentWritten) =>
    checkInline(registry, valueAt(root, path) ?? byDefault, path, mistakes, registries.sizing);
  return {
    strategies: itemsAt(root, ['strategies']).map((_, i) =>
      checkStrategy(root, i, registries.strategies, mistakes),
    ),
    portfolios: itemsAt(root, ['portfolios']).map((_, i) => ({
      sizing: inline(registries.sizing, ['portfolios', i, 'sizing'], DEFAULT_SIZING),
      risk: itemsAt(root, ['portfolios', i, 'risk']).map((_item, j) =>
        inline(registries.risk, ['portfolios', i, 'risk', j]),
      ),
    })),
    slippage: inline(registries.slippage, ['execution', 'slippage'], DEFAULT_COST),
    commission: inline(registries.commission, ['execution', 'commission'], DEFAULT_COST),
  };
}

/**
 * Checks the parameters of a component that was not known when the configuration was: a strategy of the user's module.
 *
 * @param locate finds places inside `params`: `locatorOf(config, ['strategies', 0, 'params'])`.
 * @returns the parameters with defaults, frozen.
 * @throws UserErrors with all mistakes.
 */
export function checkParams(
  component: { readonly params: z.ZodType },
  params: unknown,
  locate: Locator,
): Params {
  const mistakes = new Mistakes(locate);
  const parsed = parseAt(component.params, plainCopy(params, mistakes), [], mistakes);
  mistakes.throwIfAny();
  return deepFreeze(parsed) as Params;
}

/** Whether a strategy's type is the path of a module of the user's. */
export function isModulePath(type: string): boolean {
  return /^(\.{1,2}\/|\/).*\.(ts|js|mjs)$/.test(type);
}

/** Reads `100_000` as a number wherever it stands unquoted below `path`: for parameters whose schema is not known. */
export function readUnderscoredBelow(value: unknown, path: Path, locator: Locator): unknown {
  if (typeof value === 'string') return underscoredNumber(locator.plainText(path)) ?? value;
  if (Array.isArray(value)) return value.map((item, i) => readUnderscoredBelow(item, [...path, i], locator));
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, readUnderscoredBelow(part, [...path, key], locator)]),
  );
}

type ComponentWritten = Readonly<Record<string, unknown> & { type: string }>;

function checkStrategy(
  root: unknown,
  i: number,
  registry: Registry<ComponentDescription>,
  mistakes: Mistakes,
): Params | undefined {
  const path: Path = ['strategies', i];
  const type = valueAt(root, [...path, 'type']);
  const params = valueAt(root, [...path, 'params']) ?? {};
  // What is neither a name nor a map of parameters was told already.
  if (!isMap(params)) return undefined;
  if (isDefinition(type)) return parsedParams(type.params, params, [...path, 'params'], mistakes);
  if (typeof type !== 'string' || type === '') return undefined;
  if (isModulePath(type)) return params;
  if (registry.has(type))
    return parsedParams(registry.get(type).params, params, [...path, 'params'], mistakes);
  const looksLikePath = /[/\\]|\.[cm]?[jt]sx?$/.test(type);
  mistakes.add({
    code: looksLikePath ? 'bad_module_path' : 'unknown_component',
    path: [...path, 'type'],
    message: looksLikePath
      ? `not the path of a module: ${quoted(type)}`
      : `unknown ${registry.family} ${quoted(type)}`,
    hint: looksLikePath
      ? 'a path begins with ./ or ../ or / and ends in .ts, .js or .mjs'
      : hintFor(type, registry.types),
  });
  return undefined;
}

function checkInline(
  registry: Registry<ComponentDescription>,
  value: unknown,
  path: Path,
  mistakes: Mistakes,
  modules?: Registry<ComponentDescription>,
): ComponentConfig | undefined {
  if (!isMap(value) || typeof value.type !== 'string' || value.type === '') return undefined;
  const { type, ...written } = value;
  // Of a module of the user's, parameters are checked once it is loaded.
  if (registry === modules && isModulePath(type)) return { type, params: written };
  if (registry.has(type)) {
    const params = parsedParams(registry.get(type).params, written, path, mistakes);
    return params && { type, params };
  }
  mistakes.add({
    code: 'unknown_component',
    path: [...path, 'type'],
    message: `unknown ${registry.family} ${quoted(type)}`,
    hint: hintFor(type, registry.types),
  });
  return undefined;
}

function parsedParams(
  schema: z.ZodType,
  params: unknown,
  path: Path,
  mistakes: Mistakes,
): Params | undefined {
  return parseAt(schema, params, path, mistakes) as Params | undefined;
}
