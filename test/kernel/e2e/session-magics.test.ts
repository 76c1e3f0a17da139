import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Answer, Client } from './client.ts';
import { printed } from './outputs.ts';
import { type StartedKernel, startKernel } from './start-kernel.ts';
import { WALK } from './walk.ts';

/** Who completes words waits only for a moment for what the run can add, which a busy machine may miss. */
const PATIENTLY = { timeout: 60_000 };

let kernel: StartedKernel;
let client: Client;

beforeAll(async () => {
  kernel = await startKernel();
  ({ client } = kernel);
});
afterAll(() => kernel.stop());

/** What was shown, as text. */
function shown({ outputs }: Answer): string[] {
  return outputs
    .filter(({ type }) => type === 'display_data' || type === 'execute_result')
    .map(({ content }) => (content.data as Record<string, string>)['text/plain']);
}

function failure({ reply }: Answer): string {
  return stripVTControlCharacters((reply.traceback as string[]).join('\n'));
}

test('a magic before any session says how to open one', async () => {
  expect(failure(await client.execute('%next'))).toMatch(/no session is open\n.*%%workflow/);
});

test('%%workflow opens a session under a name, shows it, and later cells know the variable', async () => {
  const [view] = shown(await client.execute(WALK));
  expect(view).toMatch(/^walk {2}bar 1\/400/);
  const isSession = await client.execute('const bars: number = walk.bars; bars');
  expect(shown(isSession)).toEqual(['400']);
});

test('mistakes in the YAML are told at line and column of the cell, all of them', async () => {
  const text = failure(
    await client.execute(WALK.replace('sma_crossover', 'sma_crosover').replace('cash:', 'kash:')),
  );
  expect(text).toMatch(/In\[\d+\]:5:\d+: .*sma_crosover/);
  expect(text).toContain('did you mean "sma_crossover"?');
  expect(text).toMatch(/In\[\d+\]:7:\d+: .*kash/);
  expect(text).toMatch(/^ +5 \| .*\n +\| {24}\^{12}$/m);
  expect(text).not.toContain('    at ');
});

test('%%workflow without a name that a variable can have says so', async () => {
  expect(failure(await client.execute(WALK.replace('walk', 'my walk')))).toContain('found "my walk"');
});

test('motions, back and forth, show where the session stands; cells see it move', async () => {
  const answer = await client.execute('%goto 1\n%next 5\n%back\nwalk.bar');
  const texts = shown(answer);
  expect(texts).toHaveLength(4);
  expect(texts[1]).toMatch(/^bar 6\/400/);
  expect(texts[2]).toMatch(/^bar 1\/400/);
  expect(texts[3]).toBe('1');
});

test('questions are answered with tables and lists where the front end shows HTML', async () => {
  const { outputs } = await client.execute('%until FILL\n%why\n%events FILL\n%diff');
  const htmls = outputs
    .filter(({ type }) => type === 'display_data')
    .map(({ content }) => (content.data as Record<string, string>)['text/html']);
  expect(htmls).toHaveLength(4);
  expect(htmls[1]).toContain('<b>FILL</b>');
  expect(htmls[2]).toContain('1 event');
  expect(htmls[3]).toContain('<table');
});

test('a mistake in the words of a command is shown at its place', async () => {
  expect(failure(await client.execute('%next five'))).toMatch(
    /next: count must be a whole number, found "five"\n +\| next five\n +\| {6}\^/,
  );
});

test('a fork replaces the session at hand, and %use goes back', async () => {
  const forked = shown(await client.execute('%goto 100\n%fork fast=3\n%goto 200\n%compare'));
  expect(forked.at(-1)).toMatch(/have bars up to bar 100/);
  expect(shown(await client.execute('%use walk\n%session')).at(-1)).toMatch(/^walk {2}bar 100\/400/);
});

test('%plot draws a figure by its name, and lines of series', async () => {
  const { outputs } = await client.execute('%plot equity\n%plot close sma_20');
  const figures = outputs.filter(({ type }) => type === 'display_data').map(({ content }) => content.data);
  expect(figures).toHaveLength(2);
  for (const figure of figures) expect(Object.keys(figure as object)).toContain('image/svg+xml');
});

test('each magic says the call that does the same, when it is asked to', async () => {
  expect(printed(await client.execute('%next 2 --twin'))).toBe('// await session.next(2)\n');
  expect(printed(await client.execute('%next'))).toBe('');
  expect(printed(await client.execute('%twin on\n%next\n%plot close\n%twin off'))).toBe(
    "// await session.next()\n// await session.plot('close')\n",
  );
});

test('the last session that open gave is the one that magics work on', async () => {
  const opened = await client.execute(`import { open } from 'admf';
const other = await open({ name: 'other', data: [{ symbol: 'Y', source: { type: 'random_walk', bars: 50, seed: 2 } }],
  strategies: [{ id: 's', type: 'sma_crossover', params: { fast: 2, slow: 5 } }], portfolios: [{ id: 'main', strategies: ['s'], cash: 100_000 }] });`);
  expect(opened.reply).toMatchObject({ status: 'ok' });
  expect(shown(await client.execute('%next'))[0]).toMatch(/^bar 2\/50/);
});

test.each(['session', 'attach', 'workflow'])('%%%s says that it takes nothing', async (name) => {
  const { reply } = await client.execute(`%${name} x`, { stop_on_error: false });
  expect(reply.evalue).toMatch(new RegExp(`^%${name} takes nothing, found "x" \\(`));
});

// Frames of the engine's own loops, and what the operating system said, stood below it.
test.each([
  ['%plot nothing', 'the run has no series "nothing"'],
  ['%fork fat=3', 'the configuration has no setting "fat"'],
  [
    `await (await import('admf')).open({ name: 'far', data: [{ symbol: 'X', source: { type: 'random_walk', bars: 10_000_000, seed: 3 } }],
  strategies: [{ id: 's', type: 'sma_crossover' }], portfolios: [{ id: 'main', strategies: ['s'], cash: 1000 }] })`,
    'run past the year 9999',
  ],
  ['%save /nonexistent/x.json', '/nonexistent/x.json cannot be written: there is no such folder'],
])('of the mistake in %s nothing but the cell is shown', async (code, message) => {
  const text = failure(await client.execute(code, { stop_on_error: false }));
  expect(text).toContain(message);
  expect(text).toMatch(/at In\[\d+\]:1:\d/);
  expect(text).not.toMatch(/anonymous|index|node:|caused by|ENOENT/);
});

test('a command that does not exist is answered with the nearest', async () => {
  expect(failure(await client.execute('%nxt'))).toContain('did you mean "next"?');
});

test('commands are completed, explained by %help and on hover; short names work and are not listed', async () => {
  const names = async (code: string) =>
    (await client.request('complete_request', { code, cursor_pos: code.length })).reply.matches;
  await expect.poll(() => names('%fork'), PATIENTLY).toEqual(['fork', 'forks']);
  await expect.poll(() => names('%until FIL'), PATIENTLY).toEqual(['FILL']);
  await expect.poll(() => names('%plot draw'), PATIENTLY).toEqual(['drawdown']);
  expect(printed(await client.execute('%help next'))).toContain('Examples:');
  const hover = await client.request('inspect_request', { code: '%why', cursor_pos: 3 });
  expect(hover.reply.data).toMatchObject({
    'text/plain': expect.stringContaining('chain of causes') as string,
  });
  expect(shown(await client.execute('%n'))[0]).toMatch(/^bar 3\/50/);
});

test('answers of a session whose workflow a later cell gives otherwise say that they are of yesterday', async () => {
  await client.execute(WALK);
  await client.execute('const before = walk');
  await client.execute(WALK.replace('fast: 5', 'fast: 6'));
  const stale = /stale: since this run strategies\.trend\.params\.fast 5 → 6$/;
  const old = shown(await client.execute('%use before\n%next\n%events\nbefore'));
  expect(old).toHaveLength(4);
  for (const text of old) expect(text).toMatch(stale);
  for (const text of shown(await client.execute('%use walk\n%next'))) expect(text).not.toContain('stale');
});

test('words that depend on the run are completed: marks, containers, paths, trades, forks, settings, series', async () => {
  await client.execute(`${WALK}\n`);
  await client.execute('%use walk\n%goto 200\n%mark here');
  const words = async (code: string) =>
    (await client.request('complete_request', { code, cursor_pos: code.length })).reply.matches as string[];
  await expect.poll(() => words('%goto @'), PATIENTLY).toEqual(['@here']);
  await expect.poll(() => words('%inspect portf'), PATIENTLY).toEqual(['portfolio_main']);
  await expect.poll(() => words('%print portfolio.eq'), PATIENTLY).toEqual(['portfolio.equity']);
  await expect.poll(() => words('1 + 1\n%why trade-'), PATIENTLY).toContain('trade-1');
  await expect.poll(() => words('%switch '), PATIENTLY).toEqual(['main']);
  await expect
    .poll(() => words('%fork strategies.trend.params.f'), PATIENTLY)
    .toEqual(['strategies.trend.params.fast=']);
  await expect.poll(() => words('%plot close feat'), PATIENTLY).toEqual(['features.', 'features_X.']);
  await expect.poll(() => words('%plot eq'), PATIENTLY).toEqual(['equity']);
  await expect.poll(() => words('%plot close eq'), PATIENTLY).toEqual(['equity']);
  await expect.poll(() => words('%focus symbol '), PATIENTLY).toEqual(['X']);
});
