import { expect, test } from 'vitest';
import { mistakeDocs, SHOWN } from '../../scripts/mistake-docs.ts';
import { readRepositoryFile } from '../support/repository-files.ts';

test('docs/mistakes.md shows what the commands say today (if not: node scripts/mistake-docs.ts)', () => {
  expect(readRepositoryFile('docs/mistakes.md')).toBe(mistakeDocs());
});

test('it shows more than twenty, each of which ends with an exit code above 0', () => {
  expect(new Set(SHOWN).size).toBe(SHOWN.length);
  expect(SHOWN.length).toBeGreaterThan(20);
  const ends = [...mistakeDocs().matchAll(/\(exit code (\d)\)/g)].map(([, code]) => code);
  expect(ends.filter((code) => code === '1' || code === '2')).toHaveLength(SHOWN.length);
});
