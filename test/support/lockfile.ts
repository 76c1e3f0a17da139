/** The part of package-lock.json that says what is installed. */
export interface Lockfile {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

interface LockedPackage {
  readonly version?: string;
  readonly resolved?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/**
 * Optional dependencies without an entry of their own. `npm install` leaves them out silently where a registry lacks
 * one platform's package, and then `npm ci` fails for everyone (npm/cli#9846).
 */
export function missingOptionalPackages({ packages }: Lockfile): string[] {
  const locked = new Set(Object.keys(packages).map((path) => path.split('node_modules/').at(-1)));
  return Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.entries(optionalDependencies)
      .filter(([name]) => !locked.has(name))
      .map(([name, range]) => `${name} ${range}, wanted by ${path || 'package.json'}`),
  );
}

/** Entries that name the host they came from: they fail where another registry is configured. */
export function packagesTiedToAHost({ packages }: Lockfile): string[] {
  // A workspace package is a link inside the repository.
  return Object.entries(packages)
    .filter(([, { resolved }]) => resolved !== undefined && /^[a-z+]+:\/\//.test(resolved))
    .map(([path, { resolved }]) => `${path}: ${resolved}`);
}
