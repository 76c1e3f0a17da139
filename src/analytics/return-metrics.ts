import { defineMetrics } from './metric.ts';

/** Over what time, and with how much money. Dates are milliseconds since 1970 in UTC. */
export interface PeriodMetrics {
  /** Open time of the first bar. */
  readonly startDate: number;
  /** Timestamp of the last update. */
  readonly endDate: number | null;
  /** Calendar days between the two. */
  readonly elapsedDays: number;
  /** N, the number of portfolio updates and so of returns. */
  readonly updates: number;
  /** N / years: what this run's returns are annualised with. */
  readonly periodsPerYear: number | null;
  /** Money. */
  readonly initialEquity: number;
  readonly finalEquity: number;
  /** Lowest equity, starting equity included. */
  readonly minEquity: number;
  /** Highest equity, starting equity included. */
  readonly maxEquity: number;
  /** Mean over all updates, without the starting equity. */
  readonly averageEquity: number | null;
  /** First update at which equity was ≤ 0. From there on there are no returns, and what needs them is null. */
  readonly ruinDate: number | null;
}

/** Of the returns r_t = E_t / E_{t−1} − 1, E_{−1} being the initial equity. Fractions. */
export interface ReturnMetrics {
  readonly totalReturn: number | null;
  /** (Π(1 + r))^(periods per year / N) − 1. */
  readonly annualReturn: number | null;
  /** Compound annual growth by the calendar: years are days / 365.25. */
  readonly cagr: number | null;
  /** Sample standard deviation (ddof 1) of returns · √(periods per year). */
  readonly volatility: number | null;
  /** Risk-free rate compounded down to one period; deviation with ddof 1. Null for a constant series. */
  readonly sharpe: number | null;
  /** Target 0, downside deviation over all N. Null when nothing fell. */
  readonly sortino: number | null;
  /** CAGR / |max drawdown|. */
  readonly calmar: number | null;
}

export const PERIOD_METRICS = defineMetrics<PeriodMetrics>('period', {
  startDate: { label: 'Start', unit: 'date', better: null, definition: 'Open time of the first bar.' },
  endDate: {
    label: 'End',
    unit: 'date',
    better: null,
    definition: 'Timestamp of the last portfolio update.',
    nullWhen: 'there are no updates',
  },
  elapsedDays: {
    label: 'Elapsed',
    unit: 'days',
    better: null,
    definition: 'Calendar days from start to end.',
  },
  updates: {
    label: 'Updates',
    unit: 'count',
    better: null,
    definition: 'Portfolio updates, each of which gives one return: N.',
  },
  periodsPerYear: {
    label: 'Periods per year',
    unit: 'ratio',
    better: null,
    definition: 'Updates per year as they happened; not a convention such as 252.',
    formula: 'N / (elapsed days / 365.25)',
    nullWhen: 'no time has passed',
  },
  initialEquity: {
    label: 'Initial equity',
    unit: 'money',
    better: null,
    definition: 'Equity before the first bar: E_−1.',
  },
  finalEquity: {
    label: 'Final equity',
    unit: 'money',
    better: 'higher',
    definition: 'Equity at the last update, open positions marked.',
  },
  minEquity: {
    label: 'Lowest equity',
    unit: 'money',
    better: 'higher',
    definition: 'Lowest equity, initial equity included.',
  },
  maxEquity: {
    label: 'Highest equity',
    unit: 'money',
    better: 'higher',
    definition: 'Highest equity, initial equity included.',
  },
  averageEquity: {
    label: 'Average equity',
    unit: 'money',
    better: null,
    definition: 'Mean of equity over all updates, without the starting equity.',
    formula: 'Σ E_t / N',
    nullWhen: 'there are no updates',
  },
  ruinDate: {
    label: 'Ruin',
    unit: 'date',
    better: null,
    definition:
      'First update at which equity was ≤ 0. Returns are undefined from there on, also if equity rises above 0 again.',
    nullWhen: 'equity was always above 0',
  },
});

const NO_YEARLY_RETURN =
  'no time has passed, equity was ≤ 0, or the value is beyond any double (a few minutes raised to a year)';

export const RETURN_METRICS = defineMetrics<ReturnMetrics>('return', {
  totalReturn: {
    label: 'Total return',
    unit: 'fraction',
    better: 'higher',
    definition: 'Growth of equity over the whole run. Below −1 when more than everything was lost.',
    formula: 'E_last / E_−1 − 1',
    nullWhen: 'there are no updates',
  },
  annualReturn: {
    label: 'Annual return',
    unit: 'fraction',
    better: 'higher',
    definition:
      'Growth of one average period compounded over a year of periods. In a run periods per year are counted by the calendar, so it equals CAGR.',
    formula: '(Π(1 + r))^(periods per year / N) − 1',
    nullWhen: NO_YEARLY_RETURN,
  },
  cagr: {
    label: 'CAGR',
    unit: 'fraction',
    better: 'higher',
    definition: 'Compound annual growth rate by calendar days.',
    formula: '(E_last / E_−1)^(1 / years) − 1, years = elapsed days / 365.25',
    nullWhen: NO_YEARLY_RETURN,
  },
  volatility: {
    label: 'Volatility',
    unit: 'fraction',
    better: 'lower',
    definition: 'Sample standard deviation of returns (ddof 1), annualised.',
    formula: '√(Σ(r − mean r)² / (N − 1)) × √(periods per year)',
    nullWhen: 'there are fewer than two updates, no time has passed, or equity was ≤ 0',
  },
  sharpe: {
    label: 'Sharpe',
    unit: 'ratio',
    better: 'higher',
    definition:
      'Mean return above the risk-free rate per unit of deviation (ddof 1), annualised. The yearly risk-free rate is compounded down to one period.',
    formula: '(mean r − ((1 + rf)^(1 / periods per year) − 1)) / deviation × √(periods per year)',
    nullWhen: 'returns are constant or fewer than two, no time has passed, or equity was ≤ 0',
  },
  sortino: {
    label: 'Sortino',
    unit: 'ratio',
    better: 'higher',
    definition:
      'Mean return per unit of downside deviation over all N returns with target 0, annualised. Uses no risk-free rate.',
    formula: 'mean r / √(Σ min(r, 0)² / N) × √(periods per year)',
    nullWhen: 'no return was negative, no time has passed, or equity was ≤ 0',
  },
  calmar: {
    label: 'Calmar',
    unit: 'ratio',
    better: 'higher',
    definition: 'CAGR per unit of max drawdown, both over the whole run.',
    formula: 'CAGR / |max drawdown|',
    nullWhen: 'CAGR is null, or there was no drawdown',
  },
});
