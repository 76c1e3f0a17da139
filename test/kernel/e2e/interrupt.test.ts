import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Client } from './client.ts';
import { ENDLESS } from './endless.ts';
import { type StartedKernel, startKernel } from './start-kernel.ts';

let kernel: StartedKernel;
let client: Client;

beforeAll(async () => {
  kernel = await startKernel();
  ({ client } = kernel);
  await client.execute('let kept = 1');
});
afterAll(() => kernel.stop());

/** Runs a cell and interrupts it when it has printed. */
async function runAndInterrupt(code: string): Promise<Record<string, unknown>> {
  const id = await client.send('execute_request', { code, silent: false, stop_on_error: false });
  await client.until(() => client.outputsOf(id).find(({ type }) => type === 'stream'));
  const { reply } = await client.request('interrupt_request', {}, 'control');
  expect(reply).toEqual({ status: 'ok' });
  return (await client.answerTo(id)).reply;
}

async function expectStateKept(): Promise<void> {
  const { outputs } = await client.execute(
    'kept += 1; await new Promise((r) => setTimeout(r, 5)); typeof kept',
  );
  expect(outputs.at(-1)?.content).toMatchObject({ data: { 'text/plain': "'number'" } });
}

describe.each(Object.entries(ENDLESS))('%s', (_, code) => {
  test('ends with KeyboardInterrupt, and what was there stays', async () => {
    expect(await runAndInterrupt(code)).toMatchObject({ status: 'error', ename: 'KeyboardInterrupt' });
    await expectStateKept();
  });

  test('does so when AsyncLocalStorage is in use', async () => {
    const inUse = `import { AsyncLocalStorage } from 'node:async_hooks';\nnew AsyncLocalStorage().enterWith(1);\n${code}`;
    expect(await runAndInterrupt(inUse)).toMatchObject({ status: 'error', ename: 'KeyboardInterrupt' });
    await expectStateKept();
  });
});

// The flag that loops read had been taken down by then: they spun for ever, and the next cell never began.
test.each([
  ['a loop', 'await rest; while (true) {}'],
  ['a loop in a function', 'const work = async () => { await rest; for (;;); }; await work()'],
  ['a loop in a timer', 'setInterval(() => { while (isOver) {} }, 1); await new Promise(() => {})'],
  ['a loop that catches everything', 'await rest; for (;;) { try { while (true) {} } catch {} }'],
  [
    'two endless chains of microtasks',
    'const chain = () => Promise.resolve().then(chain); await rest; void chain(); await chain()',
  ],
])('%s that begins when its cell was stopped ends, and the next cells run', async (_, code) => {
  await client.execute(
    'let isOver = false; const { promise: rest, resolve: end } = Promise.withResolvers<void>();',
  );
  expect(await runAndInterrupt(`console.log('on'); ${code}`)).toMatchObject({ ename: 'KeyboardInterrupt' });
  const { reply } = await client.execute(
    'isOver = true; end(); await new Promise((resolve) => setTimeout(resolve, 10));',
  );
  expect(reply).toMatchObject({ status: 'ok' });
  await expectStateKept();
  await client.execute('isOver = false');
});

test('loops of cells that were not stopped go on while those are ended that were', async () => {
  await runAndInterrupt("console.log('on'); await new Promise(() => {})");
  const { reply } = await client.execute(
    'const until = performance.now() + 1000; let turns = 0; while (performance.now() < until) turns++;',
  );
  expect(reply).toMatchObject({ status: 'ok' });
});

test('an interrupt that comes before the cell has begun is not lost', async () => {
  const id = await client.send('execute_request', {
    code: 'while (true) {}',
    silent: false,
    stop_on_error: false,
  });
  // They come by different sockets: before the request, it would have had nothing to stop.
  await client.until(() =>
    client.published.find(({ type, parent }) => type === 'status' && parent.msg_id === id),
  );
  await client.request('interrupt_request', {}, 'control');
  const { reply } = await client.answerTo(id);
  expect(reply).toMatchObject({ status: 'error', ename: 'KeyboardInterrupt' });
  await expectStateKept();
});

test('a loop that was stopped while it waited does not go on behind', async () => {
  await client.execute('let turns = 0');
  await runAndInterrupt(
    "console.log('on'); for (;;) { await new Promise((r) => setTimeout(r, 1)); turns++ }",
  );
  const { outputs } = await client.execute(
    'await new Promise((r) => setTimeout(r, 20)); const before = turns; await new Promise((r) => setTimeout(r, 60)); turns - before',
  );
  expect(outputs.at(-1)?.content).toMatchObject({ data: { 'text/plain': '0' } });
});

test('a recursion without loops, and a function that something else calls, run their finally blocks', async () => {
  await client.execute('let ended = 0; const end = () => { ended++ }');
  const recursion = 'const fib = (n: number): number => n < 2 ? n : fib(n - 1) + fib(n - 2);';
  await runAndInterrupt(`${recursion} try { console.log('on'); fib(60) } finally { end() }`);
  // Nothing that grows: what moves a large array about has not looked for long, and is ended from outside.
  await runAndInterrupt(
    "try { console.log('on'); Array.prototype.find.call({ length: 1e9 }, (_, i) => i < 0) } finally { end() }",
  );
  const { outputs } = await client.execute('ended');
  expect(outputs.at(-1)?.content).toMatchObject({ data: { 'text/plain': '2' } });
});

/** `hang()` is not of a cell, so that nothing looks in it whether it is to stop: it is ended from outside. */
const SESSION = `import { defineStrategy, open } from 'admf';
const hang = new Function("console.log('on'); for (;;);");
let hangsAt = Infinity;
const slow = defineStrategy({
  type: 'slow', description: 'Buys and sells, and hangs.', features: () => ({}),
  decide: (_features, { number }) => {
    if (number === hangsAt) hang();
    return number % 7 === 0 ? { action: number % 2 === 0 ? 'BUY' : 'SELL' } : null;
  },
});
const workflow = { data: [{ symbol: 'X', source: { type: 'random_walk', bars: 200, seed: 2 } }],
  strategies: [{ id: 's', type: slow }], portfolios: [{ id: 'main', strategies: ['s'], cash: 100_000 }] };
const walked = await open(workflow), straight = await open(workflow);
const isSame = async (bar) => { await walked.goto(bar); await straight.goto(bar); return walked.stateHash === straight.stateHash }`;

test('a session whose predicate or strategy was ended from outside walks on as if nothing had been', async () => {
  expect((await client.execute(SESSION)).reply).toMatchObject({ status: 'ok' });
  for (const stopped of [
    'hangsAt = 150; await walked.goto(190)',
    'await walked.until(() => walked.bar >= 0 && hang())',
    'await walked.goto(60); await walked.until(({ bar }) => bar === 100 ? hang() : false)',
    'hangsAt = 80; await walked.goto(80); await walked.step()',
  ]) {
    expect(await runAndInterrupt(stopped)).toMatchObject({ ename: 'KeyboardInterrupt' });
    const { outputs } = await client.execute(
      'hangsAt = Infinity; [await isSame(30), await isSame(81), await isSame(151), await isSame(199), (await walked.reverseFill()).end]',
    );
    expect(outputs.at(-1)?.content).toMatchObject({
      data: { 'text/plain': "[ true, true, true, true, 'arrived' ]" },
    });
    await client.execute('await walked.goto(10)');
  }
});

test('finally blocks run', async () => {
  await client.execute('let cleaned = false');
  await runAndInterrupt("try { console.log('on'); while (true) {} } finally { cleaned = true }");
  const { outputs } = await client.execute('cleaned');
  expect(outputs.at(-1)?.content).toMatchObject({ data: { 'text/plain': 'true' } });
});

test('40 interrupts in a row leave timers, files and state in order', async () => {
  for (let i = 0; i < 40; i++) {
    const code = Object.values(ENDLESS)[i % Object.values(ENDLESS).length];
    expect(await runAndInterrupt(code)).toMatchObject({ ename: 'KeyboardInterrupt' });
  }
  const { outputs } = await client.execute(
    "import { readFile } from 'node:fs/promises';\nawait readFile('connection.json');\nawait new Promise((r) => setImmediate(r));\nkept > 1",
  );
  expect(outputs.at(-1)?.content).toMatchObject({ data: { 'text/plain': 'true' } });
});

test('an interrupt with nothing to stop is answered, and does not hit the next cell', async () => {
  await client.request('interrupt_request', {}, 'control');
  const { reply } = await client.execute('let n = 0; for (let i = 0; i < 1000; i++) n += i; n');
  expect(reply.status).toBe('ok');
});

test('heartbeat, control and completion are answered while a cell loops', async () => {
  const id = await client.send('execute_request', {
    code: "console.log('on'); while (true) {}",
    silent: false,
  });
  await client.until(() => client.outputsOf(id).find(({ type }) => type === 'stream'));
  expect(await client.heartbeat()).toBe('ping');
  expect((await client.request('kernel_info_request', {}, 'control')).reply.status).toBe('ok');
  const { reply } = await client.request('complete_request', { code: 'kep', cursor_pos: 3 });
  expect(reply.matches).toEqual(['kept']);
  await client.request('interrupt_request', {}, 'control');
  expect((await client.answerTo(id)).reply.ename).toBe('KeyboardInterrupt');
});

describe('with an async hook in use', () => {
  // Terminating JavaScript below async hooks takes a process down; loops in cells stop by themselves before.
  test.each(['a loop', 'a loop after a wait', 'a loop in a timer', 'a wait'])(
    '%s ends and state is kept',
    async (name) => {
      const started = await startKernel();
      const own = started.client;
      onTestFinished(() => started.stop());
      await own.execute(
        "import { createHook } from 'node:async_hooks'; let held = 5; createHook({ init() {} }).enable(); 0",
      );
      const id = await own.send('execute_request', {
        code: ENDLESS[name],
        silent: false,
        stop_on_error: false,
      });
      await own.until(() => own.outputsOf(id).find(({ type }) => type === 'stream'));
      await own.request('interrupt_request', {}, 'control');
      expect((await own.answerTo(id)).reply).toMatchObject({ ename: 'KeyboardInterrupt' });
      const { outputs } = await own.execute('held');
      expect(outputs.at(-1)?.content).toMatchObject({ data: { 'text/plain': '5' } });
    },
  );
});

test('the engine at work is stopped in the middle, and what was there stays', async () => {
  const reply = await runAndInterrupt(`
    import { generateBars } from 'admf';
    console.log('on');
    generateBars({ symbol: 'X', kind: 'random_walk', bars: 10_000_000, interval: '1m' })`);
  expect(reply).toMatchObject({ status: 'error', ename: 'KeyboardInterrupt' });
  await expectStateKept();
});

test('a session that a cell moves stops with the cell, and may be moved again', async () => {
  const { reply: opened } = await client.execute(`
    import { open } from 'admf';
    const session = await open({
      data: [{ symbol: 'SPX', source: 'dataset:sp500-daily' }],
      strategies: [{ id: 'trend', type: 'sma_crossover' }],
      portfolios: [{ id: 'main', strategies: ['trend'], cash: 100_000 }],
    });
    const cell = new Int32Array(new SharedArrayBuffer(4));
    let looks = 0;
    const never = () => { looks++; Atomics.wait(cell, 0, 0, 2); return false }; 0`);
  expect(opened.evalue).toBeUndefined();
  const reply = await runAndInterrupt("console.log('on'); await session.find(never)");
  expect(reply).toMatchObject({ ename: 'KeyboardInterrupt' });
  const { outputs } = await client.execute(`
    const isMoving = () => session.next().then(() => false, () => true);
    while (await isMoving()) await new Promise((resolve) => setTimeout(resolve, 5));
    looks < session.bars - 10`);
  // Had the session gone on behind, it would have looked at all bars.
  expect(outputs.at(-1)?.content).toMatchObject({ data: { 'text/plain': 'true' } });
});

test('a cell of 10 MB that is being compiled can be interrupted, too', async () => {
  const code = `const text = [\n${"  'some text of a cell that somebody pasted',\n".repeat(230_000)}];\nwhile (true) {}`;
  const id = await client.send('execute_request', { code, silent: false, stop_on_error: false });
  await client.until(() => client.outputsOf(id).find(({ type }) => type === 'execute_input'));
  await client.request('interrupt_request', {}, 'control');
  expect((await client.answerTo(id)).reply).toMatchObject({ ename: 'KeyboardInterrupt' });
  await expectStateKept();
});
