import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { writeWhole } from '../../foundation/write-whole.ts';

/** Where the published package has the bundle; a checkout makes it when it is first needed. */
const PACKAGED = join(import.meta.dirname, '..', '..', '..', 'vendor', 'plotly', 'plotly.min.js');

/** Trace types of our figures beside scatter, which is always there. */
const TRACES = ['bar', 'box', 'candlestick', 'contour', 'heatmap', 'histogram', 'ohlc', 'violin'];

const NOTICE = '/*! plotly.js, Copyright Plotly, Inc., MIT licence: https://github.com/plotly/plotly.js */';

let source: Promise<string> | undefined;

/**
 * Plotly with the trace types that figures use, as one script of 1.2 MB that defines `Plotly`. For pages that work without a
 * network, and for drawing without a browser.
 */
export function plotlySource(): Promise<string> {
  source ??= readFile(PACKAGED, 'utf8').catch(() => cachedSource());
  return source;
}

async function cachedSource(): Promise<string> {
  const require = createRequire(import.meta.url);
  const manifest = require.resolve('plotly.js/package.json');
  const { version } = JSON.parse(await readFile(manifest, 'utf8')) as { version: string };
  const folder = join(dirname(dirname(manifest)), '.cache', 'admf');
  const path = join(folder, `plotly-${version}-1-${TRACES.join('-')}.js`);
  const known = await readFile(path, 'utf8').catch(() => null);
  if (known !== null) return known;
  const made = await bundlePlotly();
  // Where nothing can be written, it is made again by the next process.
  await keep(folder, path, made).catch(() => undefined);
  return made;
}

async function keep(folder: string, path: string, text: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeWhole(path, text);
}

/** Bundles Plotly anew, which takes a second. */
export async function bundlePlotly(): Promise<string> {
  const { rolldown } = await import('rolldown');
  const entry = '\0plotly-entry';
  const imports = TRACES.map((name) => `import ${name} from 'plotly.js/lib/${name}';`);
  const build = await rolldown({
    input: entry,
    cwd: import.meta.dirname,
    platform: 'browser',
    logLevel: 'silent',
    plugins: [
      {
        name: 'plotly-entry',
        resolveId: (id, importer) => {
          if (id === entry) return id;
          // The entry stands nowhere: its packages are looked for from here.
          if (importer === entry) return createRequire(import.meta.url).resolve(id);
          return null;
        },
        load: (id) => {
          if (id === entry) {
            return [
              `import Plotly from 'plotly.js/lib/core';`,
              ...imports,
              `Plotly.register([${TRACES.join(', ')}]);`,
              `export default Plotly;`,
            ].join('\n');
          }
          // Maps are among the core's imports, and are not ours.
          if (id.endsWith('.css') || /[\\/]maplibre-gl[\\/]/.test(id)) {
            return { code: 'module.exports = {};', moduleType: 'js' };
          }
          return null;
        },
      },
    ],
    transform: { define: { global: 'window' } },
  });
  const { output } = await build.generate({ format: 'iife', name: 'Plotly', minify: true });
  await build.close();
  return `${NOTICE}\n${output[0].code}`;
}
