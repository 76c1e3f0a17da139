import { expect, test } from 'vitest';
import { CellGrid, COLORS, chart, renderAnsi, renderPlain } from '../../../src/reports/text-chart/index.ts';
import { SHADES } from '../../../src/reports/text-chart/palette.ts';

test('a grid needs whole sizes of at least 1', () => {
  expect(() => new CellGrid(0, 3)).toThrow(
    new RangeError('width of a grid must be a whole number of at least 1, found 0'),
  );
  expect(() => new CellGrid(3, 1.5)).toThrow(RangeError);
  expect(() => chart({ width: 3, height: Number.NaN, panes: [] })).toThrow(RangeError);
});

test('what does not fill exactly one cell cannot shift a line: wide, combining and control characters', () => {
  const grid = new CellGrid(12, 1);
  grid.text(0, 0, 'a東b😀c\u001b[1me\u0301\td');
  grid.set(11, 0, '語');
  expect(renderPlain(grid)).toBe('a?b?c[1méd ?');
});

test('writing outside of the grid is clipped', () => {
  const grid = new CellGrid(3, 1);
  grid.text(-1, 0, 'abcdef');
  grid.set(0, 1, 'x');
  expect(renderPlain(grid)).toBe('bcd');
});

test('ANSI lines change style only where they must and end without any', () => {
  const grid = new CellGrid(5, 1);
  grid.text(0, 0, 'ab', { color: 'blue', bold: true });
  grid.text(3, 0, 'c', { color: 'blue', bold: true });
  grid.text(4, 0, 'd');
  expect(renderAnsi(grid, { colors: '16' })).toBe('\u001b[0;1;94mab c\u001b[0md');
  expect(renderAnsi(grid, { colors: 'none' })).toBe('\u001b[0;1mab c\u001b[0md');
});

test.each(COLORS)('%s keeps a contrast of 3:1 on black and on white', (color) => {
  const [r, g, b] = SHADES[color].rgb.map((part) => {
    const c = part / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  // Relative luminance and contrast ratio as WCAG 2 defines them.
  const luminance = 0.2126 * r + 0.7152 * g + 0.0722 * b;
  expect(1.05 / (luminance + 0.05)).toBeGreaterThanOrEqual(3);
  expect((luminance + 0.05) / 0.05).toBeGreaterThanOrEqual(3);
});

test.each(COLORS)('%s of the 256 colours is the nearest there is', (color) => {
  const { rgb, index } = SHADES[color];
  const levels = [0, 95, 135, 175, 215, 255];
  const table = [
    ...Array.from({ length: 216 }, (_, i) =>
      [Math.floor(i / 36), Math.floor(i / 6) % 6, i % 6].map((l) => levels[l]),
    ),
    ...Array.from({ length: 24 }, (_, i) => [8 + 10 * i, 8 + 10 * i, 8 + 10 * i]),
  ];
  const distances = table.map((entry) => entry.reduce((sum, part, i) => sum + (part - rgb[i]) ** 2, 0));
  expect(16 + distances.indexOf(Math.min(...distances))).toBe(index);
});

test('a chart is plain data: it can be cloned and draws the same', () => {
  const spec = {
    width: 40,
    height: 10,
    panes: [{ layers: [{ type: 'line' as const, values: Float64Array.of(1, 3, 2), label: 'x' }] }],
  };
  expect(renderPlain(chart(structuredClone(spec)))).toBe(renderPlain(chart(spec)));
});
