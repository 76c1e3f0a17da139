import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

interface LocalModule {
  /** Of the file when it was loaded; a file that is gone has none. */
  stamp: string;
  /** Times that it, or something it imports, changed. A module is loaded once for each. */
  version: number;
  readonly importers: Set<string>;
}

/**
 * The user's own files among the modules that are loaded, by URL without a query: which changed on disk, and what
 * imports them. Node keeps a module for ever, so a changed one is loaded under a new name.
 */
export class LocalModules {
  readonly #modules = new Map<string, LocalModule>();

  /** The URL under which the module as it is now on disk is loaded. */
  versioned(url: string, importer: string | undefined): string {
    let module = this.#modules.get(url);
    if (module === undefined) {
      module = { stamp: stampOf(url), version: 0, importers: new Set() };
      this.#modules.set(url, module);
    }
    if (importer !== undefined && this.#modules.has(importer)) module.importers.add(importer);
    return module.version === 0 ? url : `${url}?changed=${module.version}`;
  }

  /** Looks for changes on disk. Returns the modules to load anew: those changed, and what imports them. */
  findChanged(): ReadonlySet<string> {
    const stale = new Set<string>();
    const visit = (url: string): void => {
      if (stale.has(url)) return;
      stale.add(url);
      const module = this.#modules.get(url);
      if (module === undefined) return;
      module.version++;
      for (const importer of module.importers) visit(importer);
    };
    for (const [url, module] of this.#modules) {
      const stamp = stampOf(url);
      if (stamp === module.stamp) continue;
      module.stamp = stamp;
      visit(url);
    }
    return stale;
  }
}

function stampOf(url: string): string {
  const { mtimeMs = 0, size = -1 } = statSync(fileURLToPath(url), { throwIfNoEntry: false }) ?? {};
  return `${mtimeMs} ${size}`;
}

/** `file:///a.ts?changed=2` and `file:///a.ts` are the same file. */
export function withoutQuery(url: string): string {
  const at = url.search(/[?#]/);
  return at < 0 ? url : url.slice(0, at);
}
