import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { invoke } from './invoke.ts';
import { filesBelow, scratchFolder, tinyWorkflow } from './scratch.ts';

/** All files of a run by name, without what says when it was. */
async function resultsOf(workflow: string): Promise<Record<string, string>> {
  const cwd = scratchFolder({ 'w.yaml': workflow });
  const { code, stderr } = await invoke(['run', 'w.yaml', '--results', 'out', '--quiet'], { cwd });
  expect([code, stderr]).toEqual([0, '']);
  const folder = join(cwd, 'out', 'tiny_20260115-093000');
  return Object.fromEntries(
    filesBelow(folder).map((file) => {
      const text = readFileSync(join(folder, file), 'utf8');
      return [file, file === 'run.json' ? withoutTiming(text) : text];
    }),
  );
}

function withoutTiming(text: string): string {
  const cut = text.replace(/,\n {2}"timing": \{[^}]*\}/, '');
  expect(cut).not.toBe(text);
  return cut;
}

const TRACED = 'benchmark: X\ntracing: { default: { mode: full } }\n';

test('two runs of one workflow write the same bytes, timing apart', async () => {
  const first = await resultsOf(tinyWorkflow(TRACED));
  expect(Object.keys(first)).toHaveLength(11);
  expect(await resultsOf(tinyWorkflow(TRACED))).toEqual(first);
});

test('the order of symbols changes no byte of any file', async () => {
  const entries = [
    '  - { symbol: B, source: "generate:gbm?bars=150&seed=2" }',
    '  - { symbol: A, source: "generate:random_walk?bars=100&seed=3" }',
  ];
  const inOrder = (data: readonly string[]) => `name: tiny
data:
${data.join('\n')}
strategies: [{ id: trend, type: sma_crossover, params: { fast: 5, slow: 20 } }]
portfolios: [{ id: p, strategies: [trend], cash: 100_000 }]
benchmark: B
tracing: { default: { mode: full } }
`;
  const first = await resultsOf(inOrder(entries));
  expect(first['backtest/window_1/portfolio_p_trades.csv'].split('\n').length).toBeGreaterThan(4);
  expect(await resultsOf(inOrder(entries.toReversed()))).toEqual(first);
});
