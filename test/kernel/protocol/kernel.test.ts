import { expect, onTestFinished, test, vi } from 'vitest';
import type { CheckResult } from '../../../kernel/language/language-service.ts';
import { type Bench, createBench } from './fakes.ts';

const TYPE_ERROR: CheckResult = {
  checked: true,
  diagnostics: [
    {
      severity: 'error',
      code: 'TS2322',
      message: "Type 'string' is not assignable to type 'number'.",
      span: { start: 6, end: 7 },
    },
  ],
};

const typesSent = ({ sent }: Bench) =>
  sent.map(({ header, content }) => (content.execution_state as string | undefined) ?? header.msg_type);

const done = (id: string) =>
  ({
    type: 'done',
    id,
    outcome: { status: 'ok', result: undefined, payload: [], expressions: {} },
    names: [],
  }) as const;

const FAILED = { status: 'error', error: { ename: 'Error', evalue: 'x', traceback: [] } } as const;

test('a cell with a type error is refused, with its place, and is no part of the notebook', async () => {
  const bench = createBench();
  bench.language.result = TYPE_ERROR;
  bench.execute("const n: number = 'x'");
  await bench.settle();
  expect(typesSent(bench)).toEqual(['busy', 'execute_input', 'error', 'execute_reply', 'idle']);
  expect(bench.sent[2].content).toMatchObject({ ename: 'TypeScriptError' });
  expect((bench.sent[2].content.traceback as string[])[0]).toContain('In[1]:1:7');
  expect(bench.commands).toEqual([]);
  expect(bench.language.calls).toEqual(['check']);
});

test('with --type-errors warn it runs, and says so before', async () => {
  const bench = createBench({ typeErrors: 'warn' });
  bench.language.result = TYPE_ERROR;
  bench.execute("const n: number = 'x'");
  await bench.settle();
  bench.emit({ type: 'begun', id: 'm1', names: [] });
  bench.emit(done('m1'));
  await bench.settle();
  expect(typesSent(bench)).toEqual(['busy', 'execute_input', 'stream', 'execute_reply', 'idle']);
  expect(bench.sent[2].content).toMatchObject({
    name: 'stderr',
    text: expect.stringContaining('TS2322') as string,
  });
  expect(bench.language.calls).toEqual(['check', 'commit']);
});

test('with --type-errors off nothing is checked', async () => {
  const bench = createBench({ typeErrors: 'off' });
  bench.execute('1');
  await bench.settle();
  bench.emit({ type: 'begun', id: 'm1', names: [] });
  bench.emit(done('m1'));
  await bench.settle();
  expect(bench.language.calls).toEqual(['commit']);
});

test('an interrupt during the check ends the cell at once, before it begins', async () => {
  const bench = createBench();
  bench.language.result = new Promise(() => {});
  bench.execute('while (true) {}');
  await bench.settle();
  bench.request('interrupt_request');
  await bench.settle();
  expect(bench.commands).toEqual([]);
  expect(bench.sent.find(({ header }) => header.msg_type === 'error')?.content.ename).toBe(
    'KeyboardInterrupt',
  );
});

test('what is printed in many pieces is one message, and comes before what follows it', async () => {
  const bench = createBench();
  bench.execute('1');
  await bench.settle();
  for (const text of ['a', 'b', 'c']) bench.emit({ type: 'stream', id: 'm1', name: 'stdout', text });
  bench.emit({ type: 'stream', id: 'm1', name: 'stderr', text: 'd' });
  bench.emit({ type: 'clear', id: 'm1', wait: false });
  const contents = bench.sent.slice(2).map(({ content }) => content);
  expect(contents).toEqual([{ name: 'stdout', text: 'abc' }, { name: 'stderr', text: 'd' }, { wait: false }]);
});

test('when the runtime is lost its cell, its comms and its names are, and the next cell runs', async () => {
  const bench = createBench();
  bench.execute('process.exit(3)');
  await bench.settle();
  const comm = { type: 'comm', kind: 'open', id: 'm1', data: {}, metadata: {}, buffers: [] } as const;
  bench.emit({ ...comm, commId: 'c1', target: 't' });
  bench.emit({ ...comm, commId: 'w1', target: 'jupyter.widget' });
  bench.die(3);
  await bench.settle();
  expect(typesSent(bench)).toEqual([
    'busy',
    'execute_input',
    'comm_open',
    'comm_open',
    'comm_close',
    'comm_msg',
    'error',
    'execute_reply',
    'idle',
  ]);
  // What is closed vanishes from the page.
  expect(bench.sent[5].content).toEqual({
    comm_id: 'w1',
    data: {
      method: 'update',
      state: { ended: 'the process that ran its cell has ended' },
      buffer_paths: [],
    },
  });
  expect(bench.sent[6].content.evalue).toContain('exit code 3');
  expect(bench.language.calls).toContain('reset');
  bench.execute('1');
  await bench.settle();
  expect(bench.commands.at(-1)).toMatchObject({ type: 'run', id: 'm2', name: 'In[2]' });
});

test('a comm message is idle when the runtime has dealt with it, and not before', async () => {
  const bench = createBench();
  bench.request('comm_msg', { comm_id: 'c1', data: {} });
  await bench.settle();
  expect(typesSent(bench)).toEqual(['busy']);
  bench.emit({ type: 'comm-done', id: 'm1' });
  await bench.settle();
  expect(typesSent(bench)).toEqual(['busy', 'idle']);
});

test('a request of an unknown type is counted and not answered', async () => {
  const bench = createBench();
  bench.request('frobnicate_request');
  await bench.settle();
  expect(typesSent(bench)).toEqual(['busy', 'idle']);
  expect(bench.kernel.unknownRequests).toBe(1);
});

// It was decided after the reply what to abort: a front end that was quick had its next cell aborted.
test('a request that is sent when the reply to a failed one is read runs, whatever the front end is that quick', async () => {
  const bench = createBench();
  bench.execute('fail()', { stop_on_error: true });
  bench.execute('waits', { stop_on_error: true });
  await bench.settle();
  bench.onSent = ({ header }) => {
    if (header.msg_type !== 'execute_reply') return;
    bench.onSent = undefined;
    bench.execute('later');
  };
  bench.emit({ type: 'done', id: 'm1', outcome: FAILED, names: [] });
  await bench.settle();
  bench.emit(done('m3'));
  await bench.settle();
  const replies = bench.sent.filter(({ header }) => header.msg_type === 'execute_reply');
  expect(replies.map(({ parent, content }) => [parent.msg_id, content.status])).toEqual([
    ['m1', 'error'],
    ['m2', 'aborted'],
    ['m3', 'ok'],
  ]);
});

test('of many changes of a display the first and the last are published, before what follows them', async () => {
  // All at one moment, however long it takes.
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const bench = createBench();
  bench.execute('1');
  await bench.settle();
  for (let i = 0; i < 1000; i++) {
    const data = { 'text/plain': String(i) };
    bench.emit({ type: 'display', id: 'm1', update: true, displayId: 'd', data, metadata: {} });
    bench.emit({ type: 'stream', id: 'm1', name: 'stdout', text: '.' });
  }
  bench.emit(done('m1'));
  await bench.settle();
  const updates = bench.sent.filter(({ header }) => header.msg_type === 'update_display_data');
  expect(updates.map(({ content }) => content.data)).toEqual([
    { 'text/plain': '0' },
    { 'text/plain': '999' },
  ]);
  expect(typesSent(bench).slice(-2)).toEqual(['execute_reply', 'idle']);
});

// A signal during a shutdown, or a front end that is gone for longer than a close takes, closed it again.
test('closing a kernel that is being closed, or is closed, waits for that', async () => {
  let closes = 0;
  const ending = Promise.withResolvers<void>();
  const { kernel } = createBench({
    startRuntime: () => ({
      send: () => {},
      kill: () => {},
      close: () => {
        closes++;
        return ending.promise;
      },
    }),
  });
  const both = Promise.all([kernel.close(), kernel.close()]);
  ending.resolve();
  await both;
  await kernel.close();
  expect(closes).toBe(1);
});

// It was idle never, and whoever waited for it waited for ever.
test('a comm message to a runtime that does not come up any more is over at once', async () => {
  const bench = createBench();
  for (let i = 0; i < 3; i++) bench.die('SIGKILL');
  bench.request('comm_msg', { comm_id: 'c1', data: {} });
  await bench.settle();
  expect(typesSent(bench)).toEqual(['busy', 'idle']);
});
