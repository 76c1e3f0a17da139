import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Client, Received } from './client.ts';
import { type StartedKernel, startKernel } from './start-kernel.ts';

/** A run of a minute and more: its strategy takes half a millisecond for each bar. */
const SLOW = `import { defineStrategy, open, run } from 'admf';
import { z } from 'zod';
const slow = defineStrategy({
  type: 'slow', description: 'Takes its time.', params: z.strictObject({}), features: () => ({ close: 'close' }),
  decide() {
    const begun = performance.now();
    while (performance.now() < begun + 0.5) {}
    return null;
  },
});
const workflow = {
  name: 'slow', data: [{ symbol: 'X', source: { type: 'random_walk', bars: 200_000, seed: 11 } }],
  strategies: [{ id: 's', type: slow }], portfolios: [{ id: 'main', strategies: ['s'], cash: 100_000 }],
};`;

let kernel: StartedKernel;
let client: Client;

beforeAll(async () => {
  kernel = await startKernel();
  ({ client } = kernel);
  const { reply } = await client.execute(SLOW);
  if (reply.status !== 'ok') throw new Error(String(reply.evalue));
});
afterAll(() => kernel.stop());

function textOf({ content }: Received): string {
  return (content.data as Record<string, string>)['text/plain'];
}

/** Runs a cell until its progress has been updated, stops it, and gives what was shown of it. */
async function stopOnceSeen(code: string): Promise<Received[]> {
  const id = await client.send('execute_request', {
    code,
    silent: false,
    stop_on_error: false,
    allow_stdin: true,
  });
  const shown = () =>
    client.outputsOf(id).filter(({ type }) => type === 'display_data' || type === 'update_display_data');
  // On a busy machine what loads the bars may be spoken of before.
  await client.until(() =>
    shown().find((each) => each.type === 'update_display_data' && textOf(each).includes('%')),
  );
  await client.request('interrupt_request', {}, 'control');
  expect((await client.answerTo(id)).reply).toMatchObject({ status: 'error', ename: 'KeyboardInterrupt' });
  return shown();
}

/** What was stopped lands when it has its turn, which on a busy machine is a while after its cell has ended. */
async function expectSoon(code: string, value: string): Promise<void> {
  let said = '';
  for (let i = 0; i < 500 && said !== value; i++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    const { outputs } = await client.execute(code);
    const last = outputs.at(-1)!;
    said = last.type === 'execute_result' ? textOf(last) : JSON.stringify(last.content);
  }
  expect(said).toBe(value);
}

test('a long run shows one display that is updated, stops on interrupt, and leaves what was done', async () => {
  const shown = await stopOnceSeen('const stopped = await run(workflow, { live: true })');
  expect(shown.map(({ type }) => type)).toEqual([
    'display_data',
    ...shown.slice(1).map(() => 'update_display_data'),
  ]);
  const first = shown.find((each) => textOf(each).includes('%'))!;
  expect(textOf(first)).toMatch(/^run slow: \d+%, [\d.,k]+ bars\/s, .* left$/);
  expect(JSON.stringify(first.content.data)).toContain('<polyline');
  expect(textOf(shown.at(-1)!)).toMatch(/^run slow: interrupted at \d+%, [\d,]+ bars in [\d.]+ s$/);
  await expectSoon(
    "stopped.result.bars > 0 && stopped.result.bars < 200_000 ? stopped.result.status : 'whole'",
    "'interrupted'",
  );
});

test('nothing is shown where nobody sits before it', async () => {
  const { outputs } = await client.execute(
    "await run({ ...workflow, data: [{ symbol: 'X', source: { type: 'random_walk', bars: 1500, seed: 1 } }] }); 1",
  );
  expect(outputs.filter(({ type }) => type.endsWith('display_data'))).toEqual([]);
});

test('while bars are made for long, a run and a session say so where they show how far they are', async () => {
  const code = (call: string) =>
    `await ${call}({ ...workflow, data: [{ symbol: 'X', source: { type: 'random_walk', bars: 10_000_000, interval: '1m', seed: 1 } }] })`;
  for (const [call, name] of [
    ['run', 'run slow'],
    ['open', 'slow'],
  ]) {
    const id = await client.send('execute_request', {
      code: code(call),
      silent: false,
      stop_on_error: false,
      allow_stdin: true,
    });
    const shown = () => client.outputsOf(id).filter(({ type }) => type.endsWith('display_data'));
    await client.until(() => shown()[0]);
    await client.request('interrupt_request', {}, 'control');
    expect((await client.answerTo(id)).reply).toMatchObject({ ename: 'KeyboardInterrupt' });
    expect(shown().map(textOf)).toEqual([
      `${name}: loading bars…`,
      `${name}: interrupted while loading bars`,
    ]);
  }
});

test('a motion of a session does so, too, and stands where it was stopped', async () => {
  const shown = await stopOnceSeen(
    "const session = await open(workflow, { checkpointEvery: 100 });\nawait session.goto('end')",
  );
  expect(textOf(shown.at(-1)!)).toMatch(/^slow: interrupted at \d+%, /);
  await expectSoon('session.bar > 1 && session.bar < 200_000', 'true');
});
