import { expect, test } from 'vitest';
import { distributionFigure } from '../../../src/reports/figures/distribution.ts';
import { equityFigure } from '../../../src/reports/figures/equity.ts';
import type { Figure } from '../../../src/reports/figures/figure.ts';
import { yearlyFigure } from '../../../src/reports/figures/monthly.ts';
import { underwaterFigure } from '../../../src/reports/figures/underwater.ts';

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
