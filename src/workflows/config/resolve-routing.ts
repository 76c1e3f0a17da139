import { makesContainer } from './routing-checks.ts';
import type { WrittenContainerEntry, WrittenRoute } from './routing-schema.ts';
import { isDefinition } from './strategy-object.ts';
import type { OwnContainerConfig, RouteConfig, WorkflowConfig } from './workflow-config.ts';

/** The user's containers and routes, after the schema; no key where there are none. */
export function routingConfig(
  entries: readonly WrittenContainerEntry[] = [],
  routes: readonly WrittenRoute[] = [],
): Pick<WorkflowConfig, 'containers' | 'routes'> {
  const containers = entries.filter(makesContainer).map(containerConfig);
  return {
    ...(containers.length === 0 ? {} : { containers }),
    ...(routes.length === 0 ? {} : { routes: routes.map(routeConfig) }),
  };
}

function containerConfig(entry: WrittenContainerEntry): OwnContainerConfig {
  const { id, parent = 'root', components = [], memory_budget_mb: budget, on_budget: onBudget } = entry;
  return {
    id,
    parent,
    components: components.map((component) =>
      typeof component === 'string' || isDefinition(component)
        ? { type: component, params: {} }
        : { type: component.type, params: component.params },
    ),
    ...(budget === undefined ? {} : { memoryBudgetMb: budget }),
    onBudget: onBudget ?? 'shrink',
  };
}

function routeConfig(route: WrittenRoute): RouteConfig {
  const { id, kind, from, events, to, when, rules, otherwise, parent, tier, scope } = route;
  return compact<RouteConfig>({
    id,
    kind,
    from: listOf(from),
    events,
    to: listOf(to),
    when,
    rules: rules?.map((rule) => ({ when: rule.when, to: listOf(rule.to) as readonly string[] })),
    otherwise: listOf(otherwise),
    parent,
    eventsDown: route.events_down,
    eventsUp: route.events_up,
    tier,
    batchSize: route.batch_size,
    maxRetries: route.max_retries,
    scope,
  });
}

function listOf(names: string | readonly string[] | undefined): readonly string[] | undefined {
  return typeof names === 'string' ? [names] : names;
}

/** Absent stays absent. */
function compact<T extends object>(values: { readonly [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;
}
