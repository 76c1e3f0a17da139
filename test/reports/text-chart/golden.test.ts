import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  type ChartSpec,
  chart,
  type Layer,
  renderAnsi,
  renderPlain,
  TIERS,
} from '../../../src/reports/text-chart/index.ts';
import { expectGolden } from '../../golden/golden.ts';
import { DAY, drawdown, HOUR, movingAverage, sampleBars } from './sample-data.ts';

const FOLDER = join(import.meta.dirname, '../../golden/text-chart');

/** Every line ends in `|`, so that trailing blanks can be seen and no editor takes them away. */
function expectChart(name: string, spec: ChartSpec): void {
  const lines = renderPlain(chart(spec)).split('\n');
  expect(lines.map((line) => line.length)).toEqual(Array.from({ length: spec.height }, () => spec.width));
  expectGolden(`${lines.map((line) => `${line}|`).join('\n')}\n`, join(FOLDER, `${name}.txt`));
}

function line(values: ArrayLike<number>, label?: string): Layer {
  return { type: 'line', values, label };
}

const hourly = sampleBars(400, HOUR, Date.UTC(2024, 2, 1, 9));
const daily = sampleBars(700);
const equity = daily.close.map((price) => price * 1000);

function priceAndMarkers(): ChartSpec {
  const { open, high, low, close, times } = daily;
  return {
    width: 80,
    height: 24,
    times,
    view: { from: 20, to: 56 },
    panes: [
      {
        title: 'ACME 1d',
        yFormat: { decimals: 2 },
        layers: [
          line(movingAverage(close, 10), 'sma 10'),
          { type: 'candles', open, high, low, close, label: 'ACME' },
          {
            type: 'markers',
            points: [
              { index: 27, value: low[27], shape: 'up', place: 'below', label: 'F12' },
              { index: 44, value: high[44], shape: 'down', place: 'above', label: 'F13' },
              { index: 50, value: close[50], shape: 'cross' },
              { index: 10, value: 90, shape: 'dot', label: 'outside of the view' },
            ],
          },
          { type: 'level', value: 96.5, label: 'stop', from: 27, to: 44 },
          { type: 'level', value: 108, label: 'target', color: 'green' },
        ],
      },
    ],
  };
}

function stepper(): ChartSpec {
  const { open, high, low, close, volume, times } = hourly;
  return {
    width: 100,
    height: 32,
    times,
    view: { to: 240, columnsPerBar: 1 },
    cursor: { index: 222, hideFuture: true },
    panes: [
      {
        title: 'ACME 1h',
        weight: 3,
        yFormat: { decimals: 2 },
        layers: [
          line(movingAverage(close, 20), 'sma 20'),
          { type: 'candles', open, high, low, close, label: 'ACME' },
        ],
      },
      {
        title: 'Volume',
        yFormat: { style: 'compact' },
        layers: [{ type: 'histogram', values: volume, combine: 'sum', label: 'volume' }],
      },
      {
        title: 'Drawdown',
        yFormat: { style: 'percent' },
        layers: [{ type: 'area', values: drawdown(close), baseline: 0, label: 'drawdown' }],
      },
    ],
  };
}

describe.each(TIERS)('in the %s tier', (tier) => {
  test('an equity line fills the width, with money on one axis and dates on the other', () => {
    const layers = [line(equity, 'balanced')];
    const panes = [{ title: 'Equity', yFormat: { prefix: '$' }, layers }];
    expectChart(`equity-${tier}`, { width: 80, height: 24, tier, times: daily.times, panes });
  });

  test('candles show wicks, bodies and their direction, with fills and levels around them', () => {
    expectChart(`candles-${tier}`, { ...priceAndMarkers(), tier });
  });

  test('three panes share one axis and show nothing after the cursor', () => {
    expectChart(`stepper-${tier}`, { ...stepper(), tier });
  });

  test('an area reaches the bottom, and two lines can be told where they cross', () => {
    const layers: Layer[] = [
      { type: 'area', values: equity.subarray(0, 120) },
      line(equity.subarray(200, 320), 'one'),
      line(equity.subarray(400, 520), 'two'),
    ];
    expectChart(`area-${tier}`, { width: 60, height: 14, tier, panes: [{ layers }] });
  });

  test('a histogram rises and hangs from its baseline and tells zero from nothing', () => {
    const values = [0.3, 1, 0.06, 0, Number.NaN, -0.02, -0.5, -1, 0.55, 0, 0.8, -0.25];
    const panes = [{ title: 'Signal', layers: [{ type: 'histogram' as const, values, label: 'signal' }] }];
    expectChart(`histogram-${tier}`, { width: 48, height: 12, tier, panes });
  });
});

test('a wide screen shows three panes of it', () => {
  const { view: _view, cursor: _cursor, ...whole } = stepper();
  expectChart('panes-160x45', { ...whole, width: 160, height: 45 });
});

test('many more bars than columns become candles of many bars', () => {
  const { open, high, low, close, times } = daily;
  const panes = [{ layers: [{ type: 'candles' as const, open, high, low, close }] }];
  expectChart('candles-aggregated', { width: 80, height: 20, times, panes });
});

test.each([
  [10, 3],
  [1, 1],
  [5, 2],
  [14, 5],
  [20, 8],
  [24, 10],
])('a chart of %i×%i leaves out axes and headers rather than cut them', (width, height) => {
  const panes = [{ title: 'Equity', layers: [line(equity, 'balanced')] }];
  expectChart(`tiny-${width}x${height}`, { width, height, times: daily.times, panes });
});

test.each<[string, ArrayLike<number>]>([
  ['one-point', [101.5]],
  ['constant', [100, 100, 100, 100]],
  ['zero', [0, 0, 0]],
  ['gaps', Array.from({ length: 40 }, (_, i) => (i % 10 === 9 || (i > 14 && i < 22) ? Number.NaN : i % 7))],
  ['empty', []],
  ['nothing-finite', [Number.NaN, Number.POSITIVE_INFINITY]],
  ['millions', [1_250_000, 1_500_000, 1_380_000, 2_710_000]],
  ['trillions', [1.2e12, 1.25e12, 1.31e12]],
  ['huge', [1.2e18, 3.4e18, 2e18]],
  ['small', [0.000012, 0.000019, 0.000014]],
  ['tiny-numbers', [1.2e-11, 1.9e-11, 1.4e-11]],
  ['narrow-range', [1_000_000.01, 1_000_000.04, 1_000_000.02]],
  ['negative', [-1200, -300.5, -899.75, -40]],
  ['across-zero', [-3, 4, -1, 2.5]],
])('the y axis of %s values has round labels that tell them apart', (name, values) => {
  expectChart(`values-${name}`, { width: 50, height: 12, panes: [{ layers: [line(values, 'value')] }] });
});

test.each<[string, number, number, number]>([
  ['milliseconds', 90, 7, Date.UTC(2024, 2, 1, 14, 30)],
  ['seconds', 90, 1000, Date.UTC(2024, 2, 1, 14, 30)],
  ['minutes', 240, 60_000, Date.UTC(2024, 2, 1, 14, 30)],
  ['hours', 100, HOUR, Date.UTC(2024, 2, 1, 9)],
  ['days', 45, DAY, Date.UTC(2023, 11, 20)],
  ['months', 300, DAY, Date.UTC(2023, 11, 20)],
  ['years', 4000, DAY, Date.UTC(1999, 0, 4)],
  ['centuries', 3000, 30 * DAY, Date.UTC(1800, 0, 1)],
])('the time axis of %s has labels of that unit which do not touch', (name, length, spacing, start) => {
  const { close, times } = sampleBars(length, spacing, start);
  expectChart(`times-${name}`, { width: 80, height: 8, times, panes: [{ layers: [line(close)] }] });
});

test('colours and weights are written as ANSI codes, each line closed', () => {
  const grid = chart({ ...priceAndMarkers(), width: 60, height: 12 });
  for (const colors of ['truecolor', '256', '16', 'none'] as const) {
    const visible = renderAnsi(grid, { colors }).replaceAll('\u001b', '\\e');
    expectGolden(`${visible}\n`, join(FOLDER, `ansi-${colors}.txt`));
  }
});
