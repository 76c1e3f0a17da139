import { eventTypeNumber } from '../../events/event-type.ts';
import { seedOf } from '../../foundation/random.ts';
import { UserError, UserErrors } from '../../foundation/user-error.ts';
import type { Container } from '../container.ts';
import { ComponentHost } from './component-host.ts';
import { OwnContainer } from './own-container.ts';
import { type Link, OwnRoute, type Target } from './own-route.ts';
import { planRoutes } from './route-plan.ts';
import type { OwnContainerSpec, RouteSpec } from './spec.ts';

/** Containers and routes of the user's in a run. */
export interface OwnParts {
  readonly containers: readonly OwnContainer[];
  readonly routes: readonly OwnRoute[];
}

const NO_OWN_PARTS: OwnParts = { containers: [], routes: [] };

export interface OwnPartsSpec {
  readonly containers?: readonly OwnContainerSpec[];
  readonly routes?: readonly RouteSpec[];
  /** Of the run. */
  readonly seed: number;
}

/**
 * Adds the user's containers to those that the engine has made, and lays the routes.
 *
 * @param add makes a container below another.
 * @throws UserErrors for containers and routes that cannot be.
 */
export function wireOwnParts(
  engine: readonly Container[],
  add: (id: string, parent: Container) => Container,
  { containers: specs = [], routes: routeSpecs = [], seed }: OwnPartsSpec,
): OwnParts {
  if (specs.length === 0 && routeSpecs.length === 0) return NO_OWN_PARTS;
  const nodes = engine.map(({ id, parent }) => ({ id, parent: parent?.id ?? null }));
  const { links, problems } = planRoutes(nodes, specs, routeSpecs);
  if (problems.length > 0) {
    throw new UserErrors(
      problems.map(({ list, index, message, code, hint }) => {
        const where = list === 'routes' ? `route ${routeSpecs[index].name}` : specs[index].id;
        return new UserError(`${where}: ${message}`, { code, hint });
      }),
    );
  }
  const byId = new Map<string, Target>(engine.map((container) => [container.id, container]));
  const containers: OwnContainer[] = [];
  for (let waiting = [...specs]; waiting.length > 0; ) {
    const ready = waiting.filter(({ parent }) => byId.has(parent));
    for (const spec of ready) {
      const parent = containerOf(byId.get(spec.parent) as Target);
      const made = ownContainer(add(spec.id, parent), spec, seed);
      containers.push(made);
      byId.set(spec.id, made);
    }
    waiting = waiting.filter((spec) => !ready.includes(spec));
  }
  const routes = routeSpecs.map((spec, number) => {
    const { kind, name, tier, batchSize, maxRetries } = spec;
    const delivery = { route: name, number, tier, batchSize, maxRetries };
    const own = links
      .filter(({ route }) => route === number)
      .map(
        ({ from, types, ways }): Link => ({
          source: containerOf(byId.get(from) as Target),
          types: types.map((type) => eventTypeNumber(type) as number),
          ways: ways.map(({ accepts, to }) => ({ accepts, to: to.map((id) => byId.get(id) as Target) })),
        }),
      );
    const route = new OwnRoute(kind, delivery, own);
    own[0]?.source.add(route);
    return route;
  });
  for (const route of routes) listen(route);
  return { containers, routes };
}

function ownContainer(
  container: Container,
  { id, components, budget }: OwnContainerSpec,
  seed: number,
): OwnContainer {
  const names = new Map<string, number>();
  const hosts = components.map(({ definition, params }) => {
    const count = (names.get(definition.type) ?? 0) + 1;
    names.set(definition.type, count);
    const componentId = count === 1 ? definition.type : `${definition.type}_${count}`;
    return new ComponentHost({
      bus: container.bus,
      componentId,
      definition,
      params,
      seed: seedOf(seed, id, componentId),
    });
  });
  return new OwnContainer(container, hosts, budget);
}

/** What the market publishes comes by way of the lanes: see `isOfMarket`. */
function listen(route: OwnRoute): void {
  for (const link of route.links) {
    for (const type of link.types) {
      if (isOfMarket(link.source)) continue;
      link.source.bus.listen(type, (event) => route.route(event, link), route.componentId);
    }
  }
}

/**
 * Whether a container is worked through by no lane: each lane is given its bars and features by itself.
 */
export function isOfMarket({ id }: Container): boolean {
  return id.startsWith('data_') || id.startsWith('features_');
}

export function containerOf(target: Target): Container {
  return target instanceof OwnContainer ? target.container : target;
}
