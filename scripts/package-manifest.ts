import { MINIMUM_NODE } from '../bin/runtime.mjs';

/** Held in the package itself, in one file each. */
const BUNDLED: ReadonlySet<string> = new Set(['danfojs-node', 'plotly.js']);

/** What the published manifest takes over from the checkout's package.json. */
export interface CheckoutManifest {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly license: string;
  readonly bin: Readonly<Record<string, string>>;
  /** Subpath to TypeScript source: `{ ".": "./src/index.ts" }`. */
  readonly exports: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
}

/**
 * package.json of the published package. Without the platform packages that pin Node in a checkout: they would put
 * their `node` first in the PATH of every script of the project that installs ADMF.
 */
export function packageManifest(checkout: CheckoutManifest): Record<string, unknown> {
  const { name, version, description, license, bin, dependencies } = checkout;
  const needed = Object.entries(dependencies).filter(([dependency]) => !BUNDLED.has(dependency));
  const subpaths = Object.entries(checkout.exports).map(([subpath, source]) => {
    const emitted = source.replace(/\.ts$/, '');
    return [subpath, { types: `${emitted}.d.ts`, default: `${emitted}.js` }] as const;
  });
  return {
    name,
    version,
    description,
    license,
    type: 'module',
    engines: { node: `>=${MINIMUM_NODE}` },
    bin,
    exports: { ...Object.fromEntries(subpaths), './package.json': './package.json' },
    dependencies: Object.fromEntries(needed),
  };
}
