import type { Payloads } from '../events/payloads.ts';
import { MS_PER_DAY } from './annualise.ts';
import { defineMetrics } from './metric.ts';
import { quantile } from './series/distribution.ts';

/** Of the closed trades that were kept: half of them lie below, whatever the few largest are. Net of costs. */
export interface MedianMetrics {
  /** Money. */
  readonly medianTrade: number | null;
  /** Money > 0. */
  readonly medianWin: number | null;
  /** Money < 0. */
  readonly medianLoss: number | null;
  /** Fraction of the value at entry. */
  readonly medianTradeReturn: number | null;
  readonly medianBarsHeld: number | null;
  /** Calendar days. */
  readonly medianHoldingDays: number | null;
}

const NOT_KEPT = 'trades were not kept (results.trades: none)';
const NO_TRADES = `no trade is closed, or ${NOT_KEPT}`;

export const MEDIAN_METRICS = defineMetrics<MedianMetrics>('trade', {
  medianTrade: {
    label: 'Median trade',
    unit: 'money',
    better: 'higher',
    definition:
      'Net pnl in the middle of all closed trades, of an even number the mean of the two in the middle.',
    formula: 'median of pnl',
    nullWhen: NO_TRADES,
  },
  medianWin: {
    label: 'Median win',
    unit: 'money',
    better: 'higher',
    definition: 'Net pnl in the middle of the trades above 0.',
    formula: 'median of pnl > 0',
    nullWhen: `no trade was won, or ${NOT_KEPT}`,
  },
  medianLoss: {
    label: 'Median loss',
    unit: 'money',
    better: 'higher',
    definition: 'Net pnl in the middle of the trades below 0, a negative amount.',
    formula: 'median of pnl < 0',
    nullWhen: `no trade was lost, or ${NOT_KEPT}`,
  },
  medianTradeReturn: {
    label: 'Median trade return',
    unit: 'fraction',
    better: 'higher',
    definition: 'Net pnl as a fraction of the value at entry, in the middle of all closed trades.',
    formula: 'median of pnl / (quantity × entry price × multiplier)',
    nullWhen: NO_TRADES,
  },
  medianBarsHeld: {
    label: 'Median bars held',
    unit: 'bars',
    better: null,
    definition: 'Number of bars held, in the middle of all closed trades.',
    formula: 'median of bars held',
    nullWhen: NO_TRADES,
  },
  medianHoldingDays: {
    label: 'Median holding time',
    unit: 'days',
    better: null,
    definition: 'Calendar time from entry to exit, in the middle of all closed trades.',
    formula: 'median of exit time − entry time',
    nullWhen: NO_TRADES,
  },
});

/** What of a closed trade the medians depend on. */
export type KeptTrade = Pick<
  Payloads['POSITION_CLOSE'],
  'pnl' | 'quantity' | 'entryPrice' | 'multiplier' | 'barsHeld' | 'entryTime' | 'exitTime'
>;

export function medianMetrics(trades: readonly KeptTrade[]): MedianMetrics {
  const of = (values: readonly number[]) =>
    values.length === 0 ? null : quantile(Float64Array.from(values).sort(), 0.5);
  const pnl = trades.map((trade) => trade.pnl);
  return {
    medianTrade: of(pnl),
    medianWin: of(pnl.filter((one) => one > 0)),
    medianLoss: of(pnl.filter((one) => one < 0)),
    medianTradeReturn: of(
      trades.map((trade) => trade.pnl / (trade.quantity * trade.entryPrice * trade.multiplier)),
    ),
    medianBarsHeld: of(trades.map(({ barsHeld }) => barsHeld)),
    medianHoldingDays: of(trades.map(({ entryTime, exitTime }) => (exitTime - entryTime) / MS_PER_DAY)),
  };
}
