import { customEventType, eventTypeNames, eventTypeNumber, TYPE } from '../../events/event-type.ts';
import { nameHint } from '../../foundation/nearest-name.ts';
import { heardBy, publishedBy } from './component.ts';
import { kindOf, typesPassing } from './passing-types.ts';
import { findCycle } from './route-cycle.ts';
import type { OwnContainerSpec, PlannedLink, RouteSpec } from './spec.ts';
import { Tree, type TreeNode } from './tree.ts';

/** Steps to a place in an entry: `['rules', 0, 'to', 1]`. */
export type Steps = readonly (string | number)[];

/** A mistake in routes and containers, with the entry of which list it stands in. */
export interface RouteProblem {
  readonly list: 'containers' | 'routes';
  readonly index: number;
  readonly path: Steps;
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
}

export interface RoutePlan {
  readonly links: readonly PlannedLink[];
  readonly problems: readonly RouteProblem[];
}

/** Types that tell of the run from outside of it: what is traced, and who pauses it, must change no result. */
const NOT_ROUTED: ReadonlySet<number> = new Set([TYPE.LIFECYCLE, TYPE.TRACE_LIMIT]);

/**
 * Which way events will go, and what is wrong with it.
 *
 * @param engine the containers that the engine makes.
 */
export function planRoutes(
  engine: readonly TreeNode[],
  own: readonly OwnContainerSpec[],
  routes: readonly RouteSpec[],
): RoutePlan {
  return new Planner(engine, own, routes).plan();
}

class Planner {
  readonly #tree: Tree;
  readonly #own: readonly OwnContainerSpec[];
  readonly #ownIds: ReadonlySet<string>;
  readonly #routes: readonly RouteSpec[];
  readonly #problems: RouteProblem[] = [];

  constructor(engine: readonly TreeNode[], own: readonly OwnContainerSpec[], routes: readonly RouteSpec[]) {
    this.#tree = new Tree([...engine, ...own.map(({ id, parent }) => ({ id, parent }))]);
    this.#own = own;
    this.#ownIds = new Set(own.map(({ id }) => id));
    this.#routes = routes;
  }

  plan(): RoutePlan {
    this.#own.forEach((container, i) => {
      this.#checkContainer(container, i);
    });
    this.#routes.forEach((route, i) => {
      this.#checkNames(route, i);
    });
    // What follows goes along names, and would only tell of their mistakes again.
    if (this.#problems.length > 0) return { links: [], problems: this.#problems };
    const links = this.#routes.flatMap((route, i) => this.#linksOf(route, i));
    const passing = this.#passing(links);
    this.#routes.forEach((route, i) => {
      if (route.kind !== 'hierarchical') this.#checkScope(route, i);
      this.#checkTargets(route, i);
      this.#checkSources(route, i, passing);
    });
    this.#checkHeard(passing);
    const cycle = findCycle(links, this.#own, passing);
    if (cycle !== undefined) {
      const message = `events would go round: ${cycle.path.join(' → ')}`;
      const [list, index] =
        cycle.route === null
          ? (['containers', this.#own.findIndex(({ id }) => cycle.path[0].startsWith(`${id} `))] as const)
          : (['routes', cycle.route] as const);
      this.#add(list, index, [], 'route_cycle', message);
    }
    return { links, problems: this.#problems };
  }

  #add(
    list: RouteProblem['list'],
    index: number,
    path: Steps,
    code: string,
    message: string,
    hint?: string,
  ): void {
    this.#problems.push({ list, index, path, code, message, ...(hint === undefined ? {} : { hint }) });
  }

  #checkContainer({ id, parent, components }: OwnContainerSpec, i: number): void {
    if (!this.#tree.has(parent)) {
      const message = `this run has no container "${parent}"`;
      this.#add('containers', i, ['parent'], 'unknown_container', message, nameHint(parent, this.#tree.ids));
    } else if (this.#tree.pathOf(id)[0] !== 'root') {
      const message = `${id} would stand above itself: ${this.#tree.pathOf(id).join(' › ')}`;
      this.#add('containers', i, ['parent'], 'container_cycle', message);
    }
    components.forEach(({ definition }, j) => {
      const at = ['components', j];
      for (const type of heardBy(definition)) this.#checkType('containers', i, at, type, definition.type);
      for (const type of publishedBy(definition)) {
        const number = eventTypeNumber(type);
        if (number !== undefined && customEventType(number) === undefined) {
          const message = `${definition.type} cannot publish ${type}: the engine alone does`;
          const hint = 'define a type of your own with defineEventType';
          this.#add('containers', i, at, 'built_in_event_type', message, hint);
        } else if (number === undefined) {
          const message = `${definition.type} publishes ${type}, which is not defined`;
          this.#add('containers', i, at, 'unknown_event_type', message, `defineEventType('${type}', schema)`);
        }
      }
    });
  }

  #checkType(list: RouteProblem['list'], i: number, path: Steps, type: string, who?: string): void {
    const number = eventTypeNumber(type);
    const prefix = who === undefined ? '' : `${who}: `;
    if (number === undefined) {
      const message = `${prefix}unknown event type "${type}"`;
      this.#add(list, i, path, 'unknown_event_type', message, nameHint(type, eventTypeNames()));
    } else if (NOT_ROUTED.has(number)) {
      const message = `${prefix}${type} is not routed: no result depends on tracing or pausing`;
      this.#add(list, i, path, 'not_routed', message);
    }
  }

  #checkNames(route: RouteSpec, i: number): void {
    const known = (id: string, path: Steps) => {
      if (this.#tree.has(id)) return;
      const message = `this run has no container "${id}"`;
      this.#add('routes', i, path, 'unknown_container', message, nameHint(id, this.#tree.ids));
    };
    for (const [path, type] of eventsOf(route)) this.#checkType('routes', i, path, type);
    if (route.kind === 'hierarchical') known(route.parent, ['parent']);
    else {
      route.from.forEach((id, j) => {
        known(id, ['from', j]);
      });
      for (const [path, id] of targetsOf(route)) known(id, path);
    }
  }

  #linksOf(route: RouteSpec, i: number): PlannedLink[] {
    if (route.kind !== 'hierarchical') {
      return route.from.map((from) => ({ route: i, from, types: route.events, ways: route.ways }));
    }
    const below = this.#below(route.parent);
    const way = (to: readonly string[]) => [{ accepts: null, to }];
    return [
      ...(route.down.length === 0
        ? []
        : [{ route: i, from: route.parent, types: route.down, ways: way(below) }]),
      ...(route.up.length === 0
        ? []
        : below.map((from) => ({ route: i, from, types: route.up, ways: way([route.parent]) }))),
    ];
  }

  #below(parent: string): string[] {
    return this.#tree.below(parent).filter((id) => this.#ownIds.has(id));
  }

  /** The types that pass each container, published there or brought by a route. */
  #passing(links: readonly PlannedLink[]): Map<string, Set<string>> {
    const passing = new Map<string, Set<string>>();
    for (const id of this.#tree.ids) {
      const kind = this.#ownIds.has(id) ? undefined : kindOf(id);
      passing.set(id, new Set(kind === undefined ? [] : typesPassing(kind)));
    }
    for (const { id, components } of this.#own) {
      const published = components.flatMap(({ definition }) => publishedBy(definition));
      passing.set(id, new Set([...published, 'ERROR', 'DEAD_LETTER', 'MEMORY_LIMIT']));
    }
    for (let grows = true; grows; ) {
      grows = false;
      for (const { from, types, ways } of links) {
        for (const type of types) {
          if (!passing.get(from)?.has(type)) continue;
          for (const id of ways.flatMap(({ to }) => to)) {
            if (takesNothing(id)) continue;
            const there = passing.get(id) as Set<string>;
            if (!there.has(type)) grows = true;
            there.add(type);
          }
        }
      }
    }
    return passing;
  }

  #checkScope(route: RouteSpec & { readonly from: readonly string[] }, i: number): void {
    if (route.kind === 'hierarchical' || route.scope === 'run') return;
    for (const from of route.from) {
      for (const [path, to] of targetsOf(route)) {
        if (from === to) {
          this.#add('routes', i, path, 'route_to_itself', `${from} would send to itself`);
          continue;
        }
        const problem = this.#scopeProblem(from, to, route.scope);
        if (problem === undefined) continue;
        const where = `${this.#tree.pathOf(from).join(' › ')}; ${this.#tree.pathOf(to).join(' › ')}`;
        const hint = `${problem.hint}, or write scope: run`;
        this.#add('routes', i, path, 'out_of_scope', `${problem.message} (${where})`, hint);
      }
    }
  }

  #scopeProblem(from: string, to: string, scope: 'family' | 'descendants' | 'siblings') {
    const tree = this.#tree;
    const siblings = tree.areSiblings(from, to);
    if (scope === 'descendants') {
      if (tree.isBelow(to, from)) return undefined;
      return { message: `${to} is not below ${from}`, hint: `put ${to} under ${from}` };
    }
    if (scope === 'siblings') {
      if (siblings) return undefined;
      const parent = tree.parentOf(from) ?? 'root';
      return { message: `${to} is not beside ${from}`, hint: `put ${to} under ${parent}` };
    }
    if (siblings || tree.isBelow(to, from) || tree.isBelow(from, to)) return undefined;
    const message = `${to} is neither above, below nor beside ${from}`;
    const own = this.#ownIds.has(to) ? to : from;
    const other = own === to ? from : to;
    return { message, hint: `put ${own} under ${other} or ${tree.parentOf(other) ?? 'root'}` };
  }

  /** Components of the engine act on its own events alone, and on those that reach them anyway. */
  #checkTargets(route: RouteSpec, i: number): void {
    const refuse = (path: Steps, id: string, types: readonly string[]) => {
      if (this.#ownIds.has(id)) return;
      if (takesNothing(id)) {
        this.#add('routes', i, path, 'takes_no_events', `${id} takes no events`);
        return;
      }
      const builtIn = types.find((type) => customEventType(eventTypeNumber(type) as number) === undefined);
      if (builtIn === undefined) return;
      const message = `${id} is the engine's own: it takes events of your own types, not ${builtIn}`;
      this.#add('routes', i, path, 'built_in_event_type', message, 'send it to a container of your own');
    };
    if (route.kind !== 'hierarchical') {
      for (const [path, id] of targetsOf(route)) refuse(path, id, route.events);
      return;
    }
    if (route.up.length > 0) refuse(['parent'], route.parent, route.up);
    if (this.#below(route.parent).length === 0) {
      const message = `no container of your own is below ${route.parent}`;
      this.#add('routes', i, ['parent'], 'nothing_below', message, `give one parent: ${route.parent}`);
    }
  }

  #checkSources(route: RouteSpec, i: number, passing: ReadonlyMap<string, ReadonlySet<string>>): void {
    for (const [path, type] of eventsOf(route)) {
      const sources =
        route.kind !== 'hierarchical'
          ? route.from
          : path[0] === 'events_down'
            ? [route.parent]
            : this.#below(route.parent);
      if (sources.length === 0 || sources.some((id) => passing.get(id)?.has(type))) continue;
      const [only] = sources;
      const has = [...(passing.get(only) ?? [])].filter((name) => name !== 'ERROR');
      const message =
        sources.length > 1
          ? `none of ${sources.join(', ')} ever has ${type}`
          : `${only} never has ${type}; it has ${has.length === 0 ? 'no events to route' : has.join(', ')}`;
      const others = this.#tree.ids.filter((id) => passing.get(id)?.has(type));
      const hint = others.length === 0 ? 'nothing publishes it' : `it passes ${shortList(others)}`;
      this.#add('routes', i, path, 'never_published', message, hint);
    }
  }

  /** A component that hears nothing of what it listens to is a route forgotten. */
  #checkHeard(passing: ReadonlyMap<string, ReadonlySet<string>>): void {
    this.#own.forEach(({ id, components }, i) => {
      components.forEach(({ definition }, j) => {
        for (const type of heardBy(definition)) {
          if (passing.get(id)?.has(type)) continue;
          const from = this.#tree.ids.filter((other) => other !== id && passing.get(other)?.has(type));
          const message = `${definition.type} listens to ${type}, which no route brings to ${id}`;
          const hint = from.length === 0 ? 'nothing publishes it' : `it passes ${shortList(from)}`;
          this.#add('containers', i, ['components', j], 'not_routed', message, hint);
        }
      });
    });
  }
}

/** The types of a route, with where each is written. */
function eventsOf(route: RouteSpec): [Steps, string][] {
  const at = (key: string, types: readonly string[]) =>
    types.map((type, j): [Steps, string] => [[key, j], type]);
  return route.kind === 'hierarchical'
    ? [...at('events_down', route.down), ...at('events_up', route.up)]
    : at('events', route.events);
}

/** The ends of a route, with where each is written. */
function targetsOf(route: RouteSpec): [Steps, string][] {
  if (route.kind === 'hierarchical') return [];
  return route.ways.flatMap(({ accepts, to }, k) => {
    const key: Steps =
      route.kind !== 'selective' ? ['to'] : accepts === null ? ['otherwise'] : ['rules', k, 'to'];
    return to.map((id, j): [Steps, string] => [[...key, j], id]);
  });
}

/** The market hears nobody. */
function takesNothing(id: string): boolean {
  const kind = kindOf(id);
  return kind === 'data' || kind === 'features';
}

function shortList(ids: readonly string[]): string {
  return ids.length <= 4 ? ids.join(', ') : `${ids.slice(0, 3).join(', ')} and ${ids.length - 3} more`;
}
