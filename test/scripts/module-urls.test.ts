import { expect, test } from 'vitest';
import { rewriteModuleUrls } from '../../scripts/module-urls.ts';

test('a worker module is named by its emitted file', () => {
  expect(
    rewriteModuleUrls(`new Worker(new URL('./sweep-worker.ts', import.meta.url), { name: 'a.ts' })`),
  ).toBe(`new Worker(new URL('./sweep-worker.js', import.meta.url), { name: 'a.ts' })`);
  expect(rewriteModuleUrls('new URL("../w.mts",\n  import.meta.url,\n)')).toBe(
    'new URL("../w.mjs",\n  import.meta.url,\n)',
  );
});

test('other URLs stay as they are', () => {
  const source = `new URL('../../data/spx.csv', import.meta.url); new URL('./my-strategy.ts', userFolder);`;
  expect(rewriteModuleUrls(source)).toBe(source);
});
