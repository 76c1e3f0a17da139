import { createRequire, registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';

const require = createRequire(import.meta.url);
/** Only handed to the user's modules: a layer does not import it. */
const PUBLIC_API = 'admf';
let provided = false;

/**
 * From now on `import … from 'admf'` means this very copy wherever the importing file lies, and `zod` the one that it
 * uses where none is installed beside the file: strategies can be kept in any folder, without an installation there.
 * Files of such a folder that say nothing about their module system are read as ES modules.
 */
export function provideOwnPackages(): void {
  if (provided) return;
  provided = true;
  const own = pathToFileURL(require.resolve(PUBLIC_API)).href;
  registerHooks({
    resolve(specifier, context, nextResolve) {
      if (specifier === PUBLIC_API) return { url: own, shortCircuit: true };
      if (specifier !== 'zod') return esModule(nextResolve(specifier, context));
      try {
        return nextResolve(specifier, context);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
        return nextResolve(specifier, { ...context, parentURL: import.meta.url });
      }
    },
  });
}

/** Node would parse such a file as CommonJS first, and warn when that fails. */
function esModule<R extends { readonly url: string; readonly format?: string | null }>(resolved: R): R {
  const { url, format } = resolved;
  if ((format ?? null) !== null || !url.startsWith('file:') || url.includes('/node_modules/'))
    return resolved;
  const { pathname } = new URL(url);
  if (pathname.endsWith('.ts')) return { ...resolved, format: 'module-typescript' };
  return pathname.endsWith('.js') ? { ...resolved, format: 'module' } : resolved;
}
