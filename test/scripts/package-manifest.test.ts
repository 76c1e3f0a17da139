import { expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { packageManifest } from '../../scripts/package-manifest.ts';

test('the published package points at emitted code, runs on Node 24 and brings no Node of its own', () => {
  const published = packageManifest(manifest);
  const { 'danfojs-node': _danfo, 'plotly.js': _plotly, ...needed } = manifest.dependencies;
  expect(published).toEqual({
    name: 'admf',
    version: manifest.version,
    description: manifest.description,
    license: 'MIT',
    type: 'module',
    engines: { node: '>=24.12' },
    bin: { admf: 'bin/admf.mjs' },
    exports: {
      '.': { types: './src/index.d.ts', default: './src/index.js' },
      './package.json': './package.json',
    },
    // Danfo and Plotly are held in the package.
    dependencies: needed,
  });
});

test('the published package has a types and a default entry for every export', () => {
  const published = packageManifest({ ...manifest, exports: { './testing': './src/testing.ts' } });
  expect(published.exports).toMatchObject({
    './testing': { types: './src/testing.d.ts', default: './src/testing.js' },
  });
});
