import type { LayeredLocator } from './layered.ts';
import type { Locator } from './locator.ts';
import { isMap, type Path } from './path.ts';

/** Keys by which the entries of a list are told apart. */
export const ENTRY_NAMES = ['id', 'symbol'] as const;

/** What is laid over a configuration, and where it was written. */
interface Overlay {
  readonly locator: Locator;
  readonly name: string;
  readonly into: LayeredLocator;
}

/**
 * Lays one configuration over another: maps key by key, lists of entries with an id or a symbol entry by entry, all else
 * as a whole. A component of another type begins with parameters of its own.
 *
 * @param base may be changed. @param at where it stands. @param from where `over` stands in the text it comes from.
 */
export function layOver(base: unknown, over: unknown, at: Path, from: Path, overlay: Overlay): unknown {
  if (isMap(base) && isMap(over) && !isOtherComponent(base, over)) {
    for (const [key, part] of Object.entries(over)) {
      base[key] = layOver(base[key], part, [...at, key], [...from, key], overlay);
    }
    return base;
  }
  const key = Array.isArray(base) && Array.isArray(over) ? nameKey(base, over) : undefined;
  if (key !== undefined) {
    const list = base as Record<string, unknown>[];
    (over as Record<string, unknown>[]).forEach((entry, i) => {
      const same = list.findIndex((other) => other[key] === entry[key]);
      const position = same === -1 ? list.length : same;
      list[position] = layOver(list[same], entry, [...at, position], [...from, i], overlay) as never;
    });
    return list;
  }
  // What says nothing new stays what it was.
  if (base === over) return base;
  graft(at, from, overlay);
  return over;
}

/** A component by another name: what stood beside the old name belongs to it. Entries keep what is not their parameters. */
function isOtherComponent(base: Record<string, unknown>, over: Record<string, unknown>): boolean {
  if (typeof over.type !== 'string' || base.type === undefined || over.type === base.type) return false;
  if (!ENTRY_NAMES.some((name) => base[name] !== undefined)) return true;
  delete base.params;
  return false;
}

/** The key that names every entry of two lists; undefined where they are not lists of named entries. */
function nameKey(base: readonly unknown[], over: readonly unknown[]): string | undefined {
  const entries = [...base, ...over];
  if (base.length === 0 || over.length === 0) return undefined;
  return ENTRY_NAMES.find((name) =>
    entries.every((entry) => isMap(entry) && typeof entry[name] === 'string'),
  );
}

function graft(at: Path, from: Path, { locator, name, into }: Overlay): void {
  into.graft(at, { locator, path: from, source: { kind: 'environment', name } });
}
