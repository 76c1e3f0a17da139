import { UserError } from '../../foundation/user-error.ts';
import { compileExpression } from '../../tracing/expression/expression.ts';
import { plannedContainers } from './container-names.ts';
import { environmentPaths, LAYERED_KEYS } from './environments.ts';
import { hintFor, nearest } from './hint.ts';
import type { Mistakes } from './mistakes.ts';
import { isMap, itemsAt, type Path, quoted, valueAt } from './path.ts';
import { makesContainer } from './routing-checks.ts';
import type { ComponentRegistries } from './workflow-config.ts';

/** Keys under which event types stand in a list. */
const TYPE_LISTS: ReadonlySet<string> = new Set(['events', 'events_to_trace', 'event_tracing']);

/** What the schema of trace settings cannot know: event types, names in conditions, containers of this run. */
export function checkTracing(
  root: unknown,
  { eventTypes, conditionPaths }: ComponentRegistries,
  mistakes: Mistakes,
): void {
  // Modules of the user's define types of their own, which are known once they are loaded.
  const known = itemsAt(root, ['containers']).some(makesContainer) ? undefined : eventTypes;
  visitSettings(root, (key, value, path) => {
    if (TYPE_LISTS.has(key) && Array.isArray(value)) checkTypes(value, path, known, mistakes);
    if (key === 'condition' && typeof value === 'string') {
      checkCondition(value, path, conditionPaths, mistakes);
    }
  });
  checkContainers(root, mistakes);
}

/** Calls `visit` for every key of every map in the parts of a configuration that hold trace settings. */
function visitSettings(root: unknown, visit: (key: string, value: unknown, path: Path) => void): void {
  const below = (value: unknown, path: Path): void => {
    if (Array.isArray(value)) {
      for (const [i, item] of value.entries()) below(item, [...path, i]);
    }
    if (!isMap(value)) return;
    for (const [key, part] of Object.entries(value)) {
      visit(key, part, [...path, key]);
      below(part, [...path, key]);
    }
  };
  const parts: Path[] = [...LAYERED_KEYS, 'containers'].map((key) => [key]);
  for (const path of environmentPaths(root).values()) {
    for (const key of LAYERED_KEYS) parts.push([...path, key]);
  }
  for (const list of ['data', 'strategies', 'portfolios']) {
    for (const [i] of itemsAt(root, [list]).entries()) parts.push([list, i, 'event_tracing']);
  }
  for (const path of parts) {
    const value = valueAt(root, path);
    if (value === undefined) continue;
    visit(String(path[path.length - 1]), value, path);
    below(value, path);
  }
}

function checkTypes(
  list: readonly unknown[],
  path: Path,
  known: readonly string[] | undefined,
  mistakes: Mistakes,
): void {
  if (known === undefined) return;
  list.forEach((type, i) => {
    if (typeof type !== 'string' || known.includes(type)) return;
    const message = `unknown event type ${quoted(type)}`;
    const hint = type === 'ALL' ? 'write ALL without brackets' : hintFor(type, known);
    mistakes.add({ code: 'unknown_event_type', path: [...path, i], message, hint });
  });
}

function checkCondition(
  text: string,
  path: Path,
  paths: readonly string[] | undefined,
  mistakes: Mistakes,
): void {
  try {
    compileExpression(text, { name: 'condition', paths });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const { message, code, hint, location } = error;
    mistakes.add({ code, path, message: `${message}, at column ${location?.column} of the condition`, hint });
  }
}

/** Containers that are named one by one must be in the run; patterns may match none. */
function checkContainers(root: unknown, mistakes: Mistakes): void {
  const names = (list: string, key: string) =>
    itemsAt(root, [list]).map((_, i) => valueAt(root, [list, i, key]));
  const parts = [names('data', 'symbol'), names('strategies', 'id'), names('portfolios', 'id')];
  // A mistake in one of these names may be why a container is not found.
  if (!parts.flat().every((name) => typeof name === 'string')) return;
  const [symbols, strategies, portfolios] = parts as string[][];
  const planned = plannedContainers({ symbols, strategies, portfolios });
  const seen = new Set<string>();
  itemsAt(root, ['containers']).forEach((_, i) => {
    const path = ['containers', i, 'id'];
    const id = valueAt(root, path);
    if (typeof id !== 'string' || id === '') return;
    const found = planned.find((container) => container.id === id);
    const type = valueAt(root, ['containers', i, 'type']);
    const isOwn = makesContainer(valueAt(root, ['containers', i]));
    if (found === undefined && !isOwn) {
      const near = nearest(
        id,
        planned.map((container) => container.id),
      );
      const hint = near === undefined ? 'one of your own has components' : `did you mean ${quoted(near)}?`;
      mistakes.add({
        code: 'unknown_container',
        path,
        message: `this run has no container ${quoted(id)}`,
        hint,
      });
    } else if (seen.has(id)) {
      mistakes.add({ code: 'duplicate_name', path, message: `container ${quoted(id)} is written twice` });
    } else if (found !== undefined && typeof type === 'string' && type !== found.type) {
      const message = `${id} is a container of type ${found.type}, not ${quoted(type)}`;
      mistakes.add({ code: 'wrong_container_type', path: ['containers', i, 'type'], message });
    }
    seen.add(id);
  });
}
