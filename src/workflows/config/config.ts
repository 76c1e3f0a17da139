import { checkComponents, isModulePath, readUnderscoredBelow } from './components.ts';
import { checkPlanned, crossCheck } from './cross-checks.ts';
import { checkEnvironment, environmentPaths, LAYERED_KEYS, overlayOf } from './environments.ts';
import { LayeredLocator } from './layered.ts';
import { type Locator, locatorWithin, ObjectLocator } from './locator.ts';
import { Mistakes } from './mistakes.ts';
import { layOver } from './overlay.ts';
import { applyOverride, type Override, parseSetting, settingsFrom } from './overrides.ts';
import { parseAt } from './parse-at.ts';
import { isMap, itemsAt, type Path } from './path.ts';
import { plainCopy } from './plain-copy.ts';
import { resolve } from './resolve.ts';
import { checkRouting } from './routing-checks.ts';
import { type WrittenConfig, workflowSchema } from './schema.ts';
import { readToml } from './toml-source.ts';
import { checkTracing } from './tracing-checks.ts';
import { checkVersion } from './versions.ts';
import type { ComponentRegistries, WorkflowConfig } from './workflow-config.ts';
import { plainParts } from './written-form.ts';
import { type ConfigText, readYaml } from './yaml-source.ts';

/** What is laid over a configuration, the later winning: environment, variables, settings. */
export interface ConfigLayers {
  /** The environment to choose, before the one that `ADMF_ENVIRONMENT` or the configuration names. */
  readonly environment?: string;
  /** Variables of the process: those that begin with `ADMF_` are settings, such as `ADMF_EXECUTION__PROFILE`. */
  readonly variables?: Readonly<Record<string, string | undefined>>;
  /** Settings as they are typed behind `--set`: `execution.slippage.bps=2`. */
  readonly set?: readonly string[];
}

/**
 * Reads and checks a configuration in YAML, or in TOML when the name of its file ends so.
 *
 * @param file its path, for messages and for the default name.
 * @param options.name the name of a configuration that gives none.
 * @throws UserErrors with all mistakes in the order of the file, each located.
 */
export function loadConfig(
  text: string,
  file: string,
  components: ComponentRegistries,
  { name = nameFromFile(file), ...layers }: ConfigLayers & { readonly name?: string } = {},
): WorkflowConfig {
  const read = file.toLowerCase().endsWith('.toml') ? readToml : readYaml;
  return check(read(text, file), components, layers, name);
}

/**
 * Checks a configuration given as an object, of the same shape as the YAML (keys in snake_case). It is copied, not kept.
 *
 * @param options.name the name of a configuration that gives none; `workflow` by default.
 * @param options.locator says where mistakes are; their paths by default.
 * @throws UserErrors with all mistakes; locations are paths such as `portfolios[0].cash`.
 */
export function checkConfig(
  value: unknown,
  components: ComponentRegistries,
  options: ConfigLayers & { readonly name?: string; readonly locator?: Locator } = {},
): WorkflowConfig {
  const { locator = new ObjectLocator(), name = 'workflow', ...layers } = options;
  return check({ value, locator, problems: [] }, components, layers, name);
}

/** Finds places below `path` of a checked configuration, in its file where it came from one. For `checkParams`. */
export function locatorOf(config: WorkflowConfig, path: Path): Locator {
  return locatorWithin(written.get(config)?.locator ?? new ObjectLocator(), path);
}

/** How a checked configuration was written. */
export interface WrittenLayers {
  /** The configuration with all layers laid over it, no default filled in. */
  readonly root: unknown;
  readonly locator: LayeredLocator;
  readonly environment: string | null;
}

/** @throws Error for a configuration that was not checked by `loadConfig` or `checkConfig`. */
export function writtenLayers(config: WorkflowConfig): WrittenLayers {
  const found = written.get(config);
  if (found === undefined) throw new Error('this configuration was not checked here');
  return found;
}

/** Not a field of the configuration, which is data to be written, compared and sent to workers. */
const written = new WeakMap<WorkflowConfig, WrittenLayers>();

function check(
  { value, locator: base, problems }: ConfigText,
  components: ComponentRegistries,
  layers: ConfigLayers,
  name: string,
): WorkflowConfig {
  const locator = new LayeredLocator(base);
  const mistakes = new Mistakes(locator, problems);
  const root = plainCopy(value, mistakes);
  checkVersion(root, mistakes);
  const overrides = [...settingsFrom(layers.variables ?? {}), ...(layers.set ?? []).map(parseSetting)];
  const [choices, settings] = [
    overrides.filter(choosesEnvironment),
    overrides.filter((o) => !choosesEnvironment(o)),
  ];
  for (const choice of choices) applyOverride(root, choice, workflowSchema, locator, mistakes);
  const environment = checkEnvironment(root, layers.environment, mistakes);
  if (layers.environment !== undefined && isMap(root)) {
    root.environment = layers.environment;
    const name = `--env ${layers.environment}`;
    locator.graft(['environment'], { locator: base, path: [], source: { kind: 'option', name } });
  }
  const paths = environmentPaths(root);
  for (const [other, path] of paths) {
    if (other === environment) continue;
    // A mistake in an environment is one whether or not it is chosen now.
    const apart = new LayeredLocator(base);
    const found = new Mistakes(apart);
    const whole = plainParts(root);
    layEnvironment(whole, other, path, base, apart);
    checkWhole(whole, components, found);
    mistakes.addAll(found);
  }
  const path = environment === null ? undefined : paths.get(environment);
  if (environment !== null && path !== undefined) layEnvironment(root, environment, path, base, locator);
  for (const override of settings) {
    // Trace settings of the environment win over those outside of it, so what wins over them must stand there too.
    const inside = path !== undefined && LAYERED_KEYS.has(override.words[0].toLowerCase()) ? path : [];
    applyOverride(root, override, workflowSchema, locator, mistakes, inside);
  }
  const whole = plainParts(root);
  const { config, checked } = checkWhole(whole, components, mistakes);
  mistakes.throwIfAny();
  if (config === undefined) throw new Error('a configuration was refused without a mistake');
  const resolved = resolve(config, checked, name, environment);
  written.set(resolved, { root: whole, locator, environment });
  return resolved;
}

function choosesEnvironment({ words }: Override): boolean {
  return words.length === 1 && words[0].toLowerCase() === 'environment';
}

function layEnvironment(root: unknown, name: string, path: Path, base: Locator, into: LayeredLocator): void {
  layOver(root, plainParts(overlayOf(root, path)), [], path, {
    locator: base,
    name: `environment ${name}`,
    into,
  });
}

/** Adds the mistakes of a configuration whose layers were put together. Numbers with underscores are read into `root`. */
function checkWhole(root: unknown, components: ComponentRegistries, mistakes: Mistakes) {
  readFreeParameters(root, mistakes.locator);
  checkPlanned(root, mistakes);
  const config: WrittenConfig | undefined = parseAt(workflowSchema, root, [], mistakes);
  crossCheck(root, mistakes);
  const checked = checkComponents(root, components, mistakes);
  checkRouting(root, mistakes);
  checkTracing(root, components, mistakes);
  return { config, checked };
}

/** Parameters that no schema reads here (generators, the user's modules) get their `100_000` as numbers all the same. */
function readFreeParameters(root: unknown, locator: Locator): void {
  itemsAt(root, ['data']).forEach((entry, i) => {
    if (!isMap(entry) || !isMap(entry.source)) return;
    entry.source = readUnderscoredBelow(entry.source, ['data', i, 'source'], locator);
  });
  itemsAt(root, ['strategies']).forEach((entry, i) => {
    if (!isMap(entry) || typeof entry.type !== 'string' || !isModulePath(entry.type)) return;
    entry.params = readUnderscoredBelow(entry.params, ['strategies', i, 'params'], locator);
  });
  itemsAt(root, ['containers']).forEach((_, i) => {
    itemsAt(root, ['containers', i, 'components']).forEach((component, j) => {
      if (!isMap(component) || typeof component.type !== 'string') return;
      const path = ['containers', i, 'components', j, 'params'];
      component.params = readUnderscoredBelow(component.params, path, locator);
    });
  });
}

/** `flows/sp500-trend.yaml` → `sp500-trend`; what a name may not hold becomes "-". */
function nameFromFile(file: string): string {
  const base = file.replace(/^.*[/\\]/, '').replace(/\.[^.]*$/, '');
  const slug = base.replaceAll(/[^A-Za-z0-9_.-]+/g, '-').slice(0, 80);
  return slug.replace(/^[.-]+/, '').replace(/[.-]+$/, '') || 'workflow';
}
