import { checkComponents, isModulePath, readUnderscoredBelow } from './components.ts';
import { checkPlanned, crossCheck } from './cross-checks.ts';
import { checkEnvironment } from './environments.ts';
import { type Locator, locatorWithin, ObjectLocator } from './locator.ts';
import { Mistakes } from './mistakes.ts';
import { parseAt } from './parse-at.ts';
import { isMap, itemsAt, type Path } from './path.ts';
import { plainCopy } from './plain-copy.ts';
import { resolve } from './resolve.ts';
import { workflowSchema } from './schema.ts';
import { checkTracing } from './tracing-checks.ts';
import type { ComponentRegistries, WorkflowConfig } from './workflow-config.ts';
import { readYaml } from './yaml-source.ts';

/**
 * Reads and checks a configuration in YAML.
 *
 * @param file its path, for messages and for the default name.
 * @param options.environment the environment to choose, before the one that the configuration names.
 * @throws UserErrors with all mistakes in the order of the file, each located.
 */
export function loadConfig(
  text: string,
  file: string,
  components: ComponentRegistries,
  options: { readonly environment?: string } = {},
): WorkflowConfig {
  const { value, locator, problems } = readYaml(text, file);
  return check(value, new Mistakes(locator, problems), components, { ...options, name: nameFromFile(file) });
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
  options: { readonly name?: string; readonly environment?: string; readonly locator?: Locator } = {},
): WorkflowConfig {
  const { locator = new ObjectLocator(), ...rest } = options;
  return check(value, new Mistakes(locator), components, { name: 'workflow', ...rest });
}

/** Finds places below `path` of a checked configuration, in its file where it came from one. For `checkParams`. */
export function locatorOf(config: WorkflowConfig, path: Path): Locator {
  return locatorWithin(locators.get(config) ?? new ObjectLocator(), path);
}

/** Not a field of the configuration, which is data to be written, compared and sent to workers. */
const locators = new WeakMap<WorkflowConfig, Locator>();

function check(
  value: unknown,
  mistakes: Mistakes,
  components: ComponentRegistries,
  options: { readonly name: string; readonly environment?: string },
): WorkflowConfig {
  const { locator } = mistakes;
  const root = plainCopy(value, mistakes);
  readFreeParameters(root, locator);
  checkPlanned(root, mistakes);
  const written = parseAt(workflowSchema, root, [], mistakes);
  crossCheck(root, mistakes);
  const checked = checkComponents(root, components, mistakes);
  checkTracing(root, components, mistakes);
  const environment = checkEnvironment(root, options.environment, mistakes);
  mistakes.throwIfAny();
  if (written === undefined) throw new Error('a configuration was refused without a mistake');
  const config = resolve(written, checked, options.name, environment);
  locators.set(config, locator);
  return config;
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
}

/** `flows/sp500-trend.yaml` → `sp500-trend`; what a name may not hold becomes "-". */
function nameFromFile(file: string): string {
  const base = file.replace(/^.*[/\\]/, '').replace(/\.[^.]*$/, '');
  const slug = base.replaceAll(/[^A-Za-z0-9_.-]+/g, '-').slice(0, 80);
  return slug.replace(/^[.-]+/, '').replace(/[.-]+$/, '') || 'workflow';
}
