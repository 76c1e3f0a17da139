import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Codec } from '../../../kernel/wire/codec.ts';
import type { Client } from './client.ts';
import { type StartedKernel, startKernel } from './start-kernel.ts';

let kernel: StartedKernel;
let client: Client;

beforeAll(async () => {
  kernel = await startKernel();
  ({ client } = kernel);
});
afterAll(() => kernel.stop());

test('kernel_info names the language and announces nothing that does not work', async () => {
  for (const channel of ['shell', 'control'] as const) {
    const { reply } = await client.request('kernel_info_request', {}, channel);
    expect(reply).toMatchObject({
      status: 'ok',
      implementation: 'admf',
      language_info: { name: 'typescript', file_extension: '.ts', mimetype: 'text/typescript' },
      supported_features: [],
    });
  }
});

describe('what is no message for us', () => {
  test('with a wrong signature is dropped, never executed', async () => {
    const forged = new Codec('another key').encode({
      identities: [],
      message: {
        header: {
          msg_id: 'forged',
          session: '',
          username: '',
          date: '',
          msg_type: 'execute_request',
          version: '5.4',
        },
        parent: {},
        metadata: {},
        content: { code: 'globalThis.forged = true' },
        buffers: [],
      },
    });
    await client.sendRaw(forged);
    const { outputs } = await client.execute('typeof globalThis.forged');
    expect(outputs[1].content).toMatchObject({ data: { 'text/plain': "'undefined'" } });
    expect(client.published.some(({ parent }) => parent.msg_id === 'forged')).toBe(false);
  });

  test('and is malformed leaves the kernel in good health', async () => {
    await client.sendRaw([Buffer.from('no delimiter')]);
    await client.sendRaw([Buffer.from('<IDS|MSG>'), Buffer.from('')]);
    expect((await client.request('kernel_info_request')).reply.status).toBe('ok');
  });

  test('and is of an unknown type gets a status, no reply', async () => {
    const id = await client.send('frobnicate_request', {});
    await client.idle(id);
    expect(client.outputsOf(id)).toEqual([]);
  });
});

test.each([
  ['1 + 1', 'complete'],
  ['const f = () => {', 'incomplete'],
  ['`a template', 'incomplete'],
  ['1 +\n', 'incomplete'],
  ['/* a comment', 'incomplete'],
  ['let = = 1', 'invalid'],
  ["'a string", 'invalid'],
  ['}', 'invalid'],
  ['Math.max?', 'complete'],
])('is_complete says of %j that it is %s', async (code, status) => {
  const { reply } = await client.request('is_complete_request', { code });
  expect(reply.status).toBe(status);
});

test('an incomplete cell is told how far to indent', async () => {
  const { reply } = await client.request('is_complete_request', { code: '  if (x) {' });
  expect(reply).toEqual({ status: 'incomplete', indent: '    ' });
});

test('positions in completion count code points, not UTF-16 units', async () => {
  await client.execute('const portfolioValue = 1');
  const { reply } = await client.request('complete_request', { code: "'🚀🚀' + portfolioV", cursor_pos: 17 });
  expect(reply).toMatchObject({ status: 'ok', matches: ['portfolioValue'], cursor_start: 7, cursor_end: 17 });
});

test('history is found by its end, by range and by pattern', async () => {
  const first = (await client.execute("'needle 1'")).reply.execution_count as number;
  await client.execute("'needle 2'");
  await client.execute("'needle 1'");
  const find = async (query: object) =>
    (await client.request('history_request', { output: false, raw: true, ...query })).reply
      .history as unknown[][];
  expect((await find({ hist_access_type: 'tail', n: 2 })).map(([, line]) => line)).toEqual([
    first + 1,
    first + 2,
  ]);
  expect(await find({ hist_access_type: 'range', session: 0, start: first, stop: first + 1 })).toEqual([
    [expect.any(Number), first, "'needle 1'"],
  ]);
  const needles = { hist_access_type: 'search', pattern: "'needle*" };
  expect((await find(needles)).map(([, line]) => line)).toEqual([first, first + 1, first + 2]);
  expect((await find({ ...needles, unique: true })).map(([, line]) => line)).toEqual([first + 1, first + 2]);
  expect((await find({ ...needles, n: 1 })).map(([, line]) => line)).toEqual([first + 2]);
});

describe('input', () => {
  test('is asked of the front end that runs the cell, and waited for', async () => {
    const asked: unknown[] = [];
    client.onInput = (request) => {
      asked.push(request);
      return 'Ada 🚀';
    };
    const { outputs } = await client.execute("const name = prompt('who? '); [name, password('secret? ')]");
    client.onInput = undefined;
    expect(asked).toEqual([
      { prompt: 'who? ', password: false },
      { prompt: 'secret? ', password: true },
    ]);
    expect(outputs.at(-1)?.content).toMatchObject({ data: { 'text/plain': "[ 'Ada 🚀', 'Ada 🚀' ]" } });
  });

  test('is refused where the front end takes none', async () => {
    const { reply } = await client.execute('prompt()', { stop_on_error: false });
    expect(reply).toMatchObject({
      status: 'error',
      evalue: expect.stringContaining('allow_stdin') as string,
    });
  });

  test('that is waited for can be interrupted', async () => {
    const asked = Promise.withResolvers<void>();
    client.onInput = () => {
      asked.resolve();
      return undefined;
    };
    const id = await client.send('execute_request', {
      code: "prompt('?')",
      allow_stdin: true,
      stop_on_error: false,
    });
    await asked.promise;
    await client.request('interrupt_request', {}, 'control');
    client.onInput = undefined;
    expect((await client.answerTo(id)).reply).toMatchObject({ status: 'error', ename: 'KeyboardInterrupt' });
  });
});

test('displays are shown, changed in place and cleared', async () => {
  const { outputs } = await client.execute(
    "const shown = display.html('<b>a</b>', { id: 'd1' }); shown.update(md`**b**`); clearOutput(true); display([{ x: 1 }])",
  );
  expect(outputs.map(({ type }) => type)).toEqual([
    'execute_input',
    'display_data',
    'update_display_data',
    'clear_output',
    'display_data',
  ]);
  expect(outputs[1].content).toEqual({
    data: { 'text/html': '<b>a</b>', 'text/plain': 'a' },
    metadata: {},
    transient: { display_id: 'd1' },
  });
  expect(outputs[2].content).toMatchObject({
    data: { 'text/markdown': '**b**' },
    transient: { display_id: 'd1' },
  });
  expect(outputs[3].content).toEqual({ wait: true });
});

test("tslab's display functions work as they do in tslab", async () => {
  const { outputs } = await client.execute(
    "import * as tslab from 'tslab';\ntslab.display.html('<i>t</i>');",
  );
  expect(outputs.at(-1)).toMatchObject({
    type: 'display_data',
    content: { data: { 'text/html': '<i>t</i>' } },
  });
});

test('the engine is at hand wherever the notebook lies', async () => {
  const { outputs } = await client.execute("import { sma } from 'admf';\ntypeof sma");
  expect(outputs.at(-1)?.content).toMatchObject({ data: { 'text/plain': "'function'" } });
});

test('two front ends see what each other does', async () => {
  const other = await kernel.connect();
  await client.execute('const shared = 5');
  const { outputs } = await other.execute('shared');
  expect(outputs.at(-1)?.content).toMatchObject({ data: { 'text/plain': '5' } });
  await client.until(() => client.published.find(({ content }) => content.code === 'shared'));
});
