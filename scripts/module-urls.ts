/**
 * Lets emitted JavaScript name emitted modules where the compiler leaves the name alone: it rewrites `import './x.ts'`
 * but not `new URL('./x.ts', import.meta.url)`, by which worker threads are started.
 */
export function rewriteModuleUrls(javascript: string): string {
  return javascript.replaceAll(
    /(new URL\(\s*(['"`])[^'"`]+)\.(m?)ts(\2\s*,\s*import\.meta\.url\s*,?\s*\))/g,
    '$1.$3js$4',
  );
}
