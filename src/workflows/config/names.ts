import { hintFor } from './hint.ts';
import type { Mistakes } from './mistakes.ts';
import { itemsAt, type Path, quoted, valueAt } from './path.ts';

/** Names of one kind, and whether the list of them is whole: a mistake in it may be why a name is not found. */
export interface Names {
  readonly names: ReadonlyMap<string, Path>;
  readonly complete: boolean;
}

/** Tells of names that come again, of the items of a list or of their `key`; returns the names. */
export function checkUnique(root: unknown, list: Path, key: string | undefined, mistakes: Mistakes): Names {
  const names = new Map<string, Path>();
  let complete = Array.isArray(valueAt(root, list));
  itemsAt(root, list).forEach((_, i) => {
    const path = key === undefined ? [...list, i] : [...list, i, key];
    const name = valueAt(root, path);
    if (typeof name !== 'string') {
      complete = false;
      return;
    }
    const first = names.get(name);
    if (first === undefined) {
      names.set(name, path);
      return;
    }
    const { location } = mistakes.locator.place(first, 'value');
    const where = location.line === undefined ? location.file : `line ${location.line}`;
    const message = `${key ?? 'symbol'} ${quoted(name)} is used twice`;
    mistakes.add({ code: 'duplicate_name', path, message, hint: `first in ${where}` });
  });
  return { names, complete };
}

/** Tells of a name that is not among the known ones; returns whether it was found, or may be meant by a mistaken entry. */
export function checkKnown(
  root: unknown,
  path: Path,
  known: Names,
  kind: string,
  mistakes: Mistakes,
): boolean {
  const name = valueAt(root, path);
  if (typeof name !== 'string' || !known.complete) return false;
  if (known.names.has(name)) return true;
  const hint = hintFor(name, known.names.keys());
  mistakes.add({ code: `unknown_${kind}`, path, message: `unknown ${kind} ${quoted(name)}`, hint });
  return false;
}
