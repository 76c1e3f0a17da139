import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { dirname, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const TYPES_ALONE = /\b(?:import|export)\s+type\s[^'";]*?\bfrom\s*['"][^'"]*['"]/g;
const RELATIVE = /\b(?:from|import|require)\s*\(?\s*['"](\.{1,2}\/[^'"]+)['"]/g;

/**
 * A file of the user's and all that it imports by relative paths, and those in turn; the file first. Packages are not among
 * them. What looks like an import in a comment counts as one: a note too many is better than one too few.
 */
export function moduleFiles(file: string): string[] {
  const found = new Set([file]);
  for (const one of found) {
    const text = textOf(one)?.toString('utf8').replaceAll(TYPES_ALONE, '') ?? '';
    for (const [, path] of text.matchAll(RELATIVE)) {
      const next = resolve(dirname(one), path);
      if (!next.includes(`${sep}node_modules${sep}`) && textOf(next) !== null) found.add(next);
    }
  }
  return [...found];
}

/** SHA-256 of what a file is made of, in hex: of its own text where it imports no other file. */
export function moduleHash(file: string): string {
  const [, ...imported] = moduleFiles(file);
  const own = fileHash(file);
  if (imported.length === 0) return own;
  const hash = createHash('sha256').update(own);
  for (const other of imported.map(fileHash).sort()) hash.update(other);
  return hash.digest('hex');
}

/** SHA-256 of a file's text, in hex; empty when it cannot be read. */
export function fileHash(file: string): string {
  const text = textOf(file);
  return text === null ? '' : createHash('sha256').update(text).digest('hex');
}

/** Imports a module by what it is made of, so that it is another once its file was changed, or one that it imports. */
export async function importByContent(file: string): Promise<{ readonly default?: unknown }> {
  passOn();
  return (await import(contentUrl(file))) as { readonly default?: unknown };
}

const MARK = '?content=';

function contentUrl(file: string): string {
  return `${pathToFileURL(file).href}${MARK}${moduleHash(file).slice(0, 16)}`;
}

let isPassedOn = false;

/** Node keeps modules by their URLs: what a module imports has to have its content in its URL, too. */
function passOn(): void {
  if (isPassedOn) return;
  isPassedOn = true;
  registerHooks({
    resolve(specifier, context, next) {
      const resolved = next(specifier, context);
      const { url } = resolved;
      const isOwn = context.parentURL?.includes(MARK) === true && /^\.{1,2}\//.test(specifier);
      // What is required is kept by its path.
      if (!isOwn || !context.conditions.includes('import') || !url.startsWith('file:') || url.includes('?'))
        return resolved;
      return { ...resolved, url: contentUrl(fileURLToPath(url)) };
    },
  });
}

function textOf(file: string): Buffer | null {
  try {
    return readFileSync(file);
  } catch {
    return null;
  }
}
