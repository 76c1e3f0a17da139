import { expect, test } from 'vitest';
import { columnsFigure } from '../../../src/reports/figures/columns.ts';

test('a box is that of all values, however many there are', () => {
  // One in ten is far off: lines keep such rows, and leave most of the others out.
  const values = Array.from({ length: 20_000 }, (_, i) => (i % 10 === 9 ? 1000 : i % 10));
  const index = values.map((_, i) => i);
  const [box] = columnsFigure('box', [{ name: 'a', values }], index).toPlotly().data;
  expect(box).toMatchObject({ type: 'box', x: ['a'], q1: [2], median: [4.5], q3: [7], upperfence: [8] });
});

test('a box of columns without numbers has none', () => {
  const [box] = columnsFigure('box', [{ name: 'a', values: [null] }], [0]).toPlotly().data;
  expect(box).toEqual({ type: 'box', name: 'a', y: [null], marker: { color: expect.any(String) as string } });
});
