import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Frame } from '../../../kernel/widget/frame.ts';
import type { Client } from './client.ts';
import { type StartedKernel, startKernel } from './start-kernel.ts';
import { WALK } from './walk.ts';
import { WidgetFront } from './widget-front.ts';

const VIEW = 'application/vnd.jupyter.widget-view+json';

let kernel: StartedKernel;
let client: Client;
let front: WidgetFront;

beforeAll(async () => {
  kernel = await startKernel();
  ({ client } = kernel);
  front = new WidgetFront(client);
  await client.execute(WALK);
});
afterAll(() => kernel.stop());

/** What a cell showed last, by MIME type, with its display id. */
function shown(outputs: readonly { type: string; content: Record<string, unknown> }[]) {
  const { data, transient } = outputs.findLast(({ type }) => type === 'display_data')!.content;
  return {
    data: data as Record<string, string>,
    id: (transient as { display_id: string }).display_id,
  };
}

/** What stands in a cell now, after all updates. */
function displayed(id: string): Record<string, string> {
  const last = client.published.findLast(
    ({ type, content }) =>
      type.endsWith('display_data') && (content.transient as { display_id?: string }).display_id === id,
  );
  return last?.content.data as Record<string, string>;
}

/** Why a walk pauses that no front end draws: one on a busy machine may take too long for that. */
const UNSEEN = 'nobody looks at it any more';

/** Plays on until something is so, also where a walk was paused since its frames were drawn too slowly. */
async function playUntil(is: (frame: Frame) => boolean): Promise<Frame> {
  for (;;) {
    await front.ask({ what: 'play' });
    const frame = await front.until((one) => is(one) || one.note?.text === UNSEEN);
    if (is(frame)) return frame;
  }
}

/** Plays, does what is to stop that, and gives the frame in which it has; again where frames were drawn too slowly meanwhile. */
async function playedUntilStopped(stop: () => Promise<unknown>): Promise<Frame> {
  for (;;) {
    await front.ask({ what: 'play' });
    await stop();
    const frame = await front.until(({ play }) => !play.isPlaying);
    if (frame.note?.text !== UNSEEN) return frame;
  }
}

let displayId: string;

test('a widget is a picture and a text until a front end says that it can show it', async () => {
  await client.execute('await walk.goto(150)');
  const { outputs, reply } = await client.execute('const w = walk.widget(); w');
  expect(reply.status).toBe('ok');
  const { data, id } = shown(outputs);
  displayId = id;
  expect(Object.keys(data).sort()).toEqual(['image/svg+xml', 'text/plain']);
  expect(data['image/svg+xml']).toContain('bar 150 / 400');
  expect(data['text/plain']).toMatch(/^walk {2}bar 150\/400/);
});

test('it is opened as a widget of the protocol, its columns as bytes beside the JSON', () => {
  const [opened] = front.messages;
  const { state, buffer_paths: paths } = opened.content.data as {
    state: Record<string, unknown>;
    buffer_paths: string[][];
  };
  expect(opened.metadata.version).toMatch(/^2\./);
  expect(state).toMatchObject({ _model_module: 'anywidget', _model_name: 'AnyModel', _view_name: 'AnyView' });
  expect(state._esm).toContain('export');
  expect(state._esm).not.toMatch(/\bimport\s*[{("']|https?:\/\/(?!www\.w3\.org)/);
  expect(state._css).toContain('.admf-stepper');
  expect(paths).toContainEqual(['frame', 'chart', 'close']);
  expect(opened.buffers.length).toBe(paths.length);
  const closes = paths.findIndex((path) => path.join('.') === 'frame.chart.close');
  expect(opened.buffers[closes].byteLength % 8).toBe(0);
});

test('the prices that it holds are those of the run, and end at the cursor', async () => {
  const { chart, bar } = front.frame;
  expect(bar).toBe(150);
  expect(chart.first + chart.close.length - 1).toBe(150);
  const { outputs } = await client.execute(
    `[...(await walk.series(['close'], { from: ${chart.first} })).columns.close].join(' ')`,
  );
  const [text] = outputs
    .slice(-1)
    .map(({ content }) => (content.data as Record<string, string>)['text/plain']);
  expect(text).toContain([...chart.close].join(' '));
});

test('when a front end says hello, it is shown as a widget in the same place, with the picture beside', async () => {
  await front.hello();
  await client.until(() => (VIEW in displayed(displayId) ? true : undefined));
  expect(displayed(displayId)).toMatchObject({
    [VIEW]: { version_major: 2, model_id: front.modelId },
    'image/svg+xml': expect.stringContaining('<svg') as string,
    'text/plain': expect.stringContaining('bar 150/400') as string,
  });
});

test('it moves the session that cells have, and says the call that does the same', async () => {
  const frame = await front.ask({ what: 'next', count: 3 });
  expect(frame).toMatchObject({ bar: 153, call: 'await session.next(3)', note: null });
  const { outputs } = await client.execute('walk.bar');
  expect(outputs.at(-1)?.content.data).toEqual({ 'text/plain': '153' });
  expect((await front.ask({ what: 'back', count: 2 })).bar).toBe(151);
});

test('a cell that moves the session moves the widget', async () => {
  await client.execute('await walk.goto(200)');
  const frame = await front.until(({ bar }) => bar === 200);
  expect(frame.chart.first + frame.chart.close.length - 1).toBe(200);
});

test('it jumps to fills, says why, and shows what changed', async () => {
  const frame = await front.ask({ what: 'fill' });
  expect(frame.event).not.toBeNull();
  expect(frame.why.subject).toMatch(/fill-\d+$/);
  expect(frame.why.html).toContain('<b>SIGNAL</b>');
  await front.ask({ what: 'next', count: 1 });
  const { tree, bar } = front.frame;
  expect(tree.find(({ path }) => path === 'portfolio_main.cash')).toMatchObject({
    before: expect.stringMatching(/\d/) as string,
  });
  const asked = await front.ask({ what: 'why', of: frame.why.subject });
  expect(asked).toMatchObject({ bar, why: { subject: frame.why.subject, whynot: false } });
  const { why } = await front.ask({ what: 'whynot' });
  expect(why).toMatchObject({ subject: '', whynot: true });
  expect(why.lines.join('\n')).toMatch(/fast .* (?:above|below) slow/);
});

test('runs until something is true; a mistake in it is told in a line, with its column', async () => {
  await front.ask({ what: 'goto', place: 1 });
  const until = await front.ask({ what: 'until', text: 'FILL' });
  expect(until.call).toBe("await session.until('FILL')");
  expect(until.event).not.toBeNull();
  const wrong = await front.ask({ what: 'until', text: 'portfolio.equiti < 3' });
  expect(wrong.note).toMatchObject({ kind: 'mistake', column: 1 });
  expect(wrong.note?.text).toMatch(/portfolio\.equiti.*did you mean "?.*equity/);
  expect(wrong.note?.text).not.toContain('\n');
  expect((await front.ask({ what: 'until', text: '300' })).bar).toBe(300);
  expect((await front.ask({ what: 'until', text: '' })).note?.kind).toBe('mistake');
});

test('breakpoints are set, stop a walk, and are deleted', async () => {
  await front.ask({ what: 'goto', place: 100 });
  const set = await front.ask({ what: 'break', text: 'bar.number == 104' });
  expect(set.stops).toMatchObject([{ text: 'bar.number == 104' }]);
  await front.set({ speed: 100 });
  const stopped = await playUntil(({ play, note }) => !play.isPlaying && note?.text !== UNSEEN);
  expect(stopped.bar).toBe(104);
  expect(stopped.note?.text).toContain('bar.number == 104');
  expect((await front.ask({ what: 'delete', stop: set.stops[0].id })).stops).toEqual([]);
});

test('plays in both directions as fast as it is told to, until it is paused', async () => {
  await front.set({ speed: 50, isBack: true });
  await playUntil(({ bar }) => bar < 100);
  await front.set({ isBack: false });
  await playUntil(({ bar }) => bar > 104);
  const paused = await front.ask({ what: 'pause' });
  expect(paused.play).toEqual({ isPlaying: false, speed: 50, isBack: false });
  const { outputs } = await client.execute('walk.bar');
  expect(outputs.at(-1)?.content.data).toEqual({ 'text/plain': String(paused.bar) });
});

test('a walk ends when a cell moves the session', async () => {
  const frame = await playedUntilStopped(() => client.execute('await walk.goto(20)'));
  expect(frame.bar).toBe(20);
  expect(frame.note?.text).toBe('the session was moved from elsewhere');
});

test('Stop ends a walk', async () => {
  const frame = await playedUntilStopped(() => client.request('interrupt_request', {}, 'control'));
  expect(frame.note?.text).toBe('interrupted');
});

test('a walk ends when no front end draws it any more', async () => {
  await front.ask({ what: 'play' });
  await client.until(() => (front.frame.play.isPlaying ? undefined : true));
  expect(front.frame.note?.text).toBe(UNSEEN);
  await front.hello();
});

test('values that are not possible are set right, for all front ends', async () => {
  const id = await front.set({ speed: 47, isBack: 'yes' });
  const said = client.outputsOf(id).map(({ content }) => content.data as { method: string; state: object });
  expect(said[0]).toMatchObject({ method: 'echo_update', state: { speed: 47 } });
  expect(said[1]).toMatchObject({ method: 'update', state: { speed: 50, isBack: false } });
});

test('of places that a slider is dragged over in a burst few are gone to, and the last one always', async () => {
  const before = front.frame.number;
  // A cell that keeps the kernel busy meanwhile, until there is a file.
  const code =
    "const { existsSync } = await import('node:fs'); console.log('on'); while (!existsSync('dragged'));";
  const busy = await client.send('execute_request', { code });
  await client.until(() => client.outputsOf(busy).find(({ type }) => type === 'stream'));
  let last = 0;
  for (let i = 1; i <= 200; i++) last = await front.post({ what: 'drag', bar: i * 2 });
  await front.arrived();
  writeFileSync(join(kernel.folder, 'dragged'), '');
  await client.answerTo(busy);
  const frame = await front.until(({ answered }) => answered[front.name] >= last);
  expect(frame.bar).toBe(400);
  expect(frame.number - before).toBeLessThan(40);
});

test('a front end that comes later, or whose page was reloaded, asks for all widgets at once', async () => {
  const other = await kernel.connect();
  const id = await other.send('comm_open', {
    comm_id: 'control-1',
    target_name: 'jupyter.widget.control',
    data: {},
  });
  await other.idle(id);
  const asked = await other.send('comm_msg', { comm_id: 'control-1', data: { method: 'request_states' } });
  await other.idle(asked);
  const [{ content, buffers }] = other.outputsOf(asked);
  const {
    method,
    states,
    buffer_paths: paths,
  } = content.data as {
    method: string;
    states: Record<string, { model_module: string; state: { frame: { bar: number } } }>;
    buffer_paths: string[][];
  };
  expect(method).toBe('update_states');
  expect(states[front.modelId]).toMatchObject({
    model_module: 'anywidget',
    model_name: 'AnyModel',
    state: { frame: { bar: 400 } },
  });
  expect(paths).toContainEqual([front.modelId, 'state', 'frame', 'chart', 'close']);
  expect(buffers).toHaveLength(paths.length);
});

test('or for the state of one', async () => {
  const id = await front.requestState();
  const [{ content, buffers }] = client.outputsOf(id);
  const data = content.data as { method: string; state: Record<string, unknown>; buffer_paths: string[][] };
  expect(data.method).toBe('update');
  expect(data.state).toHaveProperty('_esm');
  expect(buffers).toHaveLength(data.buffer_paths.length);
});

test('two front ends see the same, and each is told what it asked for', async () => {
  const other = new WidgetFront(client, 'other');
  await other.hello();
  const [one, two] = await Promise.all([
    front.ask({ what: 'goto', place: 50 }),
    other.ask({ what: 'next', count: 1 }),
  ]);
  expect(two.answered).toHaveProperty('front');
  expect(one.answered).toHaveProperty('front');
  expect(front.frame.bar).toBe(other.frame.bar);
  await other.send({ kind: 'gone', front: 'other' });
});

test('predictions are asked for, then what came is shown, and bars that were seen before do not count', async () => {
  await front.ask({ what: 'ask', question: 'direction', horizon: 5 });
  await front.ask({ what: 'goto', place: 60 });
  const { frame } = front;
  const seen = await front.ask({ what: 'say', said: 'up' });
  expect(seen.bar).toBe(65);
  const [given] = seen.predictions.given;
  const change = seen.close! / frame.close! - 1;
  expect(given).toMatchObject({ said: 'up', from: 60, to: 65, counts: false, isRight: change > 0 });
  expect(given.change).toBeCloseTo(change, 12);
  expect(seen.predictions.score).toBe('');
  expect(seen.note?.text).toMatch(/^up: (right|wrong), X (rose|fell) [\d.]+% in 5 bars; not counted/);
});

test('what no view of ours sends is refused in a line, and the widget lives', async () => {
  await client.idle(await front.send({ kind: 'request', front: 'x', id: 1, deed: { what: 'fly' } }));
  expect(front.frame.note).toMatchObject({
    kind: 'mistake',
    text: expect.stringContaining('deed.what') as string,
  });
  const far = await front.ask({ what: 'goto', place: 4000 });
  expect(far.note).toMatchObject({ kind: 'mistake', text: expect.stringContaining('400') as string });
});

test('an option that there is not is answered with the nearest', async () => {
  const { reply } = await client.execute('walk.widget({ hight: 500 } as object)');
  expect(stripVTControlCharacters(String(reply.evalue))).toContain('did you mean "height"?');
});

test('a widget that was closed leaves its picture, and whoever writes to it learns that it is gone', async () => {
  await client.execute('w.close()');
  await client.until(() => (VIEW in displayed(displayId) ? undefined : true));
  expect(displayed(displayId)['image/svg+xml']).toContain('<svg');
  const id = await front.send({ kind: 'hello', front: 'late' });
  await client.idle(id);
  expect(client.outputsOf(id)).toMatchObject([{ type: 'comm_close', content: { comm_id: front.modelId } }]);
});

test('a motion that takes long says how far it is, and is stopped at once', async () => {
  await client.execute(`import { defineStrategy, open, z } from 'admf';
const slow = defineStrategy({ type: 'slow', description: 'Takes its time.', params: z.strictObject({}), features: () => ({ close: 'close' }),
  decide: () => { for (const end = performance.now() + 5; performance.now() < end; ); return null; } });
const crawl = await open({ name: 'crawl', data: [{ symbol: 'Y', source: { type: 'random_walk', bars: 2000, seed: 2 } }],
  strategies: [{ id: 's', type: slow }], portfolios: [{ id: 'main', strategies: ['s'], cash: 100_000 }] });
crawl.widget()`);
  const own = new WidgetFront(client, 'own');
  await own.hello();
  const asked = await own.post({ what: 'end' });
  const busy = await client.until(() => own.state.busy ?? undefined);
  expect(busy).toMatch(/^running \d+%$/);
  const paused = await own.post({ what: 'pause' });
  await client.until(() => (own.state.busy === null ? true : undefined));
  const { bar } = await own.until(({ answered }) => answered.own >= Math.max(asked, paused));
  expect(bar).toBeLessThan(2000);
});

test('%stepper shows one, and its picture follows the session where no front end shows widgets', async () => {
  await client.execute('%use walk');
  const { outputs } = await client.execute('%stepper --twin');
  const printed = outputs.find(({ type, content }) => type === 'stream' && content.name === 'stdout');
  expect(printed?.content.text).toBe('// session.widget()\n');
  const { id, data } = shown(outputs);
  expect(data['image/svg+xml']).toContain('bar 65 / 400');
  const moved = await client.execute('await walk.goto(70); await walk.goto(77)');
  expect(displayed(id)['image/svg+xml']).toContain('bar 77 / 400');
  expect(moved.outputs.filter(({ type }) => type === 'update_display_data')).toHaveLength(1);
});

let tree: WidgetFront;

test('forks that cells make can be gone to, and are moved from there on', async () => {
  await client.execute('%use walk');
  await client.execute('await walk.goto(200); const shows = walk.widget(); shows');
  tree = new WidgetFront(client, 'tree');
  await tree.hello();
  await client.execute("const wide = await walk.fork({ fast: 10 }, { name: 'wide' });");
  const { run, runs } = await tree.until((frame) => frame.runs.length === 2);
  expect([run, runs]).toEqual([
    'main',
    [
      { name: 'main', text: '' },
      { name: 'wide', text: 'fast 5 → 10, from bar 200' },
    ],
  ]);
  const there = await tree.ask({ what: 'switch', run: 'wide' });
  expect([there.run, there.bar, there.call]).toEqual(['wide', 200, "session = session.other('wide')"]);
  await tree.ask({ what: 'next', count: 3 });
  const { outputs } = await client.execute('[walk.bar, wide.bar]');
  expect(outputs.at(-1)?.content).toMatchObject({ data: { 'text/plain': '[ 200, 203 ]' } });
  await client.execute('await wide.goto(210)');
  expect((await tree.until(({ bar }) => bar === 210)).run).toBe('wide');
});

test('magics go with it from fork to fork, and it goes with them', async () => {
  await client.execute('%next 2');
  await tree.until(({ run, bar }) => run === 'wide' && bar === 212);
  await client.execute('%switch main');
  await tree.until(({ run, bar }) => run === 'main' && bar === 200);
  await client.execute('%fork fast=4 as quick');
  const { runs } = await tree.until(({ run }) => run === 'quick');
  expect(runs.map(({ name }) => name)).toEqual(['main', 'wide', 'quick']);
  const refused = await tree.ask({ what: 'switch', run: 'wid' });
  expect([refused.run, refused.note?.kind, refused.note?.text]).toEqual([
    'quick',
    'mistake',
    'there is no fork "wid" (did you mean "wide"?)',
  ]);
  await tree.ask({ what: 'switch', run: 'main' });
  await client.execute('%next');
  expect((await tree.until(({ bar }) => bar === 201)).run).toBe('main');
});

test('two widgets show two runs beside each other', async () => {
  await client.execute('const beside = wide.widget(); beside');
  const other = new WidgetFront(client, 'beside');
  await other.hello();
  await other.until(({ run, bar }) => run === 'wide' && bar === 212);
  await client.execute('await walk.goto(205)');
  expect((await other.ask({ what: 'next', count: 1 })).bar).toBe(213);
  await client.execute('beside.close()');
});
