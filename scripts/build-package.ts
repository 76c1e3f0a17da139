// `npm run build:package`: makes dist/, the package that other projects install.
//
// Node refuses TypeScript under node_modules, so the package holds emitted JavaScript and declarations. Every file
// keeps its place (src/, bin/, data/), so that paths relative to a module are the same here and there.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import manifest from '../package.json' with { type: 'json' };
import { bundlePlotly } from '../src/reports/static-image/plotly-bundle.ts';
import { bundleDanfo } from './bundle-danfo.ts';
import { rewriteModuleUrls } from './module-urls.ts';
import { packageManifest } from './package-manifest.ts';

const ROOT = resolve(import.meta.dirname, '..');

/** Copied as they are; data/ is there once it exists. */
const COPIED = [
  'bin',
  'data',
  'docs',
  'kernel/display/table-view.js',
  'kernel/install/resources',
  'kernel/widget/view/controls.css',
  'kernel/widget/view/frame.css',
  'kernel/widget/view/lists.css',
  'kernel/widget/view/panes.css',
  'kernel/lab/requirements.txt',
  'kernel/papermill',
  'notebooks',
  'src/reports/tear-sheet/tear-sheet.css',
  'src/reports/tear-sheet/tear-sheet.js',
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
];

const { values } = parseArgs({ options: { out: { type: 'string', default: join(ROOT, 'dist') } } });
const out = resolve(values.out);

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
execFileSync(
  process.execPath,
  [
    join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc'),
    '--project',
    join(ROOT, 'tsconfig.package.json'),
    '--outDir',
    out,
  ],
  { stdio: 'inherit' },
);
for (const file of globSync('**/*.js', { cwd: out })) {
  const path = join(out, file);
  writeFileSync(path, rewriteModuleUrls(readFileSync(path, 'utf8')));
}
// Danfo and Plotly are held in one file each: see vendor/README.md, and a tenth of Plotly's size.
await bundleDanfo(join(out, 'vendor', 'danfo'));
mkdirSync(join(out, 'vendor', 'plotly'), { recursive: true });
writeFileSync(join(out, 'vendor', 'plotly', 'plotly.min.js'), await bundlePlotly());
const danfoTypes = join(out, 'vendor', 'danfo', 'types', 'danfojs-node', 'src', 'index.js');
for (const file of globSync('src/**/*.d.ts', { cwd: out })) {
  const path = join(out, file);
  const text = readFileSync(path, 'utf8');
  const specifier = relative(dirname(path), danfoTypes).replaceAll('\\', '/');
  if (text.includes(`'danfojs-node'`))
    writeFileSync(path, text.replaceAll(`'danfojs-node'`, `'${specifier}'`));
}
for (const name of COPIED) {
  if (existsSync(join(ROOT, name))) cpSync(join(ROOT, name), join(out, name), { recursive: true });
}
writeFileSync(join(out, 'package.json'), `${JSON.stringify(packageManifest(manifest), null, 2)}\n`);
console.log(`package ${manifest.name} ${manifest.version} is in ${out}`);
