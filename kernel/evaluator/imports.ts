import type { ImportedName, ImportRequest } from './import-request.ts';
import type { ModuleLoader } from './module-loader.ts';
import type { Variables } from './variables.ts';

type Namespace = Readonly<Record<string, unknown>>;

/** The names that cells imported, kept up to date with local files that change on disk. */
export class Imports {
  readonly #loader: ModuleLoader;
  readonly #variables: Variables;
  readonly #onNotice: (text: string) => void;
  /** What each name was imported by, the last time. */
  readonly #requests = new Map<string, ImportRequest>();

  constructor(loader: ModuleLoader, variables: Variables, onNotice: (text: string) => void) {
    this.#loader = loader;
    this.#variables = variables;
    this.#onNotice = onNotice;
  }

  async fulfil(request: ImportRequest): Promise<void> {
    const namespace = await this.#loader.import(request.specifier, request.attributes);
    for (const binding of request.bindings) {
      this.#requests.set(binding.local, request);
      this.#bind(binding, request, namespace);
    }
  }

  /** Loads local files anew that changed on disk. One that cannot be loaded stays as it was, and is reported. */
  async refresh(): Promise<void> {
    if (!this.#loader.hasChanged()) return;
    for (const request of new Set(this.#requests.values())) {
      const live = request.bindings.filter(
        ({ local }) => this.#requests.get(local) === request && this.#variables.kindOf(local) === 'import',
      );
      if (live.length === 0) continue;
      try {
        const namespace = await this.#loader.import(request.specifier, request.attributes);
        for (const binding of live) this.#bind(binding, request, namespace);
      } catch (error) {
        this.#onNotice(`${request.specifier} changed and cannot be loaded anew: ${String(error)}`);
      }
    }
  }

  #bind({ local, imported }: ImportedName, { specifier }: ImportRequest, namespace: Namespace): void {
    if (imported === '*') this.#variables.bind(local, () => namespace);
    else if (imported in namespace) this.#variables.bind(local, () => namespace[imported]);
    // It may be a type, which is an error only where it is used as a value.
    else this.#variables.bind(local, () => fail(imported, specifier));
  }
}

function fail(name: string, specifier: string): never {
  throw new SyntaxError(`The requested module '${specifier}' does not provide an export named '${name}'`);
}
