export type DeclarationKind = 'const' | 'let' | 'var' | 'function' | 'class' | 'enum' | 'import';

/**
 * The names that cells share. Every top-level name of a cell is a property of `scope`, and cells read and write it
 * there: whoever looks, now or later, sees the current value. Names that no cell declared are looked up in `globalThis`.
 */
export class Variables {
  /** What compiled cells use as their scope. */
  readonly scope: Record<string, unknown>;
  readonly #declared = new Map<string, DeclarationKind>();
  /** Names of the cell that was the last to declare some. */
  #latest = new Set<string>();

  constructor() {
    const isDeclared = (name: string) => this.#declared.has(name);
    const unsetMessage = (name: string) => this.#unsetMessage(name);
    // Only names that are not there get here, so that it costs the others nothing.
    const missing = new Proxy(Object.create(null) as Record<string, unknown>, {
      get(_target, name) {
        if (typeof name === 'symbol') return undefined;
        if (name in globalThis) return (globalThis as Record<string, unknown>)[name];
        throw new ReferenceError(isDeclared(name) ? unsetMessage(name) : `${name} is not defined`);
      },
      set(_target, name, value: unknown, receiver) {
        if (typeof name === 'symbol') return false;
        if (isDeclared(name)) define(receiver as object, name, { value, writable: true });
        else if (name in globalThis) (globalThis as Record<string, unknown>)[name] = value;
        else throw new ReferenceError(`${name} is not defined`);
        return true;
      },
      has: (_target, name) => name in globalThis,
    });
    this.scope = Object.create(missing, { [Symbol.toStringTag]: { value: 'Notebook' } }) as Record<
      string,
      unknown
    >;
  }

  has(name: string): boolean {
    return Object.hasOwn(this.scope, name) || this.#declared.has(name);
  }

  /** Names that cells declared, in the order of their first declaration. */
  names(): string[] {
    return [...this.#declared.keys()];
  }

  kindOf(name: string): DeclarationKind | undefined {
    return this.#declared.get(name);
  }

  /** Whether the name holds a value; a declaration whose cell failed before it holds none. */
  isSet(name: string): boolean {
    return Object.hasOwn(this.scope, name);
  }

  /** Puts a name there before the first cell: a cell may declare it anew, and it does not count as declared. */
  predefine(name: string, value: unknown): void {
    Object.defineProperty(this.scope, name, { value, writable: true, configurable: true, enumerable: false });
  }

  /** What JavaScript says of a name that is used too early, and of one that will not get a value any more what happened. */
  #unsetMessage(name: string): string {
    return this.#latest.has(name)
      ? `Cannot access '${name}' before initialization`
      : `${name} has no value: the cell that declares it ended before it got one`;
  }

  /** Makes ready for a cell that declares the names: a value that is there stays until the cell replaces it. */
  declare(names: Iterable<readonly [string, DeclarationKind]>): void {
    const all = [...names];
    this.#latest = new Set(all.map(([name]) => name));
    for (const [name, kind] of all) {
      this.#declared.set(name, kind);
      const old = Object.getOwnPropertyDescriptor(this.scope, name);
      if (kind === 'enum' || (kind === 'var' && old === undefined)) {
        // A `var` is there from the start; an enum would otherwise be merged with what it was before.
        define(this.scope, name, { value: undefined, writable: true });
      } else if (old === undefined) continue;
      else if (old.get === undefined)
        define(this.scope, name, { value: old.value as unknown, writable: true });
      else delete this.scope[name];
    }
  }

  /** Forbids further assignments, when a `const` has its value. */
  lock(...names: string[]): void {
    for (const name of names) Object.defineProperty(this.scope, name, { writable: false });
  }

  /** Binds an imported name, which changes when the module changes it. */
  bind(name: string, get: () => unknown): void {
    this.#declared.set(name, 'import');
    define(this.scope, name, { get, set: () => failToAssign(name) });
  }
}

function failToAssign(name: string): never {
  throw new TypeError(constantMessage(name));
}

/** What JavaScript says, and the name. */
function constantMessage(name: string): string {
  return `Assignment to constant variable '${name}'`;
}

/** V8 speaks of a property of our scope where the user sees a constant. */
export function inTermsOfVariables(text: string): string {
  return text.replace(
    /Cannot assign to read only property '([^']+)' of object '\[object Notebook\]'/,
    (_match, name: string) => constantMessage(name),
  );
}

function define(scope: object, name: string, property: PropertyDescriptor): void {
  Object.defineProperty(scope, name, { configurable: true, enumerable: true, ...property });
}
