import { heardBy, publishedBy } from './component.ts';
import type { OwnContainerSpec, PlannedLink } from './spec.ts';

/** Events of a type in a container lead to those of another there, or elsewhere by a route. */
interface Step {
  readonly to: string;
  /** Number of the route; null: what a component does. */
  readonly route: number | null;
}

/**
 * A way on which an event leads to itself again, by routes and by what components make of what they hear.
 *
 * @returns the way as `watchdog ALERT`, `desk ALERT`, …, ending where it began, and a route on it if there is one.
 */
export function findCycle(
  links: readonly PlannedLink[],
  own: readonly OwnContainerSpec[],
  passing: ReadonlyMap<string, ReadonlySet<string>>,
): { readonly path: readonly string[]; readonly route: number | null } | undefined {
  const steps = stepsOf(links, own, passing);
  const done = new Set<string>();
  const path: string[] = [];
  const routes: (number | null)[] = [];
  const visit = (node: string): { path: string[]; route: number | null } | undefined => {
    const at = path.indexOf(node);
    if (at >= 0) {
      const route = routes.slice(at).findLast((number) => number !== null) ?? null;
      return { path: [...path.slice(at), node], route };
    }
    if (done.has(node)) return undefined;
    path.push(node);
    for (const { to, route } of steps.get(node) ?? []) {
      routes.push(route);
      const found = visit(to);
      if (found !== undefined) return found;
      routes.pop();
    }
    path.pop();
    done.add(node);
    return undefined;
  };
  for (const node of steps.keys()) {
    const found = visit(node);
    if (found !== undefined) return found;
  }
  return undefined;
}

function stepsOf(
  links: readonly PlannedLink[],
  own: readonly OwnContainerSpec[],
  passing: ReadonlyMap<string, ReadonlySet<string>>,
): Map<string, Step[]> {
  const steps = new Map<string, Step[]>();
  const add = (from: string, step: Step) => {
    const known = steps.get(from);
    if (known === undefined) steps.set(from, [step]);
    else known.push(step);
  };
  for (const { route, from, types, ways } of links) {
    for (const type of types) {
      if (!passing.get(from)?.has(type)) continue;
      for (const id of ways.flatMap(({ to }) => to)) {
        add(`${from} ${type}`, { to: `${id} ${type}`, route });
        if (!own.some((container) => container.id === id)) continue;
        // Whoever hears of a failure may cause the next one.
        for (const failure of ['DEAD_LETTER', 'ERROR']) {
          if (type !== failure) add(`${id} ${type}`, { to: `${id} ${failure}`, route: null });
        }
      }
    }
  }
  for (const { id, components } of own) {
    for (const { definition } of components) {
      for (const heard of heardBy(definition)) {
        if (!passing.get(id)?.has(heard)) continue;
        for (const published of publishedBy(definition))
          add(`${id} ${heard}`, { to: `${id} ${published}`, route: null });
      }
    }
  }
  return steps;
}
