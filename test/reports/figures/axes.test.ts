import { expect, test } from 'vitest';
import { distributionFigure } from '../../../src/reports/figures/distribution.ts';
import { equityFigure } from '../../../src/reports/figures/equity.ts';
import { exposureFigure } from '../../../src/reports/figures/exposure.ts';
import type { Figure } from '../../../src/reports/figures/figure.ts';
import { yearlyFigure } from '../../../src/reports/figures/monthly.ts';
import { underwaterFigure } from '../../../src/reports/figures/underwater.ts';
import { chart, type PaneSpec, renderPlain } from '../../../src/reports/text-chart/index.ts';

const DAY = 86_400_000;

function line(days: number, equity: (day: number) => number) {
  const each = Array.from({ length: days }, (_, day) => day);
  return {
    label: 'p',
    time: each.map((day) => Date.UTC(2020, 0, 1) + day * DAY),
    equity: each.map(equity),
    initial: 100,
  };
}

const axis = (figure: Figure, name: string) => figure.toPlotly().layout[name] as Record<string, unknown>;

test('a run of a year names it once, and one of twenty years leaves some out', () => {
  // Plotly put ticks at tenths of a year, each named 2020.
  expect(axis(yearlyFigure([line(300, (day) => 100 + day)]), 'xaxis').dtick).toBe(1);
  const long = axis(yearlyFigure([line(7300, (day) => 100 + day)]), 'xaxis');
  expect([long.dtick, long.nticks]).toEqual([undefined, 12]);
});

test('one moment is named, and not milliseconds around it', () => {
  const one = line(1, () => 100);
  const { tickmode, tickvals, ticktext } = axis(equityFigure([one]), 'xaxis');
  expect([tickmode, tickvals, ticktext]).toEqual(['array', ['2020-01-01'], ['2020-01-01']]);
  expect(axis(equityFigure([line(2, () => 100)]), 'xaxis').tickmode).toBeUndefined();
});

test('an axis of drawdowns ends at 0 also where nothing was lost', () => {
  const rising = line(30, (day) => 100 + day);
  expect(axis(underwaterFigure(rising), 'yaxis').range).toEqual([-0.01, 0]);
  expect(axis(equityFigure([rising]), 'yaxis2').range).toEqual([-0.01, 0]);
  expect(underwaterFigure(rising).toText({ width: 60, height: 8 })).not.toContain('100%');
  const falling = line(30, (day) => 100 - day);
  expect(axis(underwaterFigure(falling), 'yaxis').range).toBeUndefined();
  expect(axis(equityFigure([rising, falling]), 'yaxis2').range).toBeUndefined();
});

test('a stretch of drawdowns that are all 0 has 0 % on top and one percent below', () => {
  // The axis went from 0 % to 200 % where the stretch in view had lost nothing, though the run had.
  const values = Float64Array.from({ length: 60 }, (_, i) => (i < 30 ? -0.1 : 0));
  for (const height of [4, 7, 11]) {
    const pane: PaneSpec = {
      yFormat: { style: 'percent' },
      yRange: { max: 0 },
      layers: [{ type: 'area', values, baseline: 0 }],
    };
    const text = renderPlain(chart({ width: 40, height, view: { from: 30, to: 60 }, panes: [pane] }));
    const labels = [...text.matchAll(/^ *(-?[\d.]+)%/gm)].map(([, label]) => Number(label));
    expect(labels.length).toBeGreaterThan(1);
    expect([labels[0], labels.at(-1)]).toEqual([0, -1]);
  }
});

test('exposure of a run that never held anything does not reach whole multiples of its equity', () => {
  const { time, equity } = line(30, () => 100);
  const text = exposureFigure({ time, equity, gross: equity.map(() => 0) }).toText({ width: 60, height: 8 });
  expect(text).toContain(' 0%');
  expect(text).not.toMatch(/[12]00%/);
});

test('small percentages have labels that can be told apart', async () => {
  // From 0 % to 2 % in steps of a half stood 0 %, 1 %, 1 %, 2 %.
  const svg = await yearlyFigure([line(300, (day) => 100 + day / 150)]).toSvg();
  const labels = [...svg.matchAll(/>(-?[\d.]+%)</g)].map(([, label]) => label);
  expect(labels.length).toBeGreaterThan(2);
  expect(new Set(labels).size).toBe(labels.length);
});

test('one day at zero is a day', () => {
  expect(distributionFigure(line(4, (day) => [100, 101, 103, 104][day])).title).toBe(
    'Daily returns: p, without 1 day at zero',
  );
});
