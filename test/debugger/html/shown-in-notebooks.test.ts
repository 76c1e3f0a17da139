import { inspect } from 'node:util';
import { beforeAll, expect, test } from 'vitest';
import { htmlLines } from '../../../src/foundation/html.ts';
import { open, type RunSession, run } from '../../../src/index.ts';

const WORKFLOW = {
  name: 'shown',
  data: [{ symbol: 'X', source: { type: 'random_walk', bars: 400, seed: 11 } }],
  strategies: [{ id: 'trend', type: 'sma_crossover', params: { fast: 5, slow: 20 } }],
  portfolios: [{ id: 'main', strategies: ['trend'], cash: 100_000 }],
};
const DISPLAY = Symbol.for('Jupyter.display');

type Bundle = Readonly<Record<string, string>>;
let session: RunSession;

async function bundleOf(value: object): Promise<Bundle> {
  return await (value as { [DISPLAY](): Bundle | Promise<Bundle> })[DISPLAY]();
}

/** Its HTML, which holds no script, no style sheet and no address. */
async function htmlOf(value: object): Promise<string> {
  const { 'text/html': html } = await bundleOf(value);
  expect(html).not.toMatch(/<script|<style|https?:|on\w+=/i);
  return html;
}

/** Rows of its tables as texts. */
async function rowsOf(value: object): Promise<string[][]> {
  const html = await htmlOf(value);
  return [...html.matchAll(/<tr>(.*?)<\/tr>/g)].map(([, row]) =>
    [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/g)].map(([, cell]) => cell.replaceAll(/<[^>]*>/g, '')),
  );
}

beforeAll(async () => {
  session = await open(WORKFLOW);
  await session.goto(200);
});

test('a session shows where it stands, what it holds and what happened last', async () => {
  const { 'text/plain': text } = await bundleOf(session);
  expect(text).toContain(session.statusLine);
  const rows = await rowsOf(session);
  expect(rows).toContainEqual(['main', '97,103.08', '97,103.08', 'flat']);
  const events = rows.slice(3);
  expect(events).toHaveLength(5);
  expect(events.at(-1)?.slice(0, 2)).toEqual(['191', 'POSITION_CLOSE']);
  expect(inspect(session)).toContain(session.statusLine);
});

test('what is shown of a session is as of its cursor', async () => {
  const early = await open(WORKFLOW);
  await early.goto(30);
  for (const [bar] of (await rowsOf(early)).slice(3)) expect(Number(bar)).toBeLessThanOrEqual(30);
});

test('events are a table with a row for each and a count', async () => {
  const list = await session.events('FILL last 3');
  const rows = await rowsOf(list);
  expect(rows.map(([bar]) => bar)).toEqual(['bar', ...list.events.map(({ position }) => `${position.bar}`)]);
  expect(await htmlOf(list)).toContain('3 events');
  expect((await bundleOf(list))['text/plain']).toBe(list.toString());
});

test('a chain of causes is shown as lists within one another, and as a diagram', async () => {
  const answer = session.why('fill');
  const html = await htmlOf(answer);
  const types = [...html.matchAll(/<b>(\w+)<\/b>/g)].map(([, type]) => type);
  expect(types).toEqual(answer.reports[0].chain.map(({ record }) => record.type));
  expect((await bundleOf(answer))['text/markdown']).toBe(
    `\`\`\`mermaid\n${session.whyMermaid('fill')}\`\`\`\n`,
  );
});

test('a diff, forks and a comparison are tables', async () => {
  const diff = await session.diff(199, 200);
  expect(await rowsOf(diff)).toHaveLength(diff.changes.length + 1);
  const fork = await session.fork({ fast: 3 });
  await Promise.all([session.goto(300), fork.goto(300)]);
  const forks = await rowsOf(fork.forks());
  expect(forks.slice(1).map(([name]) => name.replace(/^\W+/, ''))).toEqual(['main', `${fork.name} *`]);
  const comparison = await fork.compare();
  const trades = (await rowsOf(comparison)).find(([label]) => label === 'Trades');
  const metric = comparison.portfolios[0].metrics.find(({ name }) => name === 'trade_count');
  expect(trades?.slice(1, 3)).toEqual([`${metric?.a}`, `${metric?.b}`]);
  await session.goto(200);
});

test('a motion and whatever has no table are shown as lines', async () => {
  expect(await htmlOf(await session.goto(200))).toBe(htmlLines(session.statusLine));
  expect(await htmlOf(session.print('portfolio.equity'))).toMatch(/^<pre /);
});

test('what users wrote cannot become markup', async () => {
  const pinned = session.display('bar.close < 7');
  expect(await htmlOf(pinned)).toContain('bar.close &lt; 7');
  session.undisplay();
});

test('a run shows its period, its fingerprint and its headline metrics', async () => {
  const done = await run({ ...WORKFLOW, benchmark: 'X' });
  const rows = await rowsOf(done);
  expect(rows.map(([name]) => name)).toEqual(['portfolio', 'main', 'hold X']);
  expect(await htmlOf(done)).toContain(`run ${done.fingerprint.slice(0, 12)}`);
  expect((await bundleOf(done))['text/plain']).toContain('400 bars, 2000-01-03 to ');
});

test('lines that are too long are parted between words, not within numbers', async () => {
  // JupyterLab says `word-break: break-all` of outputs: `close 1126.` stood in one line and `5` in the next.
  await session.goto(200);
  expect(await htmlOf(session.whynot())).toContain('<pre style="word-break:normal;');
  const whole = (text: string) => `<span style="white-space:nowrap">${text}</span>`;
  expect(htmlLines('on 2008-10-01 14:30, -3 or 1.5e-7 of trade-2 & 7')).toContain(
    `>on ${whole('2008-10-01')} 14:30, -3 or ${whole('1.5e-7')} of trade-2 &amp; 7</pre>`,
  );
});
