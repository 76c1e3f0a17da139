import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GLYPHS } from '../../../src/reports/text-chart/glyphs.ts';
import {
  type ChartSpec,
  COLORS,
  chart,
  type Layer,
  renderAnsi,
  renderPlain,
  TIERS,
} from '../../../src/reports/text-chart/index.ts';
import { XScale } from '../../../src/reports/text-chart/x-scale.ts';

const RUNS = { numRuns: 300 };

/** Prices mostly, but also anything that a double can be. */
const value = fc.oneof(
  { weight: 6, arbitrary: fc.double({ min: -1e4, max: 1e4 }) },
  { weight: 1, arbitrary: fc.double() },
);
const series = fc.array(value, { maxLength: 400 });
const index = fc.integer({ min: -5, max: 420 });
const color = fc.option(fc.constantFrom(...COLORS), { nil: undefined });
const label = fc.option(fc.string({ unit: 'grapheme', maxLength: 12 }), { nil: undefined });

const layer: fc.Arbitrary<Layer> = fc.oneof(
  fc.record({ type: fc.constant('line' as const), values: series, label, color }),
  fc.record({
    type: fc.constant('area' as const),
    values: series,
    label,
    baseline: fc.option(value, { nil: undefined }),
  }),
  fc.record({
    type: fc.constant('histogram' as const),
    values: series,
    label,
    baseline: fc.option(value, { nil: undefined }),
    combine: fc.constantFrom('extreme' as const, 'sum' as const),
  }),
  fc.record({
    type: fc.constant('candles' as const),
    open: series,
    high: series,
    low: series,
    close: series,
    label,
  }),
  fc.record({
    type: fc.constant('markers' as const),
    points: fc.array(
      fc.record({
        index,
        value,
        shape: fc.constantFrom('up' as const, 'down' as const, 'dot' as const, 'cross' as const),
        place: fc.constantFrom('at' as const, 'above' as const, 'below' as const),
        label,
      }),
      { maxLength: 8 },
    ),
  }),
  fc.record({
    type: fc.constant('level' as const),
    value,
    label,
    from: fc.option(index, { nil: undefined }),
    to: fc.option(index, { nil: undefined }),
    fit: fc.boolean(),
  }),
);

const times = fc.option(
  fc.oneof(
    fc.array(fc.double(), { maxLength: 50 }),
    fc
      .tuple(fc.integer({ min: 1, max: 10 ** 10 }), fc.integer({ min: 0, max: 400 }))
      .map(([spacing, length]) => Array.from({ length }, (_, i) => 1.7e12 + i * spacing)),
  ),
  { nil: undefined },
);

const size = { width: fc.integer({ min: 1, max: 130 }), height: fc.integer({ min: 1, max: 40 }) };
const tier = fc.constantFrom(...TIERS);

const anyChart: fc.Arbitrary<ChartSpec> = fc.record({
  ...size,
  tier,
  times,
  axes: fc.boolean(),
  panes: fc.array(
    fc.record({
      title: label,
      weight: fc.option(fc.double(), { nil: undefined }),
      layers: fc.array(layer, { maxLength: 4 }),
    }),
    { maxLength: 4 },
  ),
  cursor: fc.option(fc.record({ index, hideFuture: fc.boolean() }), { nil: undefined }),
  view: fc.option(
    fc.record(
      { from: index, to: index, columnsPerBar: fc.integer({ min: -1, max: 5 }) },
      { requiredKeys: [] },
    ),
    { nil: undefined },
  ),
});

test('any data in any size makes exactly that many lines of exactly that many glyphs', () => {
  fc.assert(
    fc.property(anyChart, (spec) => {
      const plain = renderPlain(chart(spec)).split('\n');
      expect(plain).toHaveLength(spec.height);
      for (const line of plain) expect(Array.from(line)).toHaveLength(spec.width);
      if (spec.tier === 'ascii') expect(plain.join('')).toMatch(/^[ -~]*$/);
      const ansi = renderAnsi(chart(spec), { colors: 'truecolor' });
      expect(stripVTControlCharacters(ansi)).toBe(plain.join('\n'));
    }),
    RUNS,
  );
});

test('every finite point shows in its column, and no point shows nothing', () => {
  const layerOf = fc.constantFrom('line', 'area', 'histogram', 'candles', 'markers');
  fc.assert(
    fc.property(size.width, size.height, tier, series, layerOf, (width, height, glyphTier, values, type) => {
      const grid = chart({
        width,
        height,
        tier: glyphTier,
        axes: false,
        panes: [{ layers: [oneLayer(type, values)] }],
      });
      const x = new XScale({
        length: values.length,
        columns: width,
        across: GLYPHS[glyphTier].dots.across,
        banded: type === 'histogram' || type === 'candles',
      });
      values.forEach((point, i) => {
        if (Number.isFinite(point)) expect(columnIsBlank(grid, x.column(i))).toBe(false);
      });
      if (values.every((point) => !Number.isFinite(point))) expect(renderPlain(grid).trim()).toBe('');
    }),
    RUNS,
  );
});

test('what is hidden after the cursor changes nothing on the screen', () => {
  const times200 = Array.from({ length: 200 }, (_, i) => Date.UTC(2024, 0, 1) + i * 86_400_000);
  const prices = fc.array(fc.double({ min: -1e4, max: 1e4, noNaN: true }), {
    minLength: 200,
    maxLength: 200,
  });
  const type = fc.constantFrom('line', 'area', 'histogram', 'candles', 'markers');
  const cursor = fc.integer({ min: 0, max: 199 });
  fc.assert(
    fc.property(
      size.width,
      size.height,
      prices,
      prices,
      type,
      cursor,
      (width, height, one, other, kind, at) => {
        const changed = one.map((price, i) => (i <= at ? price : other[i]));
        const draw = (values: number[]) =>
          renderPlain(
            chart({
              width,
              height,
              times: times200,
              cursor: { index: at, hideFuture: true },
              panes: [{ title: 'price', layers: [oneLayer(kind, values, 'close')] }],
            }),
          );
        expect(draw(changed)).toBe(draw(one));
      },
    ),
    RUNS,
  );
});

function oneLayer(type: string, values: readonly number[], name?: string): Layer {
  switch (type) {
    case 'candles':
      return { type, open: values, high: values, low: values, close: values, label: name };
    case 'markers':
      return { type, points: values.map((point, i) => ({ index: i, value: point, shape: 'dot' })) };
    case 'area':
    case 'histogram':
      return { type, values, label: name };
    default:
      return { type: 'line', values, label: name };
  }
}

function columnIsBlank(grid: ReturnType<typeof chart>, column: number): boolean {
  return Array.from({ length: grid.height }, (_, row) => grid.glyph(column, row)).every(
    (glyph) => glyph === ' ',
  );
}
