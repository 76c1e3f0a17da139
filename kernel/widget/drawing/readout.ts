import type { Chart } from '../frame.ts';
import { numberText, percentText, priceText } from './scale.ts';

/** A value with its name, as it stands above a chart. */
export interface ReadValue {
  readonly name: string;
  readonly text: string;
  /** Of the line that it belongs to; empty for none. */
  readonly look: string;
}

/** The prices of an entry, and what the strategy read there. */
export function priceReadout(chart: Chart, index: number): ReadValue[] {
  const way = chart.close[index] >= chart.open[index] ? 'up' : 'down';
  const prices = (['open', 'high', 'low', 'close'] as const).map((name) => ({
    name: name[0].toUpperCase(),
    text: priceText(chart[name][index]),
    look: way,
  }));
  const before = chart.close[index - 1];
  const change = Number.isFinite(before)
    ? [{ name: '', text: signed(chart.close[index] / before - 1), look: way }]
    : [];
  const lines = [...chart.overlays, ...chart.oscillators].map(({ name, values }, i) => ({
    name,
    text: priceText(values[index]),
    look: `line${i % 4}`,
  }));
  return [...prices, ...change, ...lines];
}

export function accountReadout(chart: Chart, index: number): ReadValue[] {
  return [
    { name: 'equity', text: numberText(chart.equity[index], 2), look: 'equity' },
    { name: 'drawdown', text: percentText(chart.drawdown[index]), look: 'drawdown' },
    {
      name: 'units',
      text: numberText(chart.units[index], Number.isInteger(chart.units[index]) ? 0 : 4),
      look: '',
    },
  ];
}

function signed(fraction: number): string {
  return `${fraction > 0 ? '+' : ''}${percentText(fraction)}`;
}
