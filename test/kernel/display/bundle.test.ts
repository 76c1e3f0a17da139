import { expect, test } from 'vitest';
import { bundleOf } from '../../../kernel/display/bundle.ts';

async function dataOf(value: unknown): Promise<Record<string, unknown>> {
  return { ...(await bundleOf(value)).data };
}

test('a value shows itself by its Jupyter.display method, and gets a text', async () => {
  const value = { [Symbol.for('Jupyter.display')]: () => ({ 'text/html': '<p>a &lt; b</p>' }) };
  expect(await dataOf(value)).toEqual({ 'text/html': '<p>a &lt; b</p>', 'text/plain': 'a < b' });
});

test('such a method may be asynchronous', async () => {
  const value = { [Symbol.for('Jupyter.display')]: () => Promise.resolve({ 'text/plain': 'later' }) };
  expect(await dataOf(value)).toEqual({ 'text/plain': 'later' });
});

test('such a method that throws leaves the value and says so', async () => {
  const value = {
    a: 1,
    [Symbol.for('Jupyter.display')]() {
      throw new Error('no luck');
    },
  };
  const { 'text/plain': text } = await dataOf(value);
  expect(text).toContain('a: 1');
  expect(text).toContain('no luck');
});

test('records in an array are a table, numbers to the right, markup as text', async () => {
  const data = await dataOf([
    { symbol: '<SPY>', close: 10.5 },
    { symbol: 'QQQ', close: 7, note: 'new' },
  ]);
  expect(data['text/html']).toContain('<td style="text-align:left">&lt;SPY&gt;</td>');
  expect(data['text/html']).toContain('<td style="text-align:right">10.5</td>');
  expect(data['text/plain']).toBe(
    ['   symbol  close  note', '0  <SPY>    10.5', '1  QQQ       7.0  new', '', '2 rows × 3 columns'].join(
      '\n',
    ),
  );
});

test('a long table shows its first and last rows and its length', async () => {
  const rows = Array.from({ length: 1000 }, (_, i) => ({ i }));
  const { 'text/plain': text } = await dataOf(rows);
  const lines = String(text).split('\n');
  expect(lines).toHaveLength(54);
  expect(lines[26]).toBe('⋮');
  expect(lines.at(-3)).toMatch(/999 {2}999$/);
  expect(lines.at(-1)).toBe('1000 rows × 1 column');
});

test('Maps and typed arrays are tables', async () => {
  expect((await dataOf(new Map([['a', 1]])))['text/plain']).toBe('key  value\na        1\n\nMap of 1');
  expect((await dataOf(new Float64Array([1.5, 2])))['text/plain']).toContain('Float64Array of 2');
});

test('a Map of records has their fields as columns', async () => {
  const weights = new Map([
    ['AAPL', { weight: 0.6, shares: 10n }],
    ['SPY', { weight: 0.4 }],
  ]);
  expect((await dataOf(weights))['text/plain']).toBe(
    ['key   weight  shares', 'AAPL     0.6      10', 'SPY      0.4', '', 'Map of 2'].join('\n'),
  );
});

test('what has the shape of an Arrow table is a table', async () => {
  const columns = [
    ['a', 'b'],
    [1, 2],
  ];
  const table = {
    numRows: 2,
    schema: { fields: [{ name: 'x' }, { name: 'y' }] },
    getChildAt: (i: number) => ({ get: (row: number) => columns[i][row] }),
  };
  expect((await dataOf(table))['text/plain']).toBe('x  y\na  1\nb  2\n\n2 rows × 2 columns');
});

test('bytes of a picture are that picture', async () => {
  const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2]);
  expect(await dataOf(png)).toEqual({
    'image/png': Buffer.from(png).toString('base64'),
    'text/plain': '[image/png, 10 bytes]',
  });
});

test('bytes of anything else are text', async () => {
  expect(Object.keys(await dataOf(new Uint8Array([1, 2, 3])))).toEqual(['text/plain']);
});

const circular: Record<string, unknown> = { name: 'loop' };
circular.self = circular;
const { proxy, revoke } = Proxy.revocable({}, {});
revoke();

test.each([
  ['a circular object', circular, /<ref \*1> \{ name: 'loop', self: \[Circular \*1\] \}/],
  [
    'a getter that throws',
    {
      get bad(): never {
        throw new Error('getter');
      },
    },
    /bad: \[Getter\]/,
  ],
  [
    'an inspection that throws',
    {
      [Symbol.for('nodejs.util.inspect.custom')]() {
        throw new Error('mine');
      },
    },
    /cannot be shown: mine/,
  ],
  ['a revoked proxy', proxy, /Proxy/],
  ['a long string', 'x'.repeat(1_000_000), /more characters/],
  [
    'a record whose getter throws',
    [
      Object.create(null, {
        x: {
          get: () => {
            throw new Error('no');
          },
          enumerable: true,
        },
      }),
    ],
    /⚠ cannot be read/,
  ],
])('%s has a text', async (_, value, expected) => {
  const { 'text/plain': text } = await dataOf(value);
  expect(text).toMatch(expected);
  expect(String(text).length).toBeLessThan(200_000);
});

test('JSON representations are made speakable: bigints are text, circular ones are left out', async () => {
  const value = {
    [Symbol.for('Jupyter.display')]: () => ({
      'application/json': { n: 1n },
      'application/x': circular,
      'text/plain': 't',
    }),
  };
  expect(await dataOf(value)).toEqual({ 'application/json': { n: '1' }, 'text/plain': 't' });
});
