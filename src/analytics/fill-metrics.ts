import { defineMetrics } from './metric.ts';

/** How much was traded. */
export interface FillMetrics {
  readonly fillCount: number;
  /** Σ |units| · price · multiplier over all fills, money. */
  readonly tradedNotional: number;
  /** Traded notional per year in multiples of average equity; buying and selling all of it once is 2. */
  readonly turnover: number | null;
}

/** What trading cost, over all fills, also those of positions that are still open. */
export interface CostMetrics {
  readonly totalCommission: number;
  /** Money lost between reference price and fill price; already inside the fill prices. */
  readonly totalSlippage: number;
  readonly totalCosts: number;
  /** Total costs / initial equity. */
  readonly costShare: number;
}

export const FILL_METRICS = defineMetrics<FillMetrics>('exposure', {
  fillCount: {
    label: 'Fills',
    unit: 'count',
    better: null,
    definition: 'Fills of all orders, entries and exits.',
  },
  tradedNotional: {
    label: 'Traded notional',
    unit: 'money',
    better: null,
    definition: 'Value of everything bought and sold.',
    formula: 'Σ |units| × price × multiplier',
  },
  turnover: {
    label: 'Turnover',
    unit: 'ratio',
    better: null,
    definition:
      'Traded notional per year in multiples of average equity. Both sides count: buying and selling the whole equity once a year is 2.',
    formula: 'traded notional / average equity / years',
    nullWhen: 'no time has passed, or average equity is ≤ 0',
  },
});

export const COST_METRICS = defineMetrics<CostMetrics>('cost', {
  totalCommission: {
    label: 'Commission',
    unit: 'money',
    better: 'lower',
    definition: 'Commission of all fills.',
  },
  totalSlippage: {
    label: 'Slippage',
    unit: 'money',
    better: 'lower',
    definition:
      'What all fills lost against their reference prices. It is part of the fill prices, not a booking of its own.',
    formula: 'Σ |units| × |price − reference price| × multiplier',
  },
  totalCosts: {
    label: 'Total costs',
    unit: 'money',
    better: 'lower',
    definition: 'Commission and slippage of all fills.',
    formula: 'commission + slippage',
  },
  costShare: {
    label: 'Costs of initial equity',
    unit: 'fraction',
    better: 'lower',
    definition: 'Total costs as a share of the equity at the start.',
    formula: 'total costs / E_−1',
  },
});
