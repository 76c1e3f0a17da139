import { beforeAll, expect, test } from 'vitest';
import { loadWorkflow, open, type RunSession, run, viewOf, type WorkflowRun } from '../../../src/index.ts';

const WORKFLOW = {
  name: 'shown',
  description: 'Follows the trend.',
  seed: 3,
  data: [{ symbol: 'X', source: { type: 'random_walk', bars: 400, seed: 11 } }],
  strategies: [{ id: 'trend', type: 'sma_crossover', params: { fast: 5, slow: 20 } }],
  portfolios: [{ id: 'main', strategies: [{ id: 'trend', weight: 0.5 }], cash: 100_000 }],
};

let session: RunSession;
let done: WorkflowRun;

beforeAll(async () => {
  session = await open(WORKFLOW);
  await session.goto(200);
  done = await run(WORKFLOW);
});

/** Text and HTML of a value that has a view; the HTML holds no script. */
function viewed(value: unknown): { text: string; html: string } {
  const view = viewOf(value);
  if (view === undefined) throw new Error('it has no view');
  const { 'text/html': html, 'text/plain': text } = view;
  expect(html).not.toMatch(/<script|<style|https?:/i);
  return { text, html };
}

/** Rows of its tables as texts. */
function rowsOf(html: string): string[][] {
  return [...html.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row]) =>
    [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell]) => cell.replaceAll(/<[^>]*>/g, '')),
  );
}

test('an event shows what it says, its cause and the fields that have a value', () => {
  const [fill] = session.causes('fill-1');
  const { html, text } = viewed(fill);
  expect(text).toMatch(/^FILL execution_main\/fill-1 {2}\d{4}-\d\d-\d\d\nbought \d+ X at /);
  const rows = rowsOf(html);
  expect(rows).toContainEqual(['caused by', fill.causationId]);
  expect(rows).toContainEqual(['rule', 'open']);
  expect(rows.map(([name]) => name)).not.toContain('price');
});

test('a signal shows the values that were read and the conditions that were tested', () => {
  const signal = session.causes('fill-1').find(({ type }) => type === 'SIGNAL');
  const rows = rowsOf(viewed(signal).html);
  expect(rows.map(([name]) => name)).toEqual(expect.arrayContaining(['values.fast', 'values.slow']));
  expect(rows.find(([name]) => name === 'condition')?.[1]).toMatch(/^fast [\d.]+ crossed above slow/);
});

test('a list of events is a table', () => {
  const causes = session.causes('fill-1');
  const rows = rowsOf(viewed(causes).html);
  expect(rows.slice(1).map(([, type]) => type)).toEqual(causes.map(({ type }) => type));
});

test('a trade shows what came of it and why each of its fills was made; trades are a table', () => {
  const trades = done.portfolio('main').trades ?? [];
  const [first] = trades;
  const { html, text } = viewed(first);
  expect(text).toMatch(/^trade 1 {2}portfolio_main\/position-close-\d+\nlong \d+ X, 9 bars, -/);
  expect(rowsOf(html).slice(1)).toHaveLength(first.fills.length);
  expect(html).toContain('trend said BUY at bar 99: fast 126.01 crossed above slow 125.58');
  const table = viewed(trades);
  expect(table.text).toContain(`${trades.length} rows × 11 columns`);
  expect(rowsOf(table.html).slice(1)).toHaveLength(trades.length);
});

test('a fill and an order show the chain that led to them', () => {
  const [{ fills }] = done.portfolio('main').trades ?? [];
  const types = (value: unknown) =>
    rowsOf(viewed(value).html)
      .slice(1)
      .map(([type]) => type);
  expect(types(fills[0])).toEqual(['FILL', 'ORDER', 'ORDER_REQUEST', 'SIGNAL']);
  expect(types(fills[0].order)).toEqual(['ORDER', 'ORDER_REQUEST', 'SIGNAL']);
});

test('a container shows what its components hold', () => {
  const container = session.containers.find(({ id }) => id === 'portfolio_main');
  const { html, text } = viewed(container);
  expect(html).toContain('<b>portfolio_main</b>');
  expect(text).toMatch(/^portfolio_main\n {2}state +running\n/);
});

test('metrics stand in groups with their definitions; a portfolio has its funnel above them', () => {
  const portfolio = done.portfolio('main');
  const { html } = viewed(portfolio.metrics);
  expect(rowsOf(html)).toContainEqual(['return', 'Sharpe', portfolio.metrics.sharpe?.toFixed(2)]);
  expect(html).toMatch(/<span title="[^"]{20,}">Sharpe<\/span>/);
  expect(viewed(portfolio).text).toMatch(
    /^Portfolio main\nequity [\d,.]+ from 100,000\.00.*\n\d+ signals, \d+ orders/,
  );
  expect(viewed(done.result).text).toContain('400 bars');
});

test('a workflow shows its plan in the order in which a bar travels, with its data once that is loaded', async () => {
  const loaded = viewed(await loadWorkflow(WORKFLOW));
  expect(loaded.text).toMatch(/^shown {2}full_backtest, single_pass, seed 3\nFollows the trend\.\n/);
  expect(rowsOf(loaded.html).map(([part]) => part)).toEqual([
    '',
    'data',
    'strategy',
    'portfolio',
    'execution',
  ]);
  expect(loaded.html).toContain('follows trend × 0.5');
  const prepared = viewed(done.prepared);
  expect(prepared.text).toContain(`run ${done.fingerprint.slice(0, 12)}`);
  expect(prepared.text).toContain('400 bars, 2000-01-03 to 2001-07-13');
});

test('what is no data of the engine has no view', () => {
  for (const value of [null, 1, 'a', [], [{ id: 1 }], { fill: 1, order: 2 }, new Map()]) {
    expect(viewOf(value)).toBeUndefined();
  }
});
