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

test('the value of the last expression is the result', async () => {
  const { reply, outputs } = await client.execute('const six = 6;\nsix * 7');
  expect(reply).toMatchObject({ status: 'ok', payload: [], user_expressions: {} });
  expect(outputs.map(({ type }) => type)).toEqual(['execute_input', 'execute_result']);
  expect(outputs[1].content).toMatchObject({
    data: { 'text/plain': '42' },
    execution_count: reply.execution_count,
  });
});

test('20,000 lines arrive, all of them and in order, and then idle', async () => {
  const { outputs } = await client.execute('for (let i = 0; i < 20_000; i++) console.log(i)');
  const text = outputs
    .flatMap(({ type, content }) => (type === 'stream' ? [content.text as string] : []))
    .join('');
  expect(text.split('\n')).toEqual([...Array.from({ length: 20_000 }, (_, i) => String(i)), '']);
});
