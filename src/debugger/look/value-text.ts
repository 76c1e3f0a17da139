import { formatMetric, formatNumber, NO_VALUE } from '../../analytics/format.ts';
import type { MetricUnit } from '../../analytics/metric.ts';
import { numberText, timeText } from '../../tracing/event-text.ts';

/** What a number counts in; `number` is a price, a quantity or whatever a user keeps. */
export type Unit = MetricUnit | 'number';

const MONEY: ReadonlySet<string> = new Set([
  'cash',
  'equity',
  'gross_exposure',
  'net_exposure',
  'market_value',
  'unrealised_pnl',
  'realised_pnl',
  'costs',
  'commission',
  'slippage',
  'cash_change',
  'gross_pnl',
  'pnl',
]);

/** What a field of the engine's own counts in, by its name. */
export function unitOf(name: string): Unit {
  if (MONEY.has(name)) return 'money';
  if (name === 'drawdown') return 'fraction';
  return name === 'time' || name.endsWith('_time') || name === 'timestamp' ? 'date' : 'number';
}

/** A value as people read it: money with two digits and commas, times in UTC, other numbers with nine digits. */
export function valueText(value: unknown, unit: Unit = 'number'): string {
  if (value === null || value === undefined) return NO_VALUE;
  if (typeof value === 'number') {
    if (Number.isNaN(value)) return NO_VALUE;
    if (unit === 'number') return numberText(value);
    return unit === 'date' ? timeText(value) : formatMetric(value, unit);
  }
  if (typeof value === 'string') return value;
  return JSON.stringify(value) ?? NO_VALUE;
}

/** Two digits and commas between thousands. */
export function moneyText(amount: number): string {
  return formatNumber(amount, 2);
}

/** `81`, `1,234.5`: units without more digits than they have. */
export function unitsText(units: number): string {
  const [whole, fraction] = numberText(Math.abs(units)).split('.');
  const grouped = formatNumber(Number(whole), 0) + (fraction === undefined ? '' : `.${fraction}`);
  return units < 0 ? `-${grouped}` : grouped;
}

/** A share as percent, `0.41%`; small ones keep two digits that say something. */
export function percentText(share: number): string {
  const percent = share * 100;
  const size = Math.abs(percent);
  if (size >= 0.1 || size === 0) return `${formatNumber(percent, 2)}%`;
  return `${Number(percent.toPrecision(2))}%`;
}
