import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Client } from './client.ts';
import { type StartedKernel, startKernel } from './start-kernel.ts';

let kernel: StartedKernel;
let client: Client;

beforeAll(async () => {
  kernel = await startKernel();
  ({ client } = kernel);
});
afterAll(() => kernel.stop());

test('a cell opens a comm, with bytes beside the JSON', async () => {
  const { outputs } = await client.execute(`
    const widget = comms.open('jupyter.widget', { state: { bars: null }, buffer_paths: [['state', 'bars']] }, {
      metadata: { version: '2.1.0' }, buffers: [new Uint8Array([1, 2, 3])], id: 'w1' });
    undefined`);
  expect(outputs[1]).toMatchObject({
    type: 'comm_open',
    content: { comm_id: 'w1', target_name: 'jupyter.widget', data: { buffer_paths: [['state', 'bars']] } },
    metadata: { version: '2.1.0' },
  });
  expect([...outputs[1].buffers[0]]).toEqual([1, 2, 3]);
});

test('a message from the front end reaches the cell; what it causes has that message as its parent, then idle', async () => {
  await client.execute(`
    widget.onMessage = ({ data, buffers }) => { console.log('got', data.n); widget.send({ n: data.n + 1 }, { buffers }) }; 0`);
  const id = await client.send('comm_msg', { comm_id: 'w1', data: { n: 41 } }, 'shell', [
    new Uint8Array([9]),
  ]);
  await client.idle(id);
  const [printed, answer] = client.outputsOf(id);
  expect(printed.content).toEqual({ name: 'stdout', text: 'got 41\n' });
  expect(answer).toMatchObject({ type: 'comm_msg', content: { comm_id: 'w1', data: { n: 42 } } });
  expect([...answer.buffers[0]]).toEqual([9]);
});

test('messages are served while a cell awaits', async () => {
  const running = await client.send('execute_request', {
    code: 'await new Promise((resolve) => { widget.onMessage = ({ data }) => resolve(data) })',
  });
  await client.until(() => client.outputsOf(running).find(({ type }) => type === 'execute_input'));
  await client.send('comm_msg', { comm_id: 'w1', data: { go: true } });
  const { outputs } = await client.answerTo(running);
  expect(outputs.at(-1)?.content).toMatchObject({ data: { 'text/plain': '{ go: true }' } });
});

test('numbers travel as they lie in memory, also those on memory that threads share', async () => {
  const { outputs } = await client.execute(`
    const shared = new Float64Array(new SharedArrayBuffer(24)); shared.set([1.5, 2.5, 3.5]);
    widget.send({}, { buffers: [shared.subarray(1), new Int16Array([7])] }); 0`);
  const [numbers, small] = outputs[1].buffers.map((bytes) => new Uint8Array(bytes).buffer);
  expect([...new Float64Array(numbers)]).toEqual([2.5, 3.5]);
  expect([...new Int16Array(small)]).toEqual([7]);
});

test('comm_info lists the comms that are open', async () => {
  const { reply } = await client.request('comm_info_request', {});
  expect(reply).toEqual({ status: 'ok', comms: { w1: { target_name: 'jupyter.widget' } } });
  expect((await client.request('comm_info_request', { target_name: 'other' })).reply.comms).toEqual({});
});

test('a comm to a target that nobody registered is closed on iopub', async () => {
  const id = await client.send('comm_open', { comm_id: 'c9', target_name: 'nobody', data: {} });
  await client.idle(id);
  expect(client.outputsOf(id)).toMatchObject([{ type: 'comm_close', content: { comm_id: 'c9' } }]);
});

test('a comm to a registered target is accepted', async () => {
  await client.execute("comms.register('echo', (comm, { data }) => { comm.send({ hello: data.name }) }); 0");
  const id = await client.send('comm_open', { comm_id: 'c1', target_name: 'echo', data: { name: 'Ada' } });
  await client.idle(id);
  expect(client.outputsOf(id)).toMatchObject([{ type: 'comm_msg', content: { data: { hello: 'Ada' } } }]);
});

test('a listener that throws says so, and the comm lives', async () => {
  await client.execute("widget.onMessage = () => { throw new Error('in listener') }; 0");
  const id = await client.send('comm_msg', { comm_id: 'w1', data: {} });
  await client.idle(id);
  expect(client.outputsOf(id)[0].content.text).toContain('in listener');
});

test('the front end closes a comm', async () => {
  await client.idle(await client.send('comm_close', { comm_id: 'w1', data: {} }));
  const { outputs } = await client.execute('widget.isOpen');
  expect(outputs.at(-1)?.content).toMatchObject({ data: { 'text/plain': 'false' } });
});
