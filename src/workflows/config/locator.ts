import type { SourceLocation } from '../../foundation/user-error.ts';
import { formatPath, type Path } from './path.ts';

/** A place to show to the user. */
export interface Place {
  readonly location: SourceLocation;
  /** The line and a caret under it; absent where there is no text. */
  readonly excerpt?: string;
  /** What to put before a message so that the path is known: `portfolios[0].cash: `, or nothing. */
  readonly prefix: string;
}

/** Finds the place of a value; the text of a file and an object given in code have one each. */
export interface Locator {
  /**
   * The place of the value, or of its key, at `path`. What does not exist is located at the nearest map around it.
   * `prefixPath` is the path to name in front of the message, `path` by default.
   */
  place(path: Path, at: 'key' | 'value', prefixPath?: Path): Place;
  /** The text of an unquoted scalar as it was typed, undefined for anything else. */
  plainText(path: Path): string | undefined;
  /** From now on the value under the key `from` of the map at `path` is found under `to` too. */
  rename(path: Path, from: string, to: string): void;
}

/** Locations of a configuration given as an object: its paths, `portfolios[0].cash`. */
export class ObjectLocator implements Locator {
  /** What the root is called. */
  readonly #root: string;

  constructor(root = 'configuration') {
    this.#root = root;
  }

  place(path: Path, _at: 'key' | 'value', prefixPath: Path = path): Place {
    return { location: { file: formatPath(prefixPath) || this.#root }, prefix: '' };
  }

  plainText(): undefined {
    return undefined;
  }

  rename(): void {
    // Paths are shown as the schema spells them.
  }
}

/** The locator of the part at `base`, for a checker that knows only that part. */
export function locatorWithin(outer: Locator, base: Path): Locator {
  return {
    place: (path, at, prefixPath = path) => outer.place([...base, ...path], at, [...base, ...prefixPath]),
    plainText: (path) => outer.plainText([...base, ...path]),
    rename: (path, from, to) => outer.rename([...base, ...path], from, to),
  };
}
