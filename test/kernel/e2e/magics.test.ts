import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Client } from './client.ts';
import { printed } from './outputs.ts';
import { type StartedKernel, startKernel } from './start-kernel.ts';

let kernel: StartedKernel;
let client: Client;

beforeAll(async () => {
  kernel = await startKernel();
  ({ client } = kernel);
});
afterAll(() => kernel.stop());

/** TypeScript is loaded behind, which takes long on a busy machine. */
async function typesAreThere(): Promise<void> {
  const isThere = async () =>
    (await client.request('inspect_request', { code: 'Math.max', cursor_pos: 8 })).reply.found === true;
  while (!(await isThere()));
}

test('%time says how long code took, and has its value', async () => {
  const answer = await client.execute('const square = (n: number) => n * n\n%time square(12)');
  expect(printed(answer)).toMatch(/^\d.* (?:s|ms|µs) \(processor: .*\)\n$/);
  expect(answer.outputs.at(-1)?.content).toMatchObject({ data: { 'text/plain': '144' } });
});

test('%%bench says how long a run takes', async () => {
  const answer = await client.execute(
    '%%bench\nlet sum = 0;\nfor (let i = 0; i < 1000; i++) sum += square(i);',
  );
  expect(printed(answer)).toMatch(/^\d.* (?:ns|µs|ms) a run, .* to .* \(7 times [\d,]+ runs\)\n$/);
});

test('a command of the shell runs in the folder of the notebook, and says how it failed', async () => {
  const answer = await client.execute('!pwd\n!echo oops >&2; exit 3');
  expect(printed(answer)).toBe(`${kernel.folder}\n`);
  expect(printed(answer, 'stderr')).toBe('oops\nexit code 3\n');
});

test('a command of the shell is ended by an interrupt', async () => {
  const id = await client.send('execute_request', {
    code: '!echo $$; exec sleep 1000',
    stop_on_error: false,
  });
  const { content } = await client.until(() => client.outputsOf(id).find(({ type }) => type === 'stream'));
  await client.request('interrupt_request', {}, 'control');
  expect((await client.answerTo(id)).reply).toMatchObject({ ename: 'KeyboardInterrupt' });
  const pid = Number(content.text);
  await client.execute(
    `while (true) { try { process.kill(${pid}, 0) } catch { break } await new Promise((r) => setTimeout(r, 5)) }`,
  );
});

test('%load puts a file in the place of the cell', async () => {
  writeFileSync(join(kernel.folder, 'half.ts'), 'const half = 0.5\n');
  const { reply } = await client.execute('%load half.ts');
  expect(reply.payload).toEqual([
    { source: 'set_next_input', text: '// %load half.ts\nconst half = 0.5\n', replace: true },
  ]);
});

test.each([
  ['%load hafl.ts', '%load finds no file hafl.ts (did you mean "half.ts"?)'],
  ['%load nothing/like/it.ts', '%load finds no file nothing/like/it.ts'],
  ['%load .', '%load takes a file, and . is a folder'],
])('%s says in one line what is wrong', async (code, line) => {
  const { reply } = await client.execute(code, { stop_on_error: false });
  expect(reply).toMatchObject({ status: 'error', ename: 'UserError', evalue: line });
});

test.each([
  ['%benhc 1', 'there is no magic %benhc (did you mean "bench"?)'],
  // All hundred of them stood here.
  ['%matplotlib inline', 'there is no magic %matplotlib (%help lists all that there are)'],
  ['%%javascript\n1', 'there is no magic %%javascript (%help lists all that there are)'],
])('%s is no magic: the nearest is named, or where to find all', async (code, line) => {
  const { reply } = await client.execute(code, { stop_on_error: false });
  expect(reply).toMatchObject({ status: 'error', ename: 'UserError', evalue: line });
});

test('a question mark shows what a name is; of one that is unknown, that it is', async () => {
  await typesAreThere();
  const { reply } = await client.execute('Math.max?');
  expect(reply.payload).toMatchObject([
    { source: 'page', data: { 'text/plain': expect.stringContaining('max(') as string } },
  ]);
  expect((await client.execute('?%time')).reply.payload).toMatchObject([
    { data: { 'text/plain': expect.stringContaining('how long it took') as string } },
  ]);
  expect(printed(await client.execute('nobody?'))).toBe('nothing is known of nobody\n');
});

test('a cell may show a text aside', async () => {
  const { reply } = await client.execute("display.page('a long text')");
  expect(reply.payload).toEqual([{ source: 'page', data: { 'text/plain': 'a long text' }, start: 0 }]);
});

test('one that does not exist is a mistake with the nearest name', async () => {
  const { reply } = await client.execute('%tiem 1', { stop_on_error: false });
  expect(reply).toMatchObject({ ename: 'UserError', evalue: expect.stringContaining('%tiem') as string });
  expect(reply.evalue).toMatch(/time/);
});

test('names are completed, and code that a magic takes is completed as code', async () => {
  const complete = async (code: string) =>
    (await client.request('complete_request', { code, cursor_pos: code.length })).reply.matches;
  expect(await complete('%ti')).toEqual(['time']);
  expect(await complete('%%b')).toEqual(['bench']);
  expect(await complete('const x = 1\n%time Math.flo')).toEqual(['floor']);
});

test('a cell for a magic is complete when an empty line follows', async () => {
  const status = async (code: string) => (await client.request('is_complete_request', { code })).reply.status;
  expect(await status('%%bench\nf()')).toBe('incomplete');
  expect(await status('%%bench\nf()\n')).toBe('complete');
  expect(await status('%time f()')).toBe('complete');
  expect(await status('!ls')).toBe('complete');
});
