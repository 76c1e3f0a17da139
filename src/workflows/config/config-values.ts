import type { z } from 'zod';
import type { ComponentDescription, Registry } from '../../foundation/registry.ts';
import { writtenLayers } from './config.ts';
import { environmentPaths } from './environments.ts';
import { defOf, schemaAt } from './expectation.ts';
import type { ConfigSource } from './layered.ts';
import { formatPath, isMap, type Path, valueAt } from './path.ts';
import { canonicalJson } from './resolved.ts';
import { workflowSchema } from './schema.ts';
import { isDefinition } from './strategy-object.ts';
import type { ComponentRegistries, WorkflowConfig } from './workflow-config.ts';
import { plainParts, type WrittenForm, writtenForm } from './written-form.ts';

/** One value of a configuration, and where it comes from. */
export interface ConfigValue {
  readonly path: Path;
  /** A scalar, or an empty list or map. */
  readonly value: unknown;
  readonly source: ConfigSource;
  /** Whether it is what leaving it out would give. */
  readonly isDefault: boolean;
}

/** Keys of a workflow that say what is traced; no result depends on them. */
const TRACE_KEYS = ['tracing', 'trace_settings', 'portfolio_settings', 'containers'];

/**
 * A checked configuration as it would be written in one file: all layers laid over one another, the environments gone.
 *
 * @param resolved with every default filled in, trace settings aside.
 */
export function wholeConfig(config: WorkflowConfig, resolved: boolean): WrittenForm {
  const { root, environment } = writtenLayers(config);
  const written = plainParts(root) as WrittenForm;
  const chosen = environment === null ? undefined : environmentPaths(written).get(environment);
  const part = chosen === undefined ? undefined : valueAt(written, chosen);
  const layer: WrittenForm = isMap(part) ? part : {};
  // Trace settings of an environment are a layer of their own, so they stay where they are.
  const layered = Object.fromEntries(
    Object.entries(layer).filter(([key]) => TRACE_KEYS.includes(key) && key !== 'containers'),
  );
  const { environments: _, development: _dev, production: _prod, environment: _name, ...rest } = written;
  const kept = resolved
    ? {
        ...writtenForm(config),
        ...Object.fromEntries(TRACE_KEYS.flatMap((key) => (key in rest ? [[key, rest[key]]] : []))),
      }
    : rest;
  if (environment === null || Object.keys(layered).length === 0) return inOrder(kept);
  return inOrder({ ...kept, environment, environments: { [environment]: layered } });
}

/** Keys in the order of the schema, as people know them. */
function inOrder(tree: WrittenForm): WrittenForm {
  const order = Object.keys(workflowSchema.shape);
  return Object.fromEntries(Object.entries(tree).sort(([a], [b]) => order.indexOf(a) - order.indexOf(b)));
}

/** Every value of `tree`, a form of the configuration that `wholeConfig` gave, in its order. */
export function configValues(
  config: WorkflowConfig,
  tree: WrittenForm,
  components: ComponentRegistries,
): ConfigValue[] {
  const values: ConfigValue[] = [];
  const visit = (node: unknown, path: Path): void => {
    const parts = isDefinition(node)
      ? []
      : Array.isArray(node)
        ? [...node.entries()]
        : isMap(node)
          ? Object.entries(node)
          : [];
    for (const [step, part] of parts) visit(part, [...path, step]);
    if (parts.length > 0) return;
    const source = sourceOf(config, path, node);
    const fallback = source.kind === 'default' ? undefined : defaultAt(path, tree, components);
    const isDefault = source.kind === 'default' || (fallback !== undefined && equal(fallback, node));
    values.push({ path, value: node, source, isDefault });
  };
  visit(tree, []);
  return values;
}

function sourceOf(config: WorkflowConfig, path: Path, value: unknown): ConfigSource {
  const { root, locator, environment } = writtenLayers(config);
  const at = placeWritten(root, path, value, environment);
  if (at === undefined) return { kind: 'default', name: 'default' };
  const layer = locator.sourceOf(at);
  const { file, line, column } = locator.place(at, 'value').location;
  const place = line === undefined ? file : `${file}:${line}:${column}`;
  if (layer === null) return { kind: 'file', name: place };
  return layer.kind === 'environment'
    ? { kind: layer.kind, name: `${place} (${layer.name})` }
    : { kind: layer.kind, name: layer.name };
}

/** Where a value was written; undefined for one that was not. An entry may be written as its name alone. */
function placeWritten(
  root: unknown,
  path: Path,
  value: unknown,
  environment: string | null,
): Path | undefined {
  if (path[0] === 'environments' && environment !== null) {
    const base = environmentPaths(root).get(environment);
    return base && [...base, ...path.slice(2)];
  }
  if (valueAt(root, path) !== undefined) return path;
  const above = path.slice(0, -1);
  return valueAt(root, above) === value && value !== undefined && above.length > 0 ? above : undefined;
}

function defaultAt(path: Path, tree: WrittenForm, components: ComponentRegistries): unknown {
  const [schema, rest] = schemaOfComponent(path, tree, components) ?? [workflowSchema, path];
  const found = schemaAt(schema, rest);
  const def = found && defOf(found);
  return def?.type === 'default' ? def.defaultValue : undefined;
}

/** The parameters of the component that a path leads into, and the rest of the path. */
function schemaOfComponent(
  path: Path,
  tree: WrittenForm,
  components: ComponentRegistries,
): [z.core.$ZodType, Path] | undefined {
  const [first, , third] = path;
  const within = (
    registry: Registry<ComponentDescription>,
    depth: number,
    below = depth,
  ): [z.core.$ZodType, Path] | undefined => {
    const type = valueAt(tree, [...path.slice(0, depth), 'type']);
    if (path.length <= below || typeof type !== 'string' || !registry.has(type)) return undefined;
    return path[below] === 'type' ? undefined : [registry.get(type).params, path.slice(below)];
  };
  if (first === 'strategies' && third === 'params') return within(components.strategies, 2, 3);
  if (first === 'portfolios' && third === 'sizing') return within(components.sizing, 3);
  if (first === 'portfolios' && third === 'risk') return within(components.risk, 4);
  if (first === 'execution' && path[1] === 'slippage') return within(components.slippage, 2);
  if (first === 'execution' && path[1] === 'commission') return within(components.commission, 2);
  return undefined;
}

function equal(a: unknown, b: unknown): boolean {
  return Object.is(a, b) || (typeof a === 'object' && canonicalJson(a) === canonicalJson(b));
}

/** `portfolios[0].cash`. */
export function valueName({ path }: ConfigValue): string {
  return formatPath(path);
}
