// `node scripts/make-gallery.ts [file.html]`: every figure on one page in its three forms, interactive, static and text, from a run
// on twenty years of the S&P 500; to be looked at before figures change. Works without a network.
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { galleryFigures } from './gallery-figures.ts';
import { galleryPage } from './gallery-page.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { theme: { type: 'string', default: 'light' }, only: { type: 'string' } },
});
const path = positionals[0] ?? join(tmpdir(), 'admf-gallery.html');
const theme = values.theme === 'dark' ? 'dark' : 'light';
const all = await galleryFigures();
const figures =
  values.only === undefined ? all : all.filter(([name]) => name.includes(values.only as string));
await writeFile(path, await galleryPage(figures, theme));
console.log(`${figures.length} figures are in ${path}`);
