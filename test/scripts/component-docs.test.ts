import { expect, test } from 'vitest';
import { componentDocs } from '../../scripts/component-docs.ts';
import { readRepositoryFile } from '../support/repository-files.ts';

test.each(Object.entries(componentDocs()))(
  '%s is what the registries say (if not: node scripts/component-docs.ts)',
  (path, text) => {
    expect(readRepositoryFile(path)).toBe(text);
  },
);

test('every component has a row in one of them', () => {
  const rows = Object.keys(componentDocs()).flatMap((path) => [
    ...readRepositoryFile(path).matchAll(/^\| `(\w+)`/gm),
  ]);
  expect(rows.length).toBeGreaterThan(35);
});
