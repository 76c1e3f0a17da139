import { mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { run } from '../src/index.ts';
import { RUN_FIGURE_NAMES } from '../src/reports/run/run-figures.ts';
import { readRepositoryFile } from './support/repository-files.ts';

let folder = '';
const before = process.cwd();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'admf-docs-'));
  const [, yaml] = /^```yaml\n(.*?)^```/ms.exec(readRepositoryFile('README.md')) ?? [];
  writeFileSync(join(folder, 'sp500-trend.yaml'), yaml);
  const { directory } = await run(join(folder, 'sp500-trend.yaml'), { results: true });
  renameSync(directory ?? '', join(folder, 'results', 'sp500-trend'));
  process.chdir(folder);
});

afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

const EXAMPLES = ['docs/frames.md', 'docs/figures.md', 'README.md'].flatMap((page) =>
  [...readRepositoryFile(page).matchAll(/^```ts\n(.*?)^```/gms)].map(
    ([, code], i) => [`${page} ${i + 1}`, code] as const,
  ),
);

test.each(EXAMPLES)('the example %s runs as it stands', async (name, code) => {
  const index = new URL('../src/index.ts', import.meta.url).href;
  const path = join(folder, `${name.replaceAll(/[/ ]/g, '-')}.ts`);
  const zod = import.meta.resolve('zod');
  writeFileSync(path, code.replaceAll("'admf'", `'${index}'`).replaceAll("'zod'", `'${zod}'`));
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  await expect(import(pathToFileURL(path).href)).resolves.toBeDefined();
  log.mockRestore();
});

test('the examples wrote the files that they say', () => {
  expect(readdirSync(folder)).toEqual(
    expect.arrayContaining(['spx.parquet', 'equity.svg', 'equity-dark.html']),
  );
});

test('every figure of a run is on the page of figures', () => {
  const page = readRepositoryFile('docs/figures.md');
  expect(RUN_FIGURE_NAMES.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});
