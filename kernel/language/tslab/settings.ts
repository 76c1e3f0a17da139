import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nodeTypesRoot, type TypeScript, ts } from './typescript.ts';

/** Settings in place of tslab's. */
export function settings(folder: string): TypeScript.CompilerOptions {
  const typeRoots = (ts.getDefaultTypeRoots(folder, ts.sys) ?? []).filter((root) => existsSync(root));
  const types = new Set(ts.getAutomaticTypeDirectiveNames({ typeRoots }, ts.sys));
  return {
    target: ts.ScriptTarget.ESNext,
    lib: ['lib.esnext.d.ts'],
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    customConditions: ['node'],
    allowImportingTsExtensions: true,
    jsx: ts.JsxEmit.ReactJSX,
    strict: true,
    checkJs: false,
    experimentalDecorators: false,
    disableTopLevelAwait: false,
    rootDir: undefined,
    typeRoots: [...typeRoots, nodeTypesRoot()],
    types: [...types.add('node')],
    paths: { admf: [enginePath()], ...lentPaths(folder) },
    // Nothing is written anywhere, so nothing can be overwritten: looking whether takes longer than a small cell's types.
    suppressOutputPathCheck: true,
  };
}

/** Packages that notebooks get where their folder finds none: what schemas of parameters are made with. */
function lentPaths(folder: string): TypeScript.MapLike<string[]> {
  try {
    createRequire(join(folder, 'notebook.ts')).resolve('zod');
    return {};
  } catch {
    return { zod: [typesOf(fileURLToPath(import.meta.resolve('zod')))] };
  }
}

/** Types of the engine that the notebook's `import … from 'admf'` gets, wherever it lies. */
export function enginePath(): string {
  return typesOf(fileURLToPath(import.meta.resolve('admf')));
}

/** Where the types of a module of ours are: in itself, or beside it where it was emitted. */
export function typesOf(path: string): string {
  return path.replaceAll('\\', '/').replace(/\.js$/, '.d.ts');
}

/** What holds `kernel/` and `src/`. */
const OWN_ROOT = fileURLToPath(new URL('../../..', import.meta.url)).replaceAll('\\', '/');

/** A file of the user's: neither of a package nor of ADMF itself. */
export function isUsers(path: string): boolean {
  return (
    !path.includes('/node_modules/') &&
    !/^(?:src|kernel|bin)\//.test(path.startsWith(OWN_ROOT) ? path.slice(OWN_ROOT.length) : '')
  );
}
