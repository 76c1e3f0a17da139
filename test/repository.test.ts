import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import lockfile from '../package-lock.json' with { type: 'json' };
import { packagesUsed, undeclared, unused } from './support/dependencies.ts';
import { type Lockfile, missingOptionalPackages, packagesTiedToAHost } from './support/lockfile.ts';
import { deadLinks } from './support/markdown.ts';
import { isCode, ROOT, readRepositoryFile, repositoryFiles } from './support/repository-files.ts';

const PATHS = repositoryFiles();
const MAX_LINES = 500;

function textsOf(wanted: (path: string) => boolean): Map<string, string> {
  return new Map(PATHS.filter(wanted).map((path) => [path, readRepositoryFile(path)]));
}

describe('the lock', () => {
  // Typed by hand: the JSON's own type has a property for each of some hundred packages.
  const lock: Lockfile = lockfile;

  test('holds every optional package, so that npm ci works on every platform', () => {
    expect(missingOptionalPackages(lock)).toEqual([]);
  });

  test('names no host, so that any registry will do', () => {
    expect(packagesTiedToAHost(lock)).toEqual([]);
  });
});

describe('the declared packages', () => {
  const use = packagesUsed(textsOf(isCode), manifest.name);

  test('cover every import', () => {
    expect(undeclared(use, manifest)).toEqual([]);
  });

  // Packages are declared ahead of the code that imports them only until there is a public API.
  test.runIf(existsSync(join(ROOT, 'src', 'index.ts')))('are all used', () => {
    expect(unused(use, manifest, commandsOf)).toEqual([]);
  });
});

function commandsOf(name: string): string[] {
  const path = join(ROOT, 'node_modules', name, 'package.json');
  const { bin = {} } = JSON.parse(readFileSync(path, 'utf8')) as { bin?: Record<string, string> | string };
  return typeof bin === 'string' ? [name.split('/').at(-1) ?? name] : Object.keys(bin);
}

test(`no source file is longer than ${MAX_LINES} lines`, () => {
  const tooLong = [...textsOf(isCode)]
    .map(([path, text]) => [path, text.split('\n').length - 1] as const)
    .filter(([, lines]) => lines > MAX_LINES);
  expect(tooLong).toEqual([]);
});

test('every relative link in the documentation leads somewhere', () => {
  expect(
    deadLinks(
      textsOf((path) => path.endsWith('.md')),
      PATHS,
    ),
  ).toEqual([]);
});

test('no file knows the machine it was written on', () => {
  const machinePath = /(?<![\w.~-])\/(?:work|root|home\/[a-z]|Users\/[A-Za-z])[\w.-]*\/|\b[A-Z]:\\Users\\/;
  const found = [...textsOf((path) => !/\.(?:png|gz|parquet|arrow)$/.test(path))].flatMap(([path, text]) =>
    text
      .split('\n')
      .flatMap((line, i) => (machinePath.test(line) ? [`${path}:${i + 1}: ${line.trim()}`] : [])),
  );
  expect(found).toEqual([]);
});

test('the README says first what ADMF is, and how to start and test it with one command each', () => {
  const readme = readRepositoryFile('README.md');
  expect(readme).toMatch(/^# ADMF\n\nADMF is /);
  expect(readme).toContain('npm ci && npm start');
  expect(readme).toContain('npm ci && npm test');
});

test('the licence is MIT, in its file and in package.json', () => {
  expect(readRepositoryFile('LICENSE')).toMatch(/^MIT License\n\nCopyright \(c\) \d{4} ADMF contributors\n/);
  expect(manifest.license).toBe('MIT');
});

test('the files that are commands are executable', () => {
  const listed = execFileSync('git', ['ls-files', '--stage', 'bin/admf.mjs', '.ci/run'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  expect(listed.match(/^\d+/gm)).toEqual(['100755', '100755']);
});
