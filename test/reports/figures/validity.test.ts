import { expect, test } from 'vitest';
import { columnsFigure } from '../../../src/reports/figures/columns.ts';
import { containersFigure } from '../../../src/reports/figures/containers.ts';
import { equityFigure } from '../../../src/reports/figures/equity.ts';
import { eventFlowFigure } from '../../../src/reports/figures/event-flow.ts';
import type { Figure } from '../../../src/reports/figures/figure.ts';
import { funnelFigure } from '../../../src/reports/figures/funnel.ts';
import { monteCarloFigure } from '../../../src/reports/figures/monte-carlo.ts';
import { type ParameterGrid, parameterHeatmap } from '../../../src/reports/figures/parameters.ts';
import { priceFigure } from '../../../src/reports/figures/price.ts';
import { regimesFigure } from '../../../src/reports/figures/regimes.ts';
import { signalsFigure } from '../../../src/reports/figures/signals.ts';
import { tradesFigure } from '../../../src/reports/figures/trades.ts';
import { walkForwardFigure } from '../../../src/reports/figures/walk-forward.ts';
import { RUN_FIGURE_NAMES } from '../../../src/reports/run/run-figures.ts';
import { sessionAtEnd } from '../run-of-figures.ts';
import { figureProblems } from './figure-problems.ts';

const EVIL = '<script>alert(1)</script> <b>$x$</b> %{x}';
const DAY = 86_400_000;
const time = Float64Array.from({ length: 6 }, (_, i) => Date.UTC(2024, 0, 1) + i * DAY);
const prices = Float64Array.of(10, 11, 10.5, Number.NaN, 12, 11);
const bars = { time, open: prices, high: prices, low: prices, close: prices, volume: prices };
const grid: ParameterGrid = {
  x: { name: EVIL, values: [1, 2] },
  y: { name: EVIL, values: ['a', EVIL] },
  name: EVIL,
  z: [
    [1, Number.NaN],
    [3, 2],
  ],
};
const mark = { time: time[1], value: 11, text: EVIL, id: EVIL, bar: 2 };

/** Figures of few values, with names that are no markup. */
const SMALL: Readonly<Record<string, Figure>> = {
  price: priceFigure({
    symbol: EVIL,
    bars,
    fills: [{ ...mark, side: 'buy' }],
    orders: [{ ...mark, side: 'sell' }],
    refused: [mark],
    waiting: [{ kind: 'stop', price: 10, from: time[0], to: time[3], text: EVIL, id: EVIL, bar: 1 }],
    trades: [{ entryTime: time[1], entryPrice: 11, exitTime: time[4], exitPrice: 12, pnl: 1, id: EVIL }],
    overlays: [{ label: EVIL, time, values: prices }],
    panes: [{ title: EVIL, lines: [{ label: EVIL, time, values: prices }] }],
  }),
  'price of one bar': priceFigure({ symbol: EVIL, bars: { ...bars, time: time.slice(0, 1) } }),
  'price of no bars': priceFigure({ symbol: EVIL, bars: { ...bars, time: [] } }),
  equity: equityFigure([{ label: EVIL, time, equity: prices }], { log: true, parted: time[2] }),
  'equity of one bar': equityFigure([{ label: EVIL, time: time.slice(0, 1), equity: prices.slice(0, 1) }]),
  'no equity': equityFigure([]),
  signals: signalsFigure({ symbol: EVIL, time, close: prices, signals: [{ ...mark, action: 'EXIT' }] }),
  'boxes of columns': columnsFigure(
    'box',
    [
      { name: EVIL, values: [3, 1, null, 2] },
      { name: 'nothing', values: [null, null, null, null] },
    ],
    [0, 1, 2, 3],
  ),
  'no trades': tradesFigure([]),
  parameters: parameterHeatmap(grid),
  'walk-forward': walkForwardFigure(
    [
      {
        name: EVIL,
        trainFrom: time[0],
        trainTo: time[2],
        testFrom: time[2],
        testTo: time[4],
        inSample: 1,
        outOfSample: Number.NaN,
        chosen: EVIL,
      },
    ],
    EVIL,
  ),
  'monte carlo': monteCarloFigure({ paths: [prices, prices], actual: prices }),
  regimes: regimesFigure({
    label: EVIL,
    time,
    values: prices,
    regimes: ['', EVIL, EVIL, '', 'calm', 'calm'],
  }),
  funnel: funnelFigure([{ name: EVIL, count: 3, lost: { [EVIL]: 1 } }]),
  'event flow': eventFlowFigure([
    { id: 'a', type: EVIL, container: EVIL, time: time[0], bar: 1, cause: null, text: EVIL },
    { id: 'b', type: 'FILL', container: 'execution_a', time: time[0], bar: 1, cause: 'a' },
  ]),
  containers: containersFigure({
    containers: [
      { id: 'root', parent: null },
      { id: `data_${EVIL}`, parent: 'root' },
      { id: `strategy_${EVIL}`, parent: 'root' },
      { id: 'portfolio_p', parent: 'root' },
    ],
    routes: [
      { kind: 'pipe', types: ['BAR'], source: `data_${EVIL}`, targets: ['portfolio_p', `strategy_${EVIL}`] },
      { kind: 'pipe', types: ['FILL'], source: 'portfolio_p', targets: [`strategy_${EVIL}`] },
    ],
  }),
};

test.each(RUN_FIGURE_NAMES)(
  'Plotly finds nothing wrong with the %s of a run, light or dark',
  async (name) => {
    const figure = await (await sessionAtEnd()).figure(name, { from: 100, to: 700 });
    expect(await figureProblems(figure.toPlotly({ theme: 'light' }))).toEqual([]);
    expect(await figureProblems(figure.toPlotly({ theme: 'dark' }))).toEqual([]);
  },
);

test.each(Object.keys(SMALL))('Plotly finds nothing wrong with %s of few values', async (name) => {
  expect(await figureProblems(SMALL[name].toPlotly())).toEqual([]);
});

test.each(Object.keys(SMALL))('the %s shows names of users as text, in Plotly and in SVG', async (name) => {
  const figure = SMALL[name];
  const json = JSON.stringify(withoutCustomData(figure.toPlotly()));
  expect(json).not.toMatch(/<(?:script|b>\$)/);
  const svg = await figure.toSvg({ width: 500 });
  expect(svg).not.toMatch(/<script/i);
  expect(svg).toMatch(/^<svg class="main-svg"/);
  expect(svg.endsWith('</svg>')).toBe(true);
});

test('Plotly finds what is wrong', async () => {
  const wrong = { data: [{ type: 'scatter', opn: [1], y: [1] }], layout: { xaxis: { rangeslidr: {} } } };
  expect(await figureProblems(wrong)).toEqual([
    'In data trace 0, key opn is not part of the schema',
    'In layout, key xaxis.rangeslidr is not part of the schema',
  ]);
});

test('a template is no place for names: what stands in one is not read by Plotly', async () => {
  const { data } = SMALL.parameters.toPlotly();
  expect(String(data[0].hovertemplate).match(/%\{\w+/g)).toEqual(['%{x', '%{y', '%{z']);
});

/** Ids are for programs, and stand as they are. */
function withoutCustomData({ data, layout }: ReturnType<Figure['toPlotly']>): unknown {
  return { data: data.map((trace) => ({ ...trace, customdata: null })), layout };
}
