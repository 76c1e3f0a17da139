import { defineMetrics } from './metric.ts';

/** What needs the whole equity curve, computed when it is asked for. Null where the curve was not kept. Fractions. */
export interface CurveReturnMetrics {
  readonly averagePeriod: number | null;
  readonly bestPeriod: number | null;
  readonly worstPeriod: number | null;
  readonly positivePeriods: number | null;
  readonly averageUpPeriod: number | null;
  readonly averageDownPeriod: number | null;
  readonly bestDay: number | null;
  readonly worstDay: number | null;
  readonly positiveDays: number | null;
  readonly expectedPeriod: number | null;
  readonly expectedMonth: number | null;
  readonly bestMonth: number | null;
  readonly worstMonth: number | null;
  readonly positiveMonths: number | null;
  readonly averageUpMonth: number | null;
  readonly averageDownMonth: number | null;
  readonly expectedYear: number | null;
  readonly bestYear: number | null;
  readonly worstYear: number | null;
  readonly positiveYears: number | null;
}

export interface CurveRiskMetrics {
  readonly variance: number | null;
  readonly downsideRisk: number | null;
  readonly skew: number | null;
  readonly kurtosis: number | null;
  readonly valueAtRisk: number | null;
  readonly conditionalValueAtRisk: number | null;
  readonly tailValueAtRisk: number | null;
  readonly tailExpectedShortfall: number | null;
  readonly riskOfRuin: number | null;
  readonly tailRatio: number | null;
  readonly outlierWinRatio: number | null;
  readonly outlierLossRatio: number | null;
  readonly stability: number | null;
  readonly autocorrelation: number | null;
}

export interface CurveRatioMetrics {
  readonly omega: number | null;
  readonly gainToPain: number | null;
  readonly commonSenseRatio: number | null;
  readonly adjustedSortino: number | null;
  readonly smartSharpe: number | null;
  readonly smartSortino: number | null;
  readonly probabilisticSharpe: number | null;
  readonly minTrackRecord: number | null;
  readonly recoveryFactor: number | null;
  readonly ulcerPerformance: number | null;
  readonly painRatio: number | null;
  readonly serenityIndex: number | null;
}

export interface CurveDrawdownMetrics {
  readonly drawdownCount: number | null;
  readonly averageDrawdown: number | null;
  readonly averageDrawdownDays: number | null;
  readonly currentDrawdown: number | null;
  readonly underwaterShare: number | null;
  readonly ulcerIndex: number | null;
  readonly painIndex: number | null;
}

export interface CurveMetrics
  extends CurveReturnMetrics,
    CurveRiskMetrics,
    CurveRatioMetrics,
    CurveDrawdownMetrics {}

const NO_CURVE = 'equity was not kept (results.equity: none), there are no updates, or equity was ≤ 0';
const or = (more: string) => `${NO_CURVE}; or ${more}`;
const fraction = (
  label: string,
  better: 'higher' | 'lower' | null,
  definition: string,
  formula?: string,
  nullWhen = NO_CURVE,
) => ({
  label,
  unit: 'fraction' as const,
  better,
  definition,
  ...(formula === undefined ? {} : { formula }),
  nullWhen,
});
const ratio = (
  label: string,
  better: 'higher' | 'lower' | null,
  definition: string,
  formula: string,
  nullWhen = NO_CURVE,
) => ({
  label,
  unit: 'ratio' as const,
  better,
  definition,
  formula,
  nullWhen,
});

const CURVE_RETURN_METRICS = defineMetrics<CurveReturnMetrics>('return', {
  averagePeriod: fraction('Average period', 'higher', 'Mean return of a period.', 'Σ r / N'),
  expectedPeriod: fraction(
    'Expected period',
    'higher',
    'Geometric mean of the returns of periods: the one return that, made each time, gives the same end.',
    '(Π(1 + r))^(1 / N) − 1',
  ),
  bestPeriod: fraction('Best period', 'higher', 'Highest return of a period.', 'max r'),
  worstPeriod: fraction('Worst period', 'higher', 'Lowest return of a period.', 'min r'),
  positivePeriods: fraction(
    'Positive periods',
    'higher',
    'Share of periods with a return above 0.',
    'periods with r > 0 / N',
  ),
  averageUpPeriod: fraction(
    'Average up period',
    'higher',
    'Mean of the returns above 0.',
    'Σ max(r, 0) / periods with r > 0',
    or('no return was above 0'),
  ),
  averageDownPeriod: fraction(
    'Average down period',
    'higher',
    'Mean of the returns below 0.',
    'Σ min(r, 0) / periods with r < 0',
    or('no return was below 0'),
  ),
  bestDay: fraction(
    'Best day',
    'higher',
    'Highest return of a calendar day (UTC), its periods compounded.',
    'max over days of Π(1 + r) − 1',
  ),
  worstDay: fraction(
    'Worst day',
    'higher',
    'Lowest return of a calendar day (UTC), its periods compounded.',
    'min over days of Π(1 + r) − 1',
  ),
  positiveDays: fraction(
    'Positive days',
    'higher',
    'Share of calendar days (UTC) with a return above 0, among those with an update.',
  ),
  expectedMonth: fraction(
    'Expected month',
    'higher',
    'Geometric mean of the returns of calendar months (UTC).',
    '(Π(1 + m))^(1 / months) − 1',
  ),
  bestMonth: fraction(
    'Best month',
    'higher',
    'Highest return of a calendar month (UTC). The first and the last count with what there is of them.',
    'max over months of Π(1 + r) − 1',
  ),
  worstMonth: fraction(
    'Worst month',
    'higher',
    'Lowest return of a calendar month (UTC). The first and the last count with what there is of them.',
    'min over months of Π(1 + r) − 1',
  ),
  positiveMonths: fraction(
    'Positive months',
    'higher',
    'Share of calendar months (UTC) with a return above 0, among those with an update.',
  ),
  averageUpMonth: fraction(
    'Average up month',
    'higher',
    'Mean of the monthly returns above 0.',
    'Σ max(m, 0) / months with m > 0',
    or('no month was above 0'),
  ),
  averageDownMonth: fraction(
    'Average down month',
    'higher',
    'Mean of the monthly returns below 0.',
    'Σ min(m, 0) / months with m < 0',
    or('no month was below 0'),
  ),
  expectedYear: fraction(
    'Expected year',
    'higher',
    'Geometric mean of the returns of calendar years (UTC), the first and the last with what there is of them.',
    '(Π(1 + r of a year))^(1 / years) − 1',
  ),
  bestYear: fraction(
    'Best year',
    'higher',
    'Highest return of a calendar year (UTC). The first and the last count with what there is of them.',
    'max over years of Π(1 + r) − 1',
  ),
  worstYear: fraction(
    'Worst year',
    'higher',
    'Lowest return of a calendar year (UTC). The first and the last count with what there is of them.',
    'min over years of Π(1 + r) − 1',
  ),
  positiveYears: fraction(
    'Positive years',
    'higher',
    'Share of calendar years (UTC) with a return above 0, among those with an update.',
  ),
});

const CURVE_RISK_METRICS = defineMetrics<CurveRiskMetrics>('risk', {
  downsideRisk: fraction(
    'Downside risk',
    'lower',
    'Downside deviation of returns over all periods, target 0, annualised.',
    '√(Σ min(r, 0)² / N) × √(periods per year)',
    or('no time has passed'),
  ),
  variance: fraction(
    'Variance',
    'lower',
    'Sample variance of returns, annualised: the square of the volatility.',
    'volatility²',
    or('there are fewer than two returns, or no time has passed'),
  ),
  skew: ratio(
    'Skew',
    'higher',
    'Sample skewness of returns, corrected for bias (G1): below 0 when the long tail is that of losses.',
    '√(N (N − 1)) / (N − 2) × m3 / m2^1.5',
    or('there are fewer than three returns, or all are equal'),
  ),
  kurtosis: ratio(
    'Excess kurtosis',
    'lower',
    'Sample excess kurtosis of returns, corrected for bias (G2): 0 for a normal distribution, above 0 for fatter tails.',
    '(N − 1) / ((N − 2)(N − 3)) × ((N + 1)(m4 / m2² − 3) + 6)',
    or('there are fewer than four returns, or all are equal'),
  ),
  valueAtRisk: fraction(
    'Value at risk, 95 %',
    'higher',
    'The return that 5 % of periods fall short of, from the returns as they were, interpolated linearly.',
    '5th percentile of r',
  ),
  conditionalValueAtRisk: fraction(
    'Conditional value at risk, 95 %',
    'higher',
    'Mean of the worst 5 % of returns, the one at the boundary included.',
    'mean of the ⌊0.05 (N − 1)⌋ + 1 lowest r',
  ),
  tailValueAtRisk: fraction(
    'Value at risk, 99 %, fitted tail',
    'higher',
    'The return that 1 % of periods fall short of, by a generalised Pareto distribution fitted to the worst tenth of returns: less a matter of chance than the 1st percentile itself.',
    '−(u + σ / ξ × ((0.01 N / N_u)^−ξ − 1)), u = −10th percentile of r, N_u returns below −u; ξ and σ by maximum likelihood',
    or('fewer than 20 returns are below the 10th percentile'),
  ),
  tailExpectedShortfall: fraction(
    'Expected shortfall, 99 %, fitted tail',
    'higher',
    'Mean of the returns that fall short of it, by the same distribution.',
    '−(loss at risk + σ − ξ u) / (1 − ξ)',
    or('fewer than 20 returns are below the 10th percentile, or the tail is too heavy to have a mean'),
  ),
  riskOfRuin: fraction(
    'Risk of ruin',
    'lower',
    'A rule of thumb, as quantstats has it: the chance of losing everything if each period won or lost the same stake. Small for any long run.',
    '((1 − w) / (1 + w))^N, w = periods above 0 / periods that are not 0',
    or('every return was 0'),
  ),
  tailRatio: ratio(
    'Tail ratio',
    'higher',
    'Size of a very good return beside that of a very bad one.',
    '|95th percentile of r / 5th percentile of r|',
    or('the 5th percentile is 0'),
  ),
  outlierWinRatio: ratio(
    'Outlier win ratio',
    null,
    'A return that only 1 % of periods exceed, beside the mean of the returns above 0: how far the best periods stand out.',
    '99th percentile of r / average up period',
    or('no return was above 0'),
  ),
  outlierLossRatio: ratio(
    'Outlier loss ratio',
    'lower',
    'A return that 1 % of periods fall short of, beside the mean of the returns below 0: how far the worst periods stand out.',
    '1st percentile of r / average down period',
    or('no return was below 0'),
  ),
  stability: ratio(
    'Stability',
    'higher',
    'How close the logarithm of wealth is to a straight line: 1 is steady growth, or steady loss.',
    'R² of log(Π(1 + r)) over the number of the period',
    or('there are fewer than two returns, or wealth never changed'),
  ),
  autocorrelation: ratio(
    'Autocorrelation',
    null,
    'Correlation of each return with the one before.',
    'corr(r_t, r_{t−1})',
    or('there are fewer than three returns, or all are equal'),
  ),
});

const CURVE_RATIO_METRICS = defineMetrics<CurveRatioMetrics>('ratio', {
  omega: ratio(
    'Omega',
    'higher',
    'What was won beside what was lost, over all periods; threshold 0.',
    'Σ max(r, 0) / Σ max(−r, 0)',
    or('no return was below 0'),
  ),
  gainToPain: ratio(
    'Gain to pain',
    'higher',
    'Sum of all returns per unit of the losses among them.',
    'Σ r / Σ max(−r, 0)',
    or('no return was below 0'),
  ),
  commonSenseRatio: ratio(
    'Common sense ratio',
    'higher',
    'Omega times the tail ratio: above 1 is good on both counts.',
    'omega × tail ratio',
    or('no return was below 0, or the 5th percentile is 0'),
  ),
  adjustedSortino: ratio(
    'Adjusted Sortino',
    'higher',
    'Sortino divided by √2, which makes it comparable with Sharpe.',
    'Sortino / √2',
    or('no return was below 0, or no time has passed'),
  ),
  smartSharpe: ratio(
    'Smart Sharpe',
    'higher',
    'Sharpe divided by how much autocorrelation makes its deviation too small.',
    'Sharpe / √(1 + 2 Σ_k (1 − k / N) |autocorrelation|^k)',
    or('there is no Sharpe ratio or no autocorrelation'),
  ),
  smartSortino: ratio(
    'Smart Sortino',
    'higher',
    'Sortino divided by the same penalty as the smart Sharpe.',
    'Sortino / √(1 + 2 Σ_k (1 − k / N) |autocorrelation|^k)',
    or('there is no Sortino ratio or no autocorrelation'),
  ),
  probabilisticSharpe: fraction(
    'Probabilistic Sharpe',
    'higher',
    'Probability that the true Sharpe ratio is above 0, given length, skewness and kurtosis of the record (Bailey and López de Prado 2012).',
    'Φ(S √(N − 1) / √(1 − g3 S + (g4 − 1) / 4 × S²)), S = Sharpe of one period, g3 and g4 population moments',
    or('there are fewer than three returns, or all are equal'),
  ),
  minTrackRecord: {
    label: 'Minimum track record',
    unit: 'count',
    better: 'lower',
    definition:
      'Periods that a record must have for its Sharpe ratio to be above 0 with a probability of 95 % (Bailey and López de Prado 2012).',
    formula: '1 + (1 − g3 S + (g4 − 1) / 4 × S²) × (1.645 / S)²',
    nullWhen: or('the Sharpe ratio is not above 0'),
  },
  recoveryFactor: ratio(
    'Recovery factor',
    'higher',
    'Total return per unit of the deepest fall.',
    'total return / |max drawdown|',
    or('equity never fell'),
  ),
  ulcerPerformance: ratio(
    'Ulcer performance index',
    'higher',
    'Yearly return above the risk-free rate per unit of the ulcer index (Martin ratio).',
    '(CAGR − rf) / ulcer index',
    or('equity never fell, or no time has passed'),
  ),
  painRatio: ratio(
    'Pain ratio',
    'higher',
    'Yearly return above the risk-free rate per unit of the pain index.',
    '(CAGR − rf) / pain index',
    or('equity never fell, or no time has passed'),
  ),
  serenityIndex: ratio(
    'Serenity index',
    'higher',
    'Yearly return above the risk-free rate per unit of the ulcer index times the pitfall: the mean of the deepest 5 % of drawdowns, the one at the boundary included, in units of volatility (Jayet).',
    '(CAGR − rf) / (ulcer index × pitfall), pitfall = |mean of the ⌊0.05 (N − 1)⌋ + 1 lowest d_t| / volatility',
    or('equity never fell, no time has passed, or all returns are equal'),
  ),
});

const CURVE_DRAWDOWN_METRICS = defineMetrics<CurveDrawdownMetrics>('drawdown', {
  drawdownCount: {
    label: 'Drawdowns',
    unit: 'count',
    better: null,
    definition: 'Falls below an earlier high, however small, one that has not ended included.',
    nullWhen: NO_CURVE,
  },
  averageDrawdown: fraction(
    'Average drawdown',
    'higher',
    'Mean depth of all drawdowns, a fraction ≤ 0; 0 when equity never fell.',
  ),
  averageDrawdownDays: {
    label: 'Average drawdown: length',
    unit: 'days',
    better: 'lower',
    definition: 'Mean calendar days from high to recovery, or to the last update.',
    nullWhen: NO_CURVE,
  },
  currentDrawdown: fraction(
    'Current drawdown',
    'higher',
    'Where equity stands below its high at the last update, a fraction ≤ 0.',
    'E_last / max E − 1',
  ),
  underwaterShare: fraction(
    'Time under water',
    'lower',
    'Share of updates at which equity was below an earlier high.',
    'updates with E_t < max(E_−1 … E_t) / N',
  ),
  ulcerIndex: fraction(
    'Ulcer index',
    'lower',
    'Root of the mean squared drawdown over all updates.',
    '√(Σ d_t² / N), d_t = E_t / max(E_−1 … E_t) − 1',
  ),
  painIndex: fraction(
    'Pain index',
    'lower',
    'Mean drawdown over all updates, as a positive fraction.',
    'Σ|d_t| / N',
  ),
});

/** Every metric of the curve, in the order in which tables show them. */
export const CURVE_METRICS = [
  ...CURVE_RETURN_METRICS,
  ...CURVE_RISK_METRICS,
  ...CURVE_RATIO_METRICS,
  ...CURVE_DRAWDOWN_METRICS,
];
