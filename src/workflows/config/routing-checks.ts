import { UserError } from '../../foundation/user-error.ts';
import { compileExpression } from '../../tracing/expression/expression.ts';
import { isModulePath } from './components.ts';
import { kindOfName, plannedContainers } from './container-names.ts';
import { hintFor } from './hint.ts';
import type { Mistakes } from './mistakes.ts';
import { isMap, itemsAt, type Path, quoted, valueAt } from './path.ts';
import { KEYS_OF_KIND } from './routing-schema.ts';
import { isDefinition } from './strategy-object.ts';

/** Whether an entry of `containers` makes one, rather than saying what is traced of one that there is. */
export function makesContainer(entry: unknown): boolean {
  return isMap(entry) && (entry.components !== undefined || entry.parent !== undefined);
}

/** Containers and routes: names that exist, keys that go together, conditions that can be read. */
export function checkRouting(root: unknown, mistakes: Mistakes): void {
  const names = (list: string, key: string) =>
    itemsAt(root, [list]).map((_, i) => valueAt(root, [list, i, key]));
  const parts = [names('data', 'symbol'), names('strategies', 'id'), names('portfolios', 'id')];
  // A mistake in one of these names may be why a container is not found.
  const complete = parts.flat().every((name) => typeof name === 'string');
  const [symbols, strategies, portfolios] = parts as string[][];
  const engine = complete ? plannedContainers({ symbols, strategies, portfolios }).map(({ id }) => id) : [];
  const entries = itemsAt(root, ['containers']);
  const own = entries.flatMap((entry, i) => {
    const id = valueAt(root, ['containers', i, 'id']);
    return makesContainer(entry) && typeof id === 'string' ? [id] : [];
  });
  const known = (path: Path) => {
    const id = valueAt(root, path);
    if (!complete || typeof id !== 'string' || id === '' || engine.includes(id) || own.includes(id)) return;
    const message = `this run has no container ${quoted(id)}`;
    mistakes.add({ code: 'unknown_container', path, message, hint: hintFor(id, [...engine, ...own]) });
  };
  entries.forEach((entry, i) => {
    if (makesContainer(entry)) checkOwn(root, i, mistakes);
    known(['containers', i, 'parent']);
  });
  const routes = itemsAt(root, ['routes']);
  const ids = new Set<unknown>();
  routes.forEach((route, i) => {
    const path = ['routes', i];
    const id = valueAt(root, [...path, 'id']);
    if (typeof id === 'string' && ids.has(id)) {
      const message = `route ${quoted(id)} is written twice`;
      mistakes.add({ code: 'duplicate_name', path: [...path, 'id'], message });
    }
    ids.add(id);
    if (!isMap(route)) return;
    checkKeys(route, path, mistakes);
    checkConditions(root, route, path, mistakes);
    for (const one of containerPaths(root, path)) known(one);
  });
}

/** Where a route names containers. */
function containerPaths(root: unknown, path: Path): Path[] {
  const oneOrMore = (at: Path): Path[] =>
    Array.isArray(valueAt(root, at)) ? itemsAt(root, at).map((_, i) => [...at, i]) : [at];
  return [
    [...path, 'parent'],
    ...oneOrMore([...path, 'from']),
    ...oneOrMore([...path, 'to']),
    ...oneOrMore([...path, 'otherwise']),
    ...itemsAt(root, [...path, 'rules']).flatMap((_, k) => oneOrMore([...path, 'rules', k, 'to'])),
  ];
}

function checkOwn(root: unknown, i: number, mistakes: Mistakes): void {
  const path = ['containers', i];
  const id = valueAt(root, [...path, 'id']);
  if (typeof id === 'string' && id !== '') {
    const kind = kindOfName(id);
    const isName = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/.test(id) && id.length <= 80;
    const refused =
      kind !== undefined
        ? `${quoted(id)} is a name for containers of the engine`
        : isName
          ? undefined
          : `${quoted(id)} cannot name a container`;
    if (refused !== undefined) {
      const hint =
        kind === undefined
          ? 'letters, digits, _ . and -'
          : `choose one that does not begin with ${kind === 'root' ? 'root' : `${kind}_`}`;
      mistakes.add({ code: 'bad_container_name', path: [...path, 'id'], message: refused, hint });
    }
  }
  if (valueAt(root, [...path, 'type']) !== undefined) {
    mistakes.add({
      code: 'contradiction',
      path: [...path, 'type'],
      message: 'a container of your own has no type',
      hint: 'leave it out',
    });
  }
  itemsAt(root, [...path, 'components']).forEach((component, j) => {
    const at = isMap(component) && !isDefinition(component) ? ['type'] : [];
    const type = valueAt(root, [...path, 'components', j, ...at]);
    if (typeof type !== 'string' || type === '' || isModulePath(type)) return;
    mistakes.add({
      code: 'bad_module_path',
      path: [...path, 'components', j, ...at],
      message: `not the path of a module: ${quoted(type)}`,
      hint: 'a path begins with ./ or ../ or / and ends in .ts, .js or .mjs',
    });
  });
}

function checkKeys(route: Readonly<Record<string, unknown>>, path: Path, mistakes: Mistakes): void {
  const { kind, tier } = route;
  if (typeof kind === 'string' && Object.hasOwn(KEYS_OF_KIND, kind)) {
    const { needs, may } = KEYS_OF_KIND[kind as keyof typeof KEYS_OF_KIND];
    for (const key of needs) {
      if (route[key] !== undefined) continue;
      const message = `a ${kind} route needs "${key}"`;
      mistakes.add({ code: 'missing_key', path: [...path, key], prefixPath: path, message });
    }
    const all = new Set(Object.values(KEYS_OF_KIND).flatMap((keys) => [...keys.needs, ...keys.may]));
    for (const key of all) {
      if (route[key] === undefined || needs.includes(key) || may.includes(key)) continue;
      const message = `a ${kind} route has no "${key}"`;
      const hint = `it has ${[...needs, ...may].join(', ')}`;
      mistakes.add({
        code: 'contradiction',
        path: [...path, key],
        at: 'key',
        prefixPath: path,
        message,
        hint,
      });
    }
    if (kind === 'hierarchical' && route.events_down === undefined && route.events_up === undefined) {
      const message = 'a hierarchical route needs "events_down" or "events_up"';
      mistakes.add({ code: 'missing_key', path: [...path, 'events_down'], prefixPath: path, message });
    }
    if (kind === 'pipe' && Array.isArray(route.to) && route.to.length > 1) {
      const hint = 'a broadcast has many';
      mistakes.add({ code: 'contradiction', path: [...path, 'to'], message: 'a pipe has one end', hint });
    }
  }
  for (const [key, only] of [
    ['batch_size', 'fast'],
    ['max_retries', 'reliable'],
  ] as const) {
    if (route[key] === undefined || tier === only) continue;
    const message = `${key} belongs to the tier ${only}`;
    const hint = `write tier: ${only}, or leave it out`;
    mistakes.add({ code: 'contradiction', path: [...path, key], at: 'key', prefixPath: path, message, hint });
  }
}

/** What a condition may read is known once the event types are. */
function checkConditions(
  root: unknown,
  route: Readonly<Record<string, unknown>>,
  path: Path,
  mistakes: Mistakes,
): void {
  const check = (at: Path) => {
    const text = valueAt(root, at);
    if (typeof text !== 'string' || text === '') return;
    try {
      compileExpression(text, { name: 'condition' });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      const { message, code, hint, location } = error;
      const where = `${message}, at column ${location?.column} of the condition`;
      mistakes.add({ code, path: at, message: where, hint });
    }
  };
  if (route.when !== undefined) check([...path, 'when']);
  itemsAt(root, [...path, 'rules']).forEach((_, k) => {
    check([...path, 'rules', k, 'when']);
  });
}
