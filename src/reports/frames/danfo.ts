import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as Danfo from 'danfojs-node';
import { UserError } from '../../foundation/user-error.ts';
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

/** Danfo's own would throw where nobody can catch it. */
function refuseExcel(): Promise<never> {
  const error = new UserError('Excel files are not supported', {
    code: 'no_excel',
    hint: 'use CSV, Parquet or Arrow',
  });
  return Promise.reject(error);
}

async function load(): Promise<typeof Danfo> {
  const module = (await (existsSync(PACKAGED)
    ? import(pathToFileURL(PACKAGED).href)
    : import('danfojs-node'))) as {
    readonly default: typeof Danfo;
  };
  addFrameMethods(module.default);
  return { ...module.default, readExcel: refuseExcel };
}
