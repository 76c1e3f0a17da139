import { expect, test } from 'vitest';
import { type Manifest, packagesUsed, undeclared, unused } from './dependencies.ts';

const manifest: Manifest = {
  name: 'admf',
  dependencies: { zod: '1', yaml: '1', '@scope/engine': '1' },
  devDependencies: { vitest: '1', linter: '1', 'market-data': '1', '@types/node': '1', idle: '1' },
  scripts: { lint: 'lint-all --fix', typecheck: 'tsc' },
};

const commandsOf = (name: string) => (name === 'linter' ? ['lint-all'] : []);

test('packages count where they are imported, by name without path, and builtins and own name do not', () => {
  const use = packagesUsed(
    new Map([
      [
        'src/a.ts',
        `import fs from 'node:fs'; import path from 'path'; import '@scope/engine/deep/x.js'; import './b.ts';`,
      ],
      ['kernel/b.ts', `import type { Z } from 'zod'; import 'admf'; const y = () => import('yaml');`],
      ['test/c.test.ts', `import 'vitest'; Promise.resolve('value');`],
      ['scripts/d.ts', `require.resolve('market-data/prices.csv');`],
    ]),
    'admf',
  );
  expect([...use.runtime.keys()]).toEqual(['@scope/engine', 'zod', 'yaml']);
  expect([...use.development.keys()]).toEqual(['vitest', 'market-data']);
  expect(undeclared(use, manifest)).toEqual([]);
  expect(unused(use, manifest, commandsOf)).toEqual(['idle is a devDependency that nothing uses']);
});

test('a devDependency may not be imported by what users run, and nothing undeclared by anyone', () => {
  const use = packagesUsed(
    new Map([
      ['src/a.ts', `import 'vitest';`],
      ['bench/b.ts', `import 'left-out';`],
    ]),
    'admf',
  );
  expect(undeclared(use, manifest)).toEqual([
    'src/a.ts imports vitest, which is not in dependencies',
    'bench/b.ts imports left-out, which is not declared',
  ]);
});

test('a dependency that only tests import, or nobody, is reported', () => {
  const use = packagesUsed(
    new Map([
      ['test/a.test.ts', `import 'yaml'; import 'vitest'; import 'idle'; import 'market-data';`],
      ['src/b.ts', `import 'zod';`],
    ]),
    'admf',
  );
  expect(unused(use, manifest, commandsOf)).toEqual([
    'yaml is a dependency, but only test/a.test.ts and the like use it: move it to devDependencies',
    '@scope/engine is a dependency that nothing imports',
  ]);
});
