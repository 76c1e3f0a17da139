import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CHART_STYLE } from '../../../kernel/widget/drawing/chart-style.ts';
import { LIGHT, withColors } from '../../../kernel/widget/drawing/colors.ts';
import { drawPrice } from '../../../kernel/widget/drawing/price-chart.ts';
import {
  acrossOf,
  niceTicks,
  numberText,
  percentText,
  rangeOf,
} from '../../../kernel/widget/drawing/scale.ts';
import { timeTicks } from '../../../kernel/widget/drawing/time-ticks.ts';
import type { Chart } from '../../../kernel/widget/frame.ts';
import { farthestWindow, WINDOWS } from '../../../kernel/widget/windows.ts';
import type { ChartMark } from '../../../src/index.ts';

const DAY = 86_400_000;

function chartOf(closes: readonly number[], more: Partial<Chart> = {}): Chart {
  const values = Float64Array.from(closes);
  return {
    first: 1,
    step: 1,
    capacity: 20,
    isAtCursor: true,
    symbol: 'X',
    times: Float64Array.from(closes, (_, i) => Date.UTC(2008, 8, 1) + i * DAY),
    open: values,
    high: values.map((value) => value + 1),
    low: values.map((value) => value - 1),
    close: values,
    equity: values,
    drawdown: values.map(() => 0),
    units: values.map(() => 0),
    overlays: [],
    oscillators: [],
    marks: [],
    levels: [],
    holding: null,
    pending: null,
    ...more,
  };
}

const SIZE = { width: 640, height: 300 };
const fill = (bar: number, side = 1): ChartMark => ({
  kind: 'fill',
  bar,
  side,
  price: 10,
  label: `F${bar}`,
  id: `execution_main/fill-${bar}`,
});

/** Numbers at which something is drawn, right of the middle of the last candle. */
function drawnBeyond(svg: string, x: number): string[] {
  const candles = /class="candle up" d="([^"]*)"/.exec(svg)?.[1] ?? '';
  return [...candles.matchAll(/M([\d.]+)/g)].map(([, at]) => at).filter((at) => Number(at) > x);
}

test('nothing is drawn behind the last bar that is known but the room for what comes', () => {
  const chart = chartOf([10, 11, 12, 11]);
  const { edge, plot } = acrossOf(chart, SIZE.width, 66);
  const svg = drawPrice(chart, SIZE);
  expect(drawnBeyond(svg, edge)).toEqual([]);
  expect(svg).toContain('class="future"');
  expect(edge).toBeLessThan(plot / 4);
});

test('a bar has the same width from the first on, and a chart that was moved back ends at the edge', () => {
  const [one, many] = [chartOf([10]), chartOf(Array.from({ length: 20 }, (_, i) => 10 + i))];
  expect(acrossOf(one, 640, 66).slot).toBe(acrossOf(many, 640, 66).slot);
  const back = acrossOf({ ...many, isAtCursor: false }, 640, 66);
  expect(back.edge).toBeCloseTo(back.plot);
});

test('marks stand at their bars, buys below and sales above, and name their events', () => {
  const svg = drawPrice(chartOf([10, 11, 12, 11], { marks: [fill(2), fill(3, -1)] }), SIZE);
  expect(
    [...svg.matchAll(/class="mark fill (\w+)" data-id="([^"]+)"/g)].map(([, way, id]) => [way, id]),
  ).toEqual([
    ['buy', 'execution_main/fill-2'],
    ['sell', 'execution_main/fill-3'],
  ]);
});

test('a fill of the bar that is under way is drawn before its candle is there; one of no bar is not', () => {
  const marks = [fill(3), fill(9)];
  expect(drawPrice(chartOf([10, 11], { marks }), SIZE)).toContain('fill-3');
  expect(drawPrice(chartOf([10, 11], { marks }), SIZE)).not.toContain('fill-9');
});

test('what was predicted stands above the bars that it was about', () => {
  const given = {
    said: 'up',
    symbol: 'X',
    from: 1,
    to: 3,
    change: 0.1,
    isRight: true,
    counts: true,
  } as const;
  const svg = drawPrice(chartOf([10, 11, 12]), SIZE, [
    given,
    { ...given, isRight: false, to: 2, counts: false },
    { ...given, symbol: 'Y' },
    { ...given, to: 4 },
  ]);
  expect(
    [...svg.matchAll(/class="(guess [^"]+)".*?>([✓✗])</g)].map(([, look, glyph]) => [look, glyph]),
  ).toEqual([
    ['guess guess-right', '✓'],
    ['guess guess-wrong guess-seen', '✗'],
  ]);
});

test('names are text, whatever they hold', () => {
  const marks = [{ ...fill(1), id: '"><script>alert(1)</script>' }];
  expect(drawPrice(chartOf([10, 11], { marks }), SIZE)).not.toContain('<script>');
});

test('before the first bar it says what to do', () => {
  expect(drawPrice(chartOf([]), SIZE)).toContain('before the first bar');
});

test('ticks are round, in order, and lie within', () => {
  const values = fc.double({ min: -1e7, max: 1e7, noNaN: true });
  fc.assert(
    fc.property(values, values, fc.integer({ min: 2, max: 10 }), (a, b, count) => {
      const [low, high] = [Math.min(a, b), Math.max(a, b)];
      fc.pre(high - low > 1e-3);
      const ticks = niceTicks({ low, high }, count);
      expect(ticks.length).toBeLessThanOrEqual(count + 1);
      for (const [i, tick] of ticks.entries()) {
        expect(tick).toBeGreaterThanOrEqual(low - 1e-6);
        expect(tick).toBeLessThanOrEqual(high + 1e-6);
        if (i > 0) expect(tick).toBeGreaterThan(ticks[i - 1]);
      }
    }),
  );
});

test('labels of time stand where a unit of the calendar begins, no more of them than there is room for', () => {
  const days = Float64Array.from({ length: 90 }, (_, i) => Date.UTC(2008, 10, 15) + i * DAY);
  const ticks = timeTicks(days, 4);
  expect(ticks.map(({ label }) => label)).toEqual(['Dec', '2009', 'Feb']);
  expect(ticks.map(({ isMajor }) => isMajor)).toEqual([false, true, false]);
  expect(timeTicks(days, 6).map(({ label }) => label)).toEqual([
    '27 Nov',
    '11 Dec',
    '25 Dec',
    '8 Jan ’09',
    '22 Jan',
    '5 Feb',
  ]);
  const minutes = Float64Array.from({ length: 120 }, (_, i) => Date.UTC(2024, 2, 1, 23) + i * 60_000);
  expect(timeTicks(minutes, 4).map(({ label }) => label)).toEqual(['23:30', '2 Mar', '00:30']);
});

test('numbers are written alike: groups, a minus that is one, and no minus before nothing', () => {
  expect(numberText(-1234567.891, 2)).toBe('−1,234,567.89');
  expect(numberText(-0.001, 2)).toBe('0.00');
  expect(numberText(Number.NaN, 2)).toBe('–');
  expect(percentText(-0.01234)).toBe('−1.23%');
  expect(rangeOf([Number.NaN, 2, 1])).toEqual({ low: 1, high: 2 });
  expect(rangeOf([Number.NaN])).toBeNull();
});

test('a picture needs no variables: every colour is written in', () => {
  expect(CHART_STYLE).toContain('var(--admf-');
  expect(withColors(CHART_STYLE, LIGHT)).not.toContain('var(');
});

test('the farthest window holds the whole run', () => {
  for (const bars of [1, 24, 25, 5105, 1_000_000]) {
    expect(WINDOWS[farthestWindow(bars)].bars).toBeGreaterThanOrEqual(bars);
  }
});
