import { UserError, UserErrors } from '../../foundation/user-error.ts';
import type { Locator } from './locator.ts';
import type { Path } from './path.ts';

export interface Mistake {
  /** Stable name such as `unknown_key`. */
  readonly code: string;
  readonly path: Path;
  /** Whether the key or the value at `path` is wrong; the value by default. */
  readonly at?: 'key' | 'value';
  /** The path named before the message, where it is not `path` itself: the map of an unknown key. */
  readonly prefixPath?: Path;
  readonly message: string;
  readonly hint?: string;
}

/** Nobody reads on after this many; a file that is wrong all over would otherwise fill the terminal. */
const MOST_SHOWN = 100;

/** Collects the mistakes of one configuration: at most one for each place, in the order of the file. */
export class Mistakes {
  readonly locator: Locator;
  readonly #found: { readonly error: UserError; readonly what: string }[] = [];
  readonly #places = new Set<string>();
  #omitted = 0;

  /** @param first mistakes found already, such as those of reading the text. */
  constructor(locator: Locator, first: readonly UserError[] = []) {
    this.locator = locator;
    for (const error of first) this.addError(error);
  }

  /** Adds a mistake, unless one was already found at the same place: the later one would be its consequence. */
  add(mistake: Mistake): void {
    const { path, at = 'value', prefixPath = path, code, message, hint } = mistake;
    const { location, excerpt, prefix } = this.locator.place(path, at, prefixPath);
    // Two keys that are missing from one map share its location, so these differ by their path.
    const what = code === 'missing_key' || location.line === undefined ? JSON.stringify(path) : '';
    this.addError(new UserError(`${prefix}${message}`, { code, location, hint, excerpt }), what);
  }

  /** Adds an error that is located already; `what` tells apart errors of one location. */
  addError(error: UserError, what = ''): void {
    const { file, line, column } = error.location ?? { file: '' };
    const place = `${file}:${line}:${column}:${what}`;
    if (this.#places.has(place)) return;
    this.#places.add(place);
    if (this.#found.length >= MOST_SHOWN) this.#omitted++;
    else this.#found.push({ error, what });
  }

  /** Adds those of another check of the same text; what both found is told once. */
  addAll(other: Mistakes): void {
    for (const { error, what } of other.#found) this.addError(error, what);
  }

  /** Throws all mistakes as one `UserErrors`; returns when there are none. */
  throwIfAny(): void {
    if (this.#found.length === 0) return;
    const position = (e: UserError, of: 'line' | 'column') => e.location?.[of] ?? 0;
    const sorted = this.#found
      .map(({ error }) => error)
      .sort(
        (a, b) => position(a, 'line') - position(b, 'line') || position(a, 'column') - position(b, 'column'),
      );
    if (this.#omitted > 0) {
      const last = sorted[sorted.length - 1];
      sorted.push(
        new UserError(`${this.#omitted} more mistakes not shown`, {
          code: 'more_mistakes',
          location: last.location,
        }),
      );
    }
    throw new UserErrors(sorted);
  }
}
