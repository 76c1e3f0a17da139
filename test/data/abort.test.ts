import { expect, test } from 'vitest';
import { generateBars, generateBarsInTurns } from '../../src/data/generate-bars.ts';
import { loadBars } from '../../src/data/load-bars.ts';
import { scratchFolder } from '../cli/scratch.ts';

const request = { symbol: 'X', kind: 'gbm', bars: 20_000, seed: 3 };

test('bars made in turns are the same bits', async () => {
  expect(await generateBarsInTurns(request)).toEqual(generateBars(request));
});

test.each([
  ['a generator', 'generate:gbm?bars=2000000&interval=1m'],
  ['a file', 'prices.csv'],
])('loading from %s ends with the reason of the signal', async (_, source) => {
  const rows = Array.from({ length: 50_000 }, (__, i) => `${new Date(i * 60_000).toISOString()},1,1,1,1`);
  const baseDirectory = scratchFolder({ 'prices.csv': ['time,open,high,low,close', ...rows].join('\n') });
  const abort = new AbortController();
  const loading = loadBars({ symbol: 'X', source }, { baseDirectory, signal: abort.signal });
  setImmediate(() => abort.abort('enough'));
  await expect(loading).rejects.toBe('enough');
  await expect(
    loadBars({ symbol: 'X', source }, { baseDirectory, signal: AbortSignal.abort('before') }),
  ).rejects.toBe('before');
});
