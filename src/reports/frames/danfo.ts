import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as Danfo from 'danfojs-node';
import { addFrameMethods } from './frame-methods.ts';

/** Where the published package has Danfo with its arithmetic; in a checkout it is a package. */
const PACKAGED = join(import.meta.dirname, '..', '..', '..', 'vendor', 'danfo', 'danfo.cjs');

let loaded: Promise<typeof Danfo> | undefined;

/**
 * The package `danfojs-node`, loaded at the first call, which takes half a second. Its arithmetic is in doubles here, frames and
 * columns show themselves in notebooks, and `plot` works.
 */
export function danfo(): Promise<typeof Danfo> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<typeof Danfo> {
  const module = (await (existsSync(PACKAGED)
    ? import(pathToFileURL(PACKAGED).href)
    : import('danfojs-node'))) as {
    readonly default: typeof Danfo;
  };
  addFrameMethods(module.default);
  return module.default;
}
