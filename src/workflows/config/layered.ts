import type { Locator, Place } from './locator.ts';
import { formatPath, type Path } from './path.ts';

/** Where a value of a configuration comes from. */
export interface ConfigSource {
  readonly kind: 'default' | 'file' | 'environment' | 'variable' | 'option';
  /** What people call it: `default`, `workflow.yaml:12:5`, `environment production`, `ADMF_SEED`, `--set seed=7`. */
  readonly name: string;
}

/** A part of the configuration that came from elsewhere than the file around it. */
export interface Graft {
  readonly locator: Locator;
  /** Where the part stands in what `locator` knows. */
  readonly path: Path;
  readonly source: ConfigSource;
}

interface PlacedGraft extends Graft {
  readonly at: Path;
}

/** Finds values in a configuration that was put together from layers: each where its layer was written. */
export class LayeredLocator implements Locator {
  readonly #base: Locator;
  #grafts: PlacedGraft[] = [];

  constructor(base: Locator) {
    this.#base = base;
  }

  /** From now on the part at `at`, with all below it, comes from there. */
  graft(at: Path, graft: Graft): void {
    this.#grafts = this.#grafts.filter((other) => !startsWith(other.at, at));
    this.#grafts.push({ ...graft, at });
  }

  /** The layer that a value comes from; null for the file, or the object, itself. */
  sourceOf(path: Path): ConfigSource | null {
    return this.#find(path)?.source ?? null;
  }

  place(path: Path, at: 'key' | 'value', prefixPath: Path = path): Place {
    const found = this.#find(path) ?? this.#givenBelow(path);
    if (found === undefined) return this.#base.place(path, at, prefixPath);
    const { locator, source } = found;
    const inner = within(found, path);
    // What was not written in a file is named as it is in the configuration.
    if (source.kind !== 'environment') return locator.place(inner, at, prefixPath);
    const above = path.length - prefixPath.length;
    const prefix = startsWith(path, prefixPath) ? inner.slice(0, inner.length - above) : prefixPath;
    return locator.place(inner, at, prefix);
  }

  plainText(path: Path): string | undefined {
    const found = this.#find(path);
    return found === undefined ? this.#base.plainText(path) : found.locator.plainText(within(found, path));
  }

  rename(path: Path, from: string, to: string): void {
    const old = [...path, from];
    for (const graft of this.#grafts.filter(({ at }) => startsWith(at, old))) {
      this.#grafts.push({ ...graft, at: [...path, to, ...graft.at.slice(old.length)] });
    }
    const found = this.#find(path);
    if (found === undefined) this.#base.rename(path, from, to);
    else found.locator.rename(within(found, path), from, to);
  }

  /** Parts that contradict one another: what was given from outside is what a person can change first. */
  #givenBelow(path: Path): PlacedGraft | undefined {
    return this.#grafts.findLast(
      ({ at, source }) => source.kind !== 'environment' && path.length > 0 && startsWith(at, path),
    );
  }

  #find(path: Path): PlacedGraft | undefined {
    let best: PlacedGraft | undefined;
    for (const graft of this.#grafts) {
      if (startsWith(path, graft.at) && graft.at.length >= (best?.at.length ?? 0)) best = graft;
    }
    return best;
  }
}

/** The place of a value that was given on the command line or in the environment of the process: the name of that. */
export class NamedLocator implements Locator {
  readonly #name: string;
  readonly #inner: Locator;
  readonly #innerPath: Path;

  /** @param inner knows the text of the value, at `innerPath`. */
  constructor(name: string, inner: Locator, innerPath: Path) {
    this.#name = name;
    this.#inner = inner;
    this.#innerPath = innerPath;
  }

  place(_path: Path, _at: 'key' | 'value', prefixPath: Path = []): Place {
    const prefix = formatPath(prefixPath);
    return { location: { file: this.#name }, prefix: prefix === '' ? '' : `${prefix}: ` };
  }

  plainText(path: Path): string | undefined {
    return this.#inner.plainText([...this.#innerPath, ...path]);
  }

  rename(path: Path, from: string, to: string): void {
    this.#inner.rename([...this.#innerPath, ...path], from, to);
  }
}

function within({ at, path: base }: PlacedGraft, path: Path): Path {
  return [...base, ...path.slice(at.length)];
}

function startsWith(path: Path, start: Path): boolean {
  return path.length >= start.length && start.every((step, i) => step === path[i]);
}
