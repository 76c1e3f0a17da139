import { existsSync, readFileSync } from 'node:fs';
import {
  type LoadFnOutput,
  type LoadHookContext,
  type ResolveFnOutput,
  type ResolveHookContext,
  registerHooks,
} from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { constants, runInThisContext } from 'node:vm';
import { stripTypes } from './compile-cell.ts';
import { LocalModules, withoutQuery } from './local-modules.ts';

/** What cells import lies here: `<prefix><folder>\0<specifier>`. */
const FROM_CELL = 'admf-cell:';

/** Packages that are there for every notebook, wherever it lies: the kernel's own copies. */
export type ProvidedModules = Readonly<Record<string, string>>;

export interface ModuleLoaderOptions {
  /** Relative specifiers and `node_modules` start here. */
  readonly folder: string;
  readonly provided: ProvidedModules;
  /** The same, for those that the notebook's folder does not find. */
  readonly lent?: ProvidedModules;
  /** Told the source maps of each local file that is compiled, the last step's first, for tracebacks. */
  readonly onCompiled?: (url: string, maps: readonly string[]) => void;
}

type Namespace = Readonly<Record<string, unknown>>;

/** Not `import()` of this file: a test runner may have replaced that by its own. */
const nativeImport = runInThisContext('(specifier, options) => import(specifier, options)', {
  // Its frames are the kernel's.
  filename: import.meta.url,
  importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
}) as (specifier: string, options: ImportCallOptions) => Promise<Namespace>;

const ENDINGS = ['.ts', '.tsx', '.mts', '.js', '.mjs', '.json', '/index.ts', '/index.js'];

/**
 * Imports modules as if from a file in the notebook's folder, compiles the user's TypeScript and JSX, and loads local
 * files anew when they changed on disk.
 */
export class ModuleLoader {
  readonly #folder: string;
  readonly #provided: ProvidedModules;
  readonly #lent: ProvidedModules;
  readonly #onCompiled: NonNullable<ModuleLoaderOptions['onCompiled']>;
  readonly #local = new LocalModules();
  readonly #hooks: { deregister(): void };

  constructor({ folder, provided, lent = {}, onCompiled = () => {} }: ModuleLoaderOptions) {
    this.#folder = folder;
    this.#provided = provided;
    this.#lent = lent;
    this.#onCompiled = onCompiled;
    this.#hooks = registerHooks({
      resolve: (specifier, context, next) => this.#resolve(specifier, context, next),
      load: (url, context, next) => this.#load(url, context, next),
    });
  }

  /** Imports what a cell names. `import './data.json'` needs no attribute. */
  async import(specifier: string, attributes: Readonly<Record<string, string>> = {}): Promise<Namespace> {
    const isJson = specifier.endsWith('.json') && attributes.type === undefined;
    return await nativeImport(FROM_CELL + JSON.stringify([this.#folder, specifier]), {
      with: { ...attributes, ...(isJson ? { type: 'json' } : {}) },
    });
  }

  /** URL that a specifier of a cell stands for. */
  resolve(specifier: string): string {
    return import.meta.resolve(FROM_CELL + JSON.stringify([this.#folder, specifier]));
  }

  /** Whether local files changed on disk since they were loaded; if so, the next import of them loads them anew. */
  hasChanged(): boolean {
    return this.#local.findChanged().size > 0;
  }

  close(): void {
    this.#hooks.deregister();
  }

  #resolve(specifier: string, context: ResolveHookContext, next: Resolve): ResolveFnOutput {
    if (specifier.startsWith(FROM_CELL)) {
      const [folder, wanted] = JSON.parse(specifier.slice(FROM_CELL.length)) as [string, string];
      const parentURL = pathToFileURL(join(folder, 'notebook.ts')).href;
      return this.#resolve(wanted, { ...context, parentURL }, next);
    }
    // What is provided may itself need the package of that name.
    if (Object.hasOwn(this.#provided, specifier) && !OWN.test(context.parentURL ?? '')) {
      return { url: this.#provided[specifier], shortCircuit: true };
    }
    const found = this.#found(specifier, context, next);
    if (!isLocal(found.url)) return found;
    const importer = context.parentURL === undefined ? undefined : withoutQuery(context.parentURL);
    return { ...found, url: this.#local.versioned(withoutQuery(found.url), importer) };
  }

  #found(specifier: string, context: ResolveHookContext, next: Resolve): ResolveFnOutput {
    try {
      return resolveAsWritten(specifier, context, next);
    } catch (error) {
      if (!Object.hasOwn(this.#lent, specifier)) throw error;
      return { url: this.#lent[specifier], shortCircuit: true };
    }
  }

  #load(url: string, context: LoadHookContext, next: Load): LoadFnOutput {
    const file = withoutQuery(url);
    const [ending] = /\.(?:tsx?|mts|jsx)$/.exec(file) ?? [];
    if (ending === undefined || !isLocal(file)) return next(url, context);
    const lang = ending === '.mts' ? 'ts' : (ending.slice(1) as 'ts' | 'tsx' | 'jsx');
    const path = fileURLToPath(file);
    const { code, maps } = stripTypes(readFileSync(path, 'utf8'), lang, path);
    this.#onCompiled(url, maps);
    return { format: 'module', source: code, shortCircuit: true };
  }
}

type Resolve = (specifier: string, context?: Partial<ResolveHookContext>) => ResolveFnOutput;
type Load = (url: string, context?: Partial<LoadHookContext>) => LoadFnOutput;

/** As Node does it, then as TypeScript does: `./x` and `./x.js` find `x.ts`. */
function resolveAsWritten(specifier: string, context: ResolveHookContext, next: Resolve): ResolveFnOutput {
  try {
    const found = next(specifier, context);
    if (
      !/^\.{0,2}\//.test(specifier) ||
      !found.url.startsWith('file:') ||
      existsSync(fileURLToPath(withoutQuery(found.url)))
    ) {
      return found;
    }
    return resolveTypeScript(specifier, context, next) ?? found;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (
      code !== 'ERR_MODULE_NOT_FOUND' &&
      code !== 'ERR_UNSUPPORTED_DIR_IMPORT' &&
      code !== 'MODULE_NOT_FOUND'
    )
      throw error;
    const found = resolveTypeScript(specifier, context, next);
    if (found === undefined) throw error;
    return found;
  }
}

function resolveTypeScript(
  specifier: string,
  context: ResolveHookContext,
  next: Resolve,
): ResolveFnOutput | undefined {
  if (!/^\.{0,2}\//.test(specifier) || context.parentURL === undefined) return undefined;
  const stem = specifier.replace(/\.[cm]?jsx?$/, '');
  const base = new URL(stem, context.parentURL);
  const ending = ENDINGS.find((each) => existsSync(fileURLToPath(base) + each));
  return ending === undefined ? undefined : next(stem + ending, context);
}

/** A file of the user's: neither of a package nor of ADMF itself. */
function isLocal(url: string): boolean {
  return url.startsWith('file:') && !url.includes('/node_modules/') && !OWN.test(url);
}

/** What holds `kernel/` and `src/`, where this is code of ours. */
const OWN_ROOT = new URL('../..', import.meta.url).href;
const OWN = new RegExp(`^${RegExp.escape(OWN_ROOT)}(?:src|kernel|bin)/`);
