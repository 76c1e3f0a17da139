import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

test('its example of own features runs', async () => {
  const [, code] = readRepositoryFile('docs/features.md').match(/^```ts\n(.*?)^```/ms) ?? [];
  const file = join(mkdtempSync(join(tmpdir(), 'admf-docs-')), 'features.ts');
  const index = new URL('../../src/index.ts', import.meta.url).href;
  const text = code.replace("'admf'", `'${index}'`).replace("'zod'", `'${import.meta.resolve('zod')}'`);
  writeFileSync(file, `${text}\nexport { smoothed };\n`);
  const { smoothed } = (await import(file)) as { smoothed: admf.FeatureRequest };
  expect(admf.featureKey(smoothed)).toBe('sma_5_of_median_price_9');
});
