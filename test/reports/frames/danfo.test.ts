import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { danfoOf } from '../../../src/reports/frames/convert.ts';
import { danfo } from '../../../src/reports/frames/danfo.ts';
import type { FramePlot } from '../../../src/reports/frames/frame-plot.ts';
import { Table } from '../../../src/reports/frames/table.ts';
import { ROOT } from '../../support/repository-files.ts';

let dfd: Awaited<ReturnType<typeof danfo>>;
beforeAll(async () => {
  dfd = await danfo();
});

describe('arithmetic is that of numpy, in doubles', () => {
  // In single precision, as with TensorFlow.js, the first gives 1599999967232 and the second 0.10000000149.
  test('times and prices stay as they are', () => {
    const frame = new dfd.DataFrame({ time: [1600000000001, 2], price: [0.1, 1e-9] });
    expect(frame.add(0).values).toEqual([
      [1600000000001, 0.1],
      [2, 1e-9],
    ]);
    expect(frame.sub(frame).values).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });

  // Expected values by numpy: np.array([[1, -2], [5.5, 7]]) op 3 and so on.
  const frame = () =>
    new dfd.DataFrame([
      [1, -2],
      [5.5, 7],
    ]);
  test.each([
    [
      'add',
      [
        [4, 1],
        [8.5, 10],
      ],
    ],
    [
      'sub',
      [
        [-2, -5],
        [2.5, 4],
      ],
    ],
    [
      'mul',
      [
        [3, -6],
        [16.5, 21],
      ],
    ],
    [
      'div',
      [
        [1 / 3, -2 / 3],
        [5.5 / 3, 7 / 3],
      ],
    ],
    [
      'pow',
      [
        [1, -8],
        [166.375, 343],
      ],
    ],
    [
      'mod',
      [
        [1, 1],
        [2.5, 1],
      ],
    ],
  ] as const)('%s with a number', (operation, expected) => {
    expect(frame()[operation](3).values).toEqual(expected);
  });

  test('a row and a column are repeated where the other is longer', () => {
    const row = new dfd.Series([10, 20]);
    expect(frame().add(row, { axis: 1 }).values).toEqual([
      [11, 18],
      [15.5, 27],
    ]);
    expect(frame().mul(row, { axis: 0 }).values).toEqual([
      [10, -20],
      [110, 140],
    ]);
  });

  test('extremes, scalers and differences', () => {
    expect(frame().max({ axis: 1 }).values).toEqual([1, 7]);
    expect(frame().min({ axis: 0 }).values).toEqual([1, -2]);
    // (x − mean) / √(mean of squares apart), over all of a column.
    const scaled = new dfd.StandardScaler()
      .fit(new dfd.Series([1, 2, 3, 4]))
      .transform(new dfd.Series([1, 4])) as { readonly values: unknown };
    expect(scaled.values).toEqual([-1.5 / Math.sqrt(1.25), 1.5 / Math.sqrt(1.25)]);
    expect(frame().diff(1, { axis: 1 }).values).toEqual([
      [Number.NaN, Number.NaN],
      [4.5, 9],
    ]);
  });

  test('comparisons and samples', async () => {
    expect(frame().gt(1).values).toEqual([
      [false, false],
      [true, true],
    ]);
    const rows = new dfd.DataFrame({ a: [1, 2, 3, 4, 5, 6, 7, 8] });
    const sample = await rows.sample(5, { seed: 3 });
    expect((await rows.sample(5, { seed: 3 })).values).toEqual(sample.values);
    expect(new Set(sample.values.flat()).size).toBe(5);
  });
});

test('Excel files are refused in one line', async () => {
  await expect(dfd.readExcel('x.xlsx')).rejects.toThrow('Excel files are not supported');
  expect(() => new dfd.DataFrame({ a: [1] }).toExcel()).toThrow(
    'Excel files are not supported: use CSV, Parquet or Arrow.',
  );
});

test('a table becomes a frame with the same numbers, text and times', async () => {
  const table = new Table({
    time: Float64Array.of(Date.UTC(2008, 8, 15), Date.UTC(2008, 8, 16)),
    columns: {
      at: Float64Array.of(1600000000001, 0.1),
      name: ['a', ''],
      index: Float64Array.of(1, Number.NaN),
    },
  });
  const frame = await danfoOf(table);
  expect(frame.columns).toEqual(['at', 'name', 'index_']);
  expect(frame.values).toEqual([
    [1600000000001, 'a', 1],
    [0.1, '', Number.NaN],
  ]);
  expect(frame.index).toEqual(['2008-09-15', '2008-09-16']);
  expect((await danfoOf(table.slice(0, 0))).shape[0]).toBe(0);
});

test('a frame draws itself, and tells of a column that it does not have', () => {
  const frame = new dfd.DataFrame({ close: [1, 3, 2], name: ['a', 'b', 'c'] });
  frame.setIndex({ index: ['2024-01-01', '2024-01-02', '2024-01-03'], inplace: true });
  const plot = (frame as unknown as { plot(): FramePlot }).plot();
  expect(plot.toPlotly().data).toMatchObject([
    { type: 'scatter', name: 'close', x: ['2024-01-01', '2024-01-02', '2024-01-03'], y: [1, 3, 2] },
  ]);
  expect(plot.bar({ x: 'name' }).toPlotly().data).toMatchObject([{ type: 'bar', x: ['a', 'b', 'c'] }]);
  expect(plot.hist().toText()).toContain('close');
  expect(() => plot.line({ columns: ['closee'] })).toThrow('the frame has no column "closee"');
  const series = frame.column('close') as unknown as { plot(): FramePlot };
  expect(series.plot().title).toBe('close');
});

test('a frame shows itself in a notebook, with markup in its values as text', () => {
  const frame = new dfd.DataFrame({ '<b>': ['<script>', 'b'], price: [1.5, 2] });
  const display = Reflect.get(frame, Symbol.for('Jupyter.display')) as () => Record<string, string>;
  const { 'text/html': html, 'text/plain': text } = display.call(frame);
  expect(html).toContain('&lt;script&gt;');
  expect(html).not.toContain('<script>');
  expect(text).toBe('   <b>        price\n0  <script>  1.5000\n1  b              2\n2 rows × 2 columns');
  expect(Object.keys(frame)).not.toContain('plot');
});

test('importing ADMF loads neither Danfo nor jsdom, Plotly or Arrow', () => {
  const script = `
    import { createRequire } from 'node:module';
    await import('./src/index.ts');
    const names = Object.keys(createRequire(import.meta.url).cache);
    console.log(JSON.stringify(names.filter((name) => /danfojs|mathjs|jsdom|plotly|apache-arrow/.test(name))));
  `;
  const loaded = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: join(ROOT),
    encoding: 'utf8',
  });
  expect(JSON.parse(loaded)).toEqual([]);
});
