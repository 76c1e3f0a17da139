import { expect, test } from 'vitest';
import type { Magic } from '../../../kernel/evaluator/magic.ts';
import { Cells } from './cells.ts';

const twice: Magic = {
  summary: 'Runs code twice.',
  usage: '%twice code',
  async line(code, { evaluate }) {
    await evaluate(code);
    return await evaluate(code);
  },
};

const parse: Magic = {
  summary: 'Reads numbers.',
  usage: '%%parse name',
  async cell(name, body, { evaluate }) {
    return await evaluate(`const ${name} = [${body.trim().split('\n').join(', ')}]; ${name}`);
  },
};

const waits: Magic = {
  summary: 'Waits until it is stopped.',
  usage: '%waits',
  async line(_argument, { signal }) {
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    stopped.resolve();
  },
};
const stopped = Promise.withResolvers<void>();

const cells = new Cells({ magics: new Map(Object.entries({ twice, parse, waits })) });
const { evaluator, resultOf, errorOf } = cells;

test('a line runs code over the variables of the notebook, and has a value', async () => {
  expect(await resultOf('let n = 1;\n%twice n *= 3\n')).toBe(9);
  expect(await resultOf('n')).toBe(9);
});

test('code around it runs in order', async () => {
  expect(await resultOf('n = 0\n%twice n++\nn * 10')).toBe(20);
});

test('a cell hands the rest of itself over, and may declare variables', async () => {
  expect(await resultOf('%%parse prices\n1.5\n2.5')).toEqual([1.5, 2.5]);
  expect(await resultOf('prices.length')).toBe(2);
});

test('an error in its code names the line and column in the cell', async () => {
  const { message, traceback } = await errorOf('const fine = 1;\n%twice null.nothing');
  expect(message).toBe("Cannot read properties of null (reading 'nothing')");
  expect(traceback).toContain(`at In[${cells.count}]:2:13`);
  expect(traceback).toMatch(/> 2 \| %twice null\.nothing\n/);
});

test('an error behind it names the right place, too', async () => {
  expect((await errorOf('%twice 1\nnull.nothing')).traceback).toContain(`In[${cells.count}]:2:6`);
  const { traceback } = await errorOf('%twice 1\nconst = 2');
  expect(traceback).toContain(`In[${cells.count}]:2:7`);
});

test('one that does not exist, or is used in the wrong place, says so', async () => {
  expect((await errorOf('%twise 1')).message).toBe('there is no magic %twise');
  expect((await errorOf('%parse 1')).message).toBe('%parse is used as %%parse name');
});

test.each([
  ['  %twice 1', 'in a line of its own, from the first column on'],
  ['const fine = %twice 1', 'in a line of its own, from the first column on'],
  ['1\n%%parse prices\n2', 'for a whole cell stands in its first line'],
])('where it cannot stand, %j, the mistake says where it can', async (code, help) => {
  expect((await errorOf(code)).traceback).toContain(help);
});

test('one that waits is told when its cell is stopped', async () => {
  const running = cells.run('%waits');
  await new Promise((resolve) => setImmediate(resolve));
  evaluator.interrupt(String(cells.count));
  expect(await running).toMatchObject({ error: { ename: 'KeyboardInterrupt' } });
  await stopped.promise;
});
