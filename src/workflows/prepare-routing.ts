import type { ComponentDefinition } from '../engine/own/component.ts';
import { planRoutes } from '../engine/own/route-plan.ts';
import type { Accepts, OwnContainerSpec, RouteSpec } from '../engine/own/spec.ts';
import { eventTypeNames } from '../events/event-type.ts';
import { UserError, UserErrors } from '../foundation/user-error.ts';
import { componentProblem, loadComponentModule } from './component-module.ts';
import { checkParams } from './config/components.ts';
import { locatorOf, writtenLayers } from './config/config.ts';
import { plannedContainers } from './config/container-names.ts';
import { hintFor } from './config/hint.ts';
import { type Path, valueAt } from './config/path.ts';
import { DEFAULT_RETRIES } from './config/routing-schema.ts';
import type { OwnContainerConfig, RouteConfig, WorkflowConfig } from './config/workflow-config.ts';
import { type LoadedWorkflow, shownPath } from './load-workflow.ts';
import { locatedAt } from './located.ts';
import { compileRouteCondition } from './route-conditions.ts';
import { userCodePlace } from './user-code.ts';

/** The user's containers and routes, ready to run. */
export interface PreparedRouting {
  readonly containers: readonly OwnContainerSpec[];
  readonly routes: readonly RouteSpec[];
  /** SHA-256 in hex of each module, by container and path. */
  readonly hashes: Readonly<Record<string, string>>;
}

const MB = 1e6;

/**
 * Loads the components of the user's containers and lays out the routes.
 *
 * @throws UserErrors with all that only now can be seen to be wrong: modules, parameters, event types, ways that events cannot
 *   or must not go.
 */
export async function prepareRouting(workflow: LoadedWorkflow): Promise<PreparedRouting> {
  const { containers = [], routes = [] } = workflow.config;
  const mistakes: UserError[] = [];
  const collect = (error: unknown) => {
    if (!(error instanceof UserError)) throw error;
    mistakes.push(...(error instanceof UserErrors ? error.errors : [error]));
  };
  const hashes: Record<string, string> = {};
  const specs: OwnContainerSpec[] = [];
  for (const container of containers) {
    const components: OwnContainerSpec['components'][number][] = [];
    for (const [j, component] of container.components.entries()) {
      const at: Path = ['containers', entryOf(workflow.config, container.id), 'components', j];
      try {
        const { hash, ...spec } = await loadComponent(workflow, component, at);
        if (typeof component.type === 'string' && hash !== null) {
          hashes[`${container.id}: ${component.type}`] = hash;
        }
        components.push(spec);
      } catch (error) {
        collect(error);
      }
    }
    specs.push({
      id: container.id,
      parent: container.parent,
      components,
      budget:
        container.memoryBudgetMb === undefined
          ? null
          : { bytes: Math.ceil(container.memoryBudgetMb * MB), policy: container.onBudget },
    });
  }
  const missing = mistakes.length > 0;
  // Types that these define may be what routes and traces name.
  if (!missing) mistakes.push(...tracedTypes(workflow.config));
  const names = routeNames(routes);
  const routeSpecs = routes.map((route, i) => routeSpec(workflow.config, route, i, names[i], collect));
  if (!missing && mistakes.length === 0) {
    const { problems } = planRoutes(planned(workflow.config), specs, routeSpecs);
    for (const { list, index, path, code, message, hint } of problems) {
      const entry = list === 'routes' ? index : entryOf(workflow.config, containers[index].id);
      const error = new UserError(message, { code, hint });
      mistakes.push(locatedAt(error, workflow.config, writtenPath(workflow.config, [list, entry], path)));
    }
  }
  if (mistakes.length > 0) throw mistakes.length === 1 ? mistakes[0] : new UserErrors(mistakes);
  return { containers: specs, routes: routeSpecs, hashes };
}

async function loadComponent(
  workflow: LoadedWorkflow,
  { type, params }: OwnContainerConfig['components'][number],
  at: Path,
): Promise<{
  readonly definition: ComponentDefinition;
  readonly params: unknown;
  readonly hash: string | null;
}> {
  const { config, baseDirectory } = workflow;
  const shown = (path: string) => shownPath(workflow, path);
  const written = valueAt(writtenLayers(config).root, at);
  const typeAt = typeof written === 'string' ? at : [...at, 'type'];
  let definition: ComponentDefinition;
  let hash: string | null = null;
  if (typeof type === 'string') {
    try {
      ({ definition, hash } = await loadComponentModule(type, baseDirectory, shown));
    } catch (error) {
      throw locatedAt(error, config, typeAt);
    }
  } else {
    const problem = componentProblem(type);
    if (problem !== undefined) {
      throw locatedAt(
        new UserError(`component ${type.type} ${problem}`, { code: 'bad_component' }),
        config,
        at,
      );
    }
    definition = type as unknown as ComponentDefinition;
  }
  const checked = checkParams(definition, params, locatorOf(config, [...at, 'params']));
  let state: unknown;
  try {
    state = definition.initialState?.(checked);
  } catch (error) {
    if (error instanceof UserError) throw locatedAt(error, config, at);
    const message = error instanceof Error ? error.message : String(error);
    const place = userCodePlace(error, shown);
    throw locatedAt(
      new UserError(`component ${definition.type}: ${message}`, {
        code: 'bad_component',
        ...place,
        cause: error,
      }),
      config,
      at,
    );
  }
  try {
    structuredClone(state);
  } catch (error) {
    const message = `component ${definition.type} keeps a state that cannot be saved: ${(error as Error).message}`;
    const hint = 'plain data: numbers, text, lists, maps';
    throw locatedAt(new UserError(message, { code: 'bad_component', hint, cause: error }), config, at);
  }
  return { definition, params: checked, hash };
}

function routeSpec(
  config: WorkflowConfig,
  route: RouteConfig,
  i: number,
  name: string,
  collect: (error: unknown) => void,
): RouteSpec {
  const { kind, tier, batchSize = null, maxRetries = DEFAULT_RETRIES, scope, events = [] } = route;
  const base = { name, tier, batchSize, maxRetries, scope };
  if (kind === 'hierarchical') {
    const { parent = '', eventsDown = [], eventsUp = [] } = route;
    return { ...base, kind, parent, down: eventsDown, up: eventsUp };
  }
  const condition = (text: string, path: Path): Accepts => {
    const known = eventTypeNames();
    // An unknown type is told by itself.
    if (!events.every((type) => known.includes(type))) return () => true;
    try {
      return compileRouteCondition(text, events);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      const { message, code, hint, location } = error;
      const where = `${message}, at column ${location?.column} of the condition`;
      collect(locatedAt(new UserError(where, { code, hint }), config, ['routes', i, ...path]));
      return () => true;
    }
  };
  const { from = [], to = [], when, rules = [], otherwise } = route;
  const ways =
    kind === 'selective'
      ? [
          ...rules.map((rule, k) => ({ accepts: condition(rule.when, ['rules', k, 'when']), to: rule.to })),
          ...(otherwise === undefined ? [] : [{ accepts: null, to: otherwise }]),
        ]
      : [{ accepts: when === undefined ? null : condition(when, ['when']), to }];
  return { ...base, kind, from, events, ways };
}

/** `portfolio_main → watchdog`, each once. */
function routeNames(routes: readonly RouteConfig[]): string[] {
  const names = new Map<string, number>();
  return routes.map(({ id, kind, from = [], to, rules = [], otherwise = [], parent }) => {
    const ends = to ?? [...new Set([...rules.flatMap((rule) => rule.to), ...otherwise])];
    const name = id ?? (kind === 'hierarchical' ? `${parent} ↕` : `${from.join(', ')} → ${ends.join(', ')}`);
    const count = (names.get(name) ?? 0) + 1;
    names.set(name, count);
    return count === 1 ? name : `${name} (${count})`;
  });
}

function planned({ data, strategies, portfolios }: WorkflowConfig) {
  return plannedContainers({
    symbols: data.map(({ symbol }) => symbol),
    strategies: strategies.map(({ id }) => id),
    portfolios: portfolios.map(({ id }) => id),
  });
}

/** Where in the list of the configuration a container of the user's stands, among those that only set what is traced. */
function entryOf(config: WorkflowConfig, id: string): number {
  const entries = valueAt(writtenLayers(config).root, ['containers']);
  return (entries as { id: string }[]).findIndex((entry) => entry.id === id);
}

/** One name may stand without a list, and a key may not stand at all. */
function writtenPath(config: WorkflowConfig, base: Path, path: Path): Path {
  const { root } = writtenLayers(config);
  let whole = [...base, ...path];
  while (whole.length > base.length && valueAt(root, whole) === undefined) whole = whole.slice(0, -1);
  return whole;
}

/** Event types that traces name and nobody has defined. */
function tracedTypes(config: WorkflowConfig): UserError[] {
  const known = eventTypeNames();
  const blocks = config.tracing.layers.flatMap((layer) => layer.blocks);
  return blocks.flatMap(({ types, source }) =>
    types === undefined || types === 'ALL'
      ? []
      : types
          .filter((type) => !known.includes(type))
          .map((type) => {
            const hint = hintFor(type, known);
            return new UserError(`${source}: unknown event type "${type}"`, {
              code: 'unknown_event_type',
              hint,
            });
          }),
  );
}
