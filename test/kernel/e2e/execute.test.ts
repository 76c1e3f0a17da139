import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Answer, Client } from './client.ts';
import { printed } from './outputs.ts';
import { type StartedKernel, startKernel } from './start-kernel.ts';

let kernel: StartedKernel;
let client: Client;

beforeAll(async () => {
  kernel = await startKernel();
  ({ client } = kernel);
});
afterAll(() => kernel.stop());

const typesOf = ({ outputs }: Answer) => outputs.map(({ type }) => type);

test('the value of the last expression is the result, and comes after what was printed', async () => {
  const answer = await client.execute('const six = 6;\nconsole.log("first");\nsix * 7');
  expect(answer.reply).toMatchObject({ status: 'ok', payload: [], user_expressions: {} });
  expect(typesOf(answer)).toEqual(['execute_input', 'stream', 'execute_result']);
  expect(answer.outputs[2].content).toMatchObject({
    data: { 'text/plain': '42' },
    metadata: {},
    execution_count: answer.reply.execution_count,
  });
});

test('busy and idle stand around everything that a request causes', async () => {
  const id = await client.send('execute_request', { code: 'console.log(1); 2', silent: false });
  await client.answerTo(id);
  const mine = client.published.filter(({ parent }) => parent.msg_id === id);
  expect(mine.map(({ type, content }) => content.execution_state ?? type)).toEqual([
    'busy',
    'execute_input',
    'stream',
    'execute_result',
    'idle',
  ]);
});

test('an error names the line of the cell', async () => {
  const answer = await client.execute('const fine = 1;\nnull.nothing;', { stop_on_error: false });
  expect(answer.reply).toMatchObject({
    status: 'error',
    ename: 'TypeError',
    evalue: "Cannot read properties of null (reading 'nothing')",
  });
  expect(typesOf(answer)).toEqual(['execute_input', 'error']);
  const name = `In[${String(answer.reply.execution_count)}]`;
  expect((answer.outputs[1].content.traceback as string[]).join('\n')).toContain(`at ${name}:2:6`);
});

test('a syntax error is an error on iopub, too', async () => {
  const answer = await client.execute('const = 1', { stop_on_error: false });
  expect(answer.reply).toMatchObject({ status: 'error', ename: 'SyntaxError' });
  expect(typesOf(answer)).toEqual(['execute_input', 'error']);
});

test('20,000 lines arrive, all of them and in order, and then idle', async () => {
  const answer = await client.execute('for (let i = 0; i < 20_000; i++) console.log(i)');
  expect(printed(answer).split('\n')).toEqual([...Array.from({ length: 20_000 }, (_, i) => String(i)), '']);
  expect(answer.outputs.length).toBeLessThan(100);
});

test('more output than the limit is cut, with a notice', async () => {
  const answer = await client.execute("for (let i = 0; i < 100; i++) console.log('x'.repeat(1 << 20))");
  const text = printed(answer);
  expect(text.length).toBeLessThan(17 * 1024 * 1024);
  expect(text).toMatch(/\[more than 16 MiB of output: the rest of this cell's is not shown\]\n$/);
});

test('what a cell declares is completed with its type while it runs, and known after it failed', async () => {
  const id = await client.send('execute_request', {
    code: "const ticker = 'SPX';\nwhile (true) {}",
    stop_on_error: false,
  });
  const code = 'ticker.toUpp';
  for (;;) {
    const { reply } = await client.request('complete_request', { code, cursor_pos: code.length });
    if ((reply.matches as string[]).includes('toUpperCase')) break;
  }
  await client.request('interrupt_request', {}, 'control');
  await client.answerTo(id);
  // It is an error of its own, no cell that cannot be compiled.
  await client.execute("const half = 0.5; JSON.parse('{')", { stop_on_error: false });
  expect((await client.execute('half * 4')).reply).toMatchObject({ status: 'ok' });
});

test('what child processes print belongs to the cell', async () => {
  const answer = await client.execute(
    "import { execSync } from 'node:child_process';\nexecSync('echo out; echo err >&2', { stdio: 'inherit' });\n1",
  );
  expect(printed(answer)).toBe('out\n');
  expect(printed(answer, 'stderr')).toBe('err\n');
});

test('late output goes to the cell that caused it, not to the one that runs', async () => {
  const code = `let hasNext = false;
    const late = new Promise<void>((resolve) => {
      const timer = setInterval(() => {
        if (!hasNext) return;
        clearInterval(timer);
        console.log('late');
        resolve();
      }, 1);
    });`;
  const first = await client.send('execute_request', { code });
  await client.answerTo(first);
  const second = await client.execute('hasNext = true; await late');
  expect(printed(second)).toBe('');
  expect(printed({ outputs: client.outputsOf(first) })).toBe('late\n');
});

test('a timer that throws ends the cell that waits for it', async () => {
  const answer = await client.execute(
    "await new Promise(() => setTimeout(() => { throw new RangeError('in timer') }, 10))",
    { stop_on_error: false },
  );
  expect(answer.reply).toMatchObject({ status: 'error', ename: 'RangeError', evalue: 'in timer' });
});

describe('a request may ask', () => {
  test('for silence: nothing is published but what is printed, and nothing is counted', async () => {
    const before = (await client.execute('0')).reply.execution_count as number;
    const answer = await client.execute('41 + 1', { silent: true, store_history: false });
    expect(typesOf(answer)).toEqual([]);
    expect(answer.reply).toMatchObject({ status: 'ok', execution_count: before });
    expect((await client.execute('0')).reply.execution_count).toBe(before + 1);
  });

  test('not to be stored: it has a result, and no number of its own', async () => {
    const before = (await client.execute('0')).reply.execution_count as number;
    const answer = await client.execute('41 + 1', { store_history: false });
    expect(typesOf(answer)).toEqual(['execute_input', 'execute_result']);
    expect((await client.execute('0')).reply.execution_count).toBe(before + 1);
  });

  test('for values of expressions, each of which may fail by itself', async () => {
    const { reply } = await client.execute('const user = { name: "Ada" };', {
      user_expressions: { name: 'user.name', wrong: 'user.address.street' },
    });
    expect(reply.user_expressions).toMatchObject({
      name: { status: 'ok', data: { 'text/plain': "'Ada'" }, metadata: {} },
      wrong: { status: 'error', ename: 'TypeError' },
    });
  });

  test('to stop on errors: what waits is aborted, what comes later runs', async () => {
    const failing =
      "await new Promise((resolve) => { comms.register('fail', resolve); console.log('on') }); throw new Error('stop')";
    const ids: string[] = [];
    for (const code of [failing, '1', '2']) {
      ids.push(await client.send('execute_request', { code, silent: false, stop_on_error: true }));
    }
    // They wait for certain when what was sent after them is answered.
    await client.request('kernel_info_request');
    await client.until(() => client.outputsOf(ids[0]).find(({ type }) => type === 'stream'));
    await client.send('comm_open', { comm_id: 'f', target_name: 'fail', data: {} });
    const answers = await Promise.all(ids.map((id) => client.answerTo(id)));
    expect(answers.map(({ reply }) => reply.status)).toEqual(['error', 'aborted', 'aborted']);
    expect((await client.execute('3')).reply.status).toBe('ok');
  });

  test('not to stop on errors: what waits runs', async () => {
    const ids = await Promise.all(
      ["throw new Error('go on')", '1'].map((code) =>
        client.send('execute_request', { code, silent: false, stop_on_error: false }),
      ),
    );
    const answers = await Promise.all(ids.map((id) => client.answerTo(id)));
    expect(answers.map(({ reply }) => reply.status)).toEqual(['error', 'ok']);
  });
});

// Nobody heard of it, and the cell never ended.
test('a display that cannot be sent, and whose value takes its time, is told of, and its cell ends', async () => {
  const code = `const slow = { async [Symbol.for('Jupyter.display')]() {
      await new Promise((resolve) => setTimeout(resolve, 100));
      return { 'text/plain': 'late' };
    } };
    display(slow, { metadata: { unsendable() {} } });
    display(slow);
    1`;
  const answer = await client.execute(code);
  expect(answer.reply.status).toBe('ok');
  expect(printed(answer, 'stderr')).toContain('could not be cloned');
  expect(typesOf(answer)).toContain('display_data');
});

test("a mistake that the engine finds is told with its hint, at the cell's line", async () => {
  const { reply } = await client.execute(
    "import { generateBars } from 'admf';\ngenerateBars({ symbol: 'X', kind: 'random_wlak' });",
    {
      stop_on_error: false,
    },
  );
  expect(reply).toMatchObject({
    ename: 'UserError',
    evalue: expect.stringMatching(/random_wlak.*random_walk/) as string,
  });
  expect((reply.traceback as string[]).join('\n')).toContain(`In[${String(reply.execution_count)}]:2:1`);
});
