import type { z } from 'zod';
import { nameHint } from './nearest-name.ts';
import { UserError } from './user-error.ts';

/** What every registered component tells about itself; YAML, notebooks, help and docs read this one description. */
export interface ComponentDescription {
  /** The name used in YAML, snake_case: `sma_crossover`. */
  readonly type: string;
  /** One sentence. */
  readonly description: string;
  /** A strict zod object with a `.describe()` (meaning and unit) and a default on every parameter that can have one. */
  readonly params: z.ZodType;
}

/** Components of one family by name. */
export class Registry<T extends ComponentDescription> {
  /** What the family is called in messages: `strategy`, `feature`. */
  readonly family: string;
  readonly #byType = new Map<string, T>();

  constructor(family: string, members: readonly T[] = []) {
    this.family = family;
    for (const member of members) this.register(member);
  }

  register(component: T): void {
    if (this.#byType.has(component.type)) {
      throw new UserError(`${this.family} "${component.type}" is registered twice`, {
        code: 'duplicate_component',
      });
    }
    this.#byType.set(component.type, component);
  }

  /** Registers it in place of what had its name, if anything had. */
  replace(component: T): void {
    this.#byType.set(component.type, component);
  }

  has(type: string): boolean {
    return this.#byType.has(type);
  }

  get(type: string): T {
    const found = this.#byType.get(type);
    if (found !== undefined) return found;
    throw new UserError(`unknown ${this.family} "${type}"`, {
      code: 'unknown_component',
      hint: nameHint(type, this.#byType.keys()),
    });
  }

  get types(): string[] {
    return [...this.#byType.keys()];
  }

  [Symbol.iterator](): IterableIterator<T> {
    return this.#byType.values();
  }
}
