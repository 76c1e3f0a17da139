import { expect, test } from 'vitest';
import { featureDocs } from '../../scripts/feature-docs.ts';
import * as admf from '../../src/index.ts';
import { readRepositoryFile } from '../support/repository-files.ts';

test('docs/features.md is what the registry says (if not: node scripts/feature-docs.ts)', () => {
  expect(readRepositoryFile('docs/features.md')).toBe(featureDocs());
});

test('every feature in it has a function of its name in the public API', () => {
  const types = [...readRepositoryFile('docs/features.md').matchAll(/^\| `(\w+)`/gm)].map(([, type]) => type);
  const camelCase = (type: string) => type.replaceAll(/_(.)/g, (_, letter: string) => letter.toUpperCase());
  expect(types.length).toBeGreaterThan(50);
  expect(types.filter((type) => !(camelCase(type) in admf))).toEqual([]);
});
