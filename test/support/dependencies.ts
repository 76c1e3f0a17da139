import { isBuiltin } from 'node:module';
import { importsOf } from './imports.ts';

/** The parts of package.json that say what is needed and how tools are called. */
export interface Manifest {
  readonly name: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly scripts: Readonly<Record<string, string>>;
}

/** Folders whose code runs at the user's; the rest (test, bench, scripts, configuration) runs only here. */
const RUNTIME_FOLDERS = ['src', 'kernel', 'repl', 'bin'];

/** Tools that are called by another tool or only give types, with where that shows. */
const USED_BY_A_TOOL: Readonly<Record<string, string>> = {
  'oxlint-tsgolint': 'oxlint --type-aware',
  '@types/node': 'tsc',
  '@types/jsdom': 'tsc',
  '@types/react': 'tsc',
};

/** Packages that are read as data: the notebook's type checker gives cells the types of Node. */
const READ_AS_DATA: ReadonlySet<string> = new Set(['@types/node']);

/** Packages used, each with one file that uses it. */
export interface PackageUse {
  readonly runtime: ReadonlyMap<string, string>;
  readonly development: ReadonlyMap<string, string>;
}

/**
 * Packages that code imports, or resolves by name as in `require.resolve('vega-datasets/data/sp500.csv')`.
 *
 * @param files source text by path from the root
 */
export function packagesUsed(files: ReadonlyMap<string, string>, ownName: string): PackageUse {
  const runtime = new Map<string, string>();
  const development = new Map<string, string>();
  for (const [path, source] of files) {
    const uses = RUNTIME_FOLDERS.includes(path.split('/')[0]) ? runtime : development;
    for (const { specifier } of importsOf(source, path)) {
      if (specifier === undefined || /^[./#]|^[a-z]+:/.test(specifier) || isBuiltin(specifier)) continue;
      const name = packageOf(specifier);
      if (name !== ownName && !uses.has(name)) uses.set(name, path);
    }
  }
  return { runtime, development };
}

/** Imports without a declaration, one line each: these break for everyone but us. */
export function undeclared(use: PackageUse, { dependencies, devDependencies }: Manifest): string[] {
  const missing = [...use.runtime]
    .filter(([name]) => !(name in dependencies))
    .map(([name, path]) => `${path} imports ${name}, which is not in dependencies`);
  for (const [name, path] of use.development) {
    if (!(name in dependencies || name in devDependencies))
      missing.push(`${path} imports ${name}, which is not declared`);
  }
  return missing;
}

/** Declarations that nothing needs, one line each. */
export function unused(
  use: PackageUse,
  manifest: Manifest,
  commandsOf: (name: string) => readonly string[],
): string[] {
  const { dependencies, devDependencies } = manifest;
  const scripts = Object.values(manifest.scripts).join('\n');
  const isCalled = (name: string) =>
    [commandsOf(name), USED_BY_A_TOOL[name] ?? []]
      .flat()
      .some((command) => new RegExp(`\\b${command}\\b`).test(scripts));
  const idle = Object.keys(dependencies)
    .filter((name) => !use.runtime.has(name) && !READ_AS_DATA.has(name))
    .map((name) =>
      use.development.has(name)
        ? `${name} is a dependency, but only ${use.development.get(name)} and the like use it: move it to devDependencies`
        : `${name} is a dependency that nothing imports`,
    );
  for (const name of Object.keys(devDependencies)) {
    if (!use.development.has(name) && !isCalled(name))
      idle.push(`${name} is a devDependency that nothing uses`);
  }
  return idle;
}

/** Name of the package in a specifier: `@scope/name` of `@scope/name/deep/file.js`. */
function packageOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}
