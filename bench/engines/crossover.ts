import { generateBars } from '../../src/data/generate-bars.ts';
import { Backtest, type BacktestResult } from '../../src/engine/backtest.ts';
import type { BacktestSpec } from '../../src/engine/backtest-spec.ts';
import { FeatureTable, sma } from '../../src/features/index.ts';
import type { BarSeries } from '../../src/market/bar-series.ts';
import { makeInstrument } from '../../src/market/instrument.ts';
import { smaCrossover } from '../../src/strategies/sma-crossover.ts';
import type { StrategyDefinition } from '../../src/strategies/strategy.ts';
import type { TracerSettings } from '../../src/tracing/retention.ts';
import { type Outcome, portfolioAnswers } from '../harness/case.ts';
import { NaivePortfolio, naiveBar } from './naive-engine.ts';
import { plainLoop } from './plain-loop.ts';

/** What every engine here is given: SMA crossovers on one symbol, long and short, a fixed number of units. */
export const SYMBOL = 'X';
export const SEED = 7;
export const CASH = 1_000_000;
export const QUANTITY = 10;
export const COMMISSION = 1;

/** Periods of the averages of one portfolio, in bars. */
export interface Periods {
  readonly fast: number;
  readonly slow: number;
}

/** Minute bars of a random walk. */
export function crossoverBars(bars: number): BarSeries {
  return generateBars({ symbol: SYMBOL, kind: 'random_walk', seed: SEED, bars, interval: '1m' });
}

/** The strategy as it would be without triggers: asked at every bar, with the same answers. */
export const askedAtEveryBar = { ...smaCrossover, triggers: undefined } as StrategyDefinition;

export interface CrossoverOptions {
  readonly definition?: StrategyDefinition;
  /** Keep equity at every bar, and each trade with its signals, orders and fills. */
  readonly keep?: boolean;
  /** What each portfolio traces; nothing by default. */
  readonly tracing?: TracerSettings;
}

/** A strategy and a portfolio for each pair of periods; equal features are shared. */
export function crossoverSpec(
  series: BarSeries,
  periods: readonly Periods[],
  { definition = smaCrossover as StrategyDefinition, keep = false, tracing }: CrossoverOptions = {},
): BacktestSpec {
  return {
    markets: [{ series, instrument: makeInstrument(SYMBOL) }],
    strategies: periods.map((params, i) => ({
      id: `s${i}`,
      definition,
      params,
      symbols: [SYMBOL],
      trusted: true,
    })),
    portfolios: periods.map((_, i) => ({
      id: `p${i}`,
      strategies: [{ id: `s${i}`, weight: 1 }],
      cash: CASH,
      direction: 'long_short',
      sizing: { type: 'fixed', rule: () => QUANTITY },
      limits: [],
      leverage: 1,
      keepEquity: keep,
      keepTrades: keep,
    })),
    execution: {
      profile: 'next_open',
      slippage: (price) => price,
      commission: () => COMMISSION,
      closeAtEnd: false,
    },
    onError: 'stop',
    validation: 'off',
    featureMode: 'columns',
    riskFreeRate: 0,
    tracing: tracing && ((container) => (container.startsWith('portfolio_') ? tracing : null)),
  };
}

/** The engine, from a specification to metrics; features are computed on the way. */
export function runEngine(
  series: BarSeries,
  periods: readonly Periods[],
  options?: CrossoverOptions,
): Outcome {
  return outcomeOf(new Backtest(crossoverSpec(series, periods, options)).runSync());
}

export function outcomeOf({ bars, events, portfolios }: BacktestResult): Outcome {
  const answers = portfolioAnswers(
    portfolios.map(({ funnel, equity, metrics }) => ({
      fills: funnel.fills,
      equity,
      maxDrawdown: metrics.maxDrawdown as number,
    })),
  );
  return { work: bars * portfolios.length, events, answers };
}

/** The naive engine on feature columns from our own table. `sharedBars`: one BAR object for all portfolios. */
export function runNaive(series: BarSeries, periods: readonly Periods[], sharedBars: boolean): Outcome {
  const columns = averages(series, periods);
  const portfolios = columns.map(
    ({ fast, slow }, i) => new NaivePortfolio(`p${i}`, CASH, fast, slow, QUANTITY, COMMISSION),
  );
  for (let index = 0; index < series.length; index++) {
    const shared = sharedBars ? naiveBar('feed', series, index) : undefined;
    for (let p = 0; p < portfolios.length; p++) {
      portfolios[p].onBar(shared ?? naiveBar(`p${p}`, series, index));
    }
  }
  return {
    work: series.length * periods.length,
    events: portfolios.reduce((sum, { events }) => sum + events, 0),
    answers: portfolioAnswers(portfolios),
  };
}

/** The loop, once for each portfolio. */
export function runLoop(series: BarSeries, periods: readonly Periods[]): Outcome {
  const outcomes = averages(series, periods).map(({ fast, slow }) =>
    plainLoop(series, fast, slow, CASH, QUANTITY, COMMISSION),
  );
  return { work: series.length * periods.length, events: null, answers: portfolioAnswers(outcomes) };
}

function averages(
  series: BarSeries,
  periods: readonly Periods[],
): { readonly fast: Float64Array; readonly slow: Float64Array }[] {
  const table = new FeatureTable(series, 'columns');
  const columns = periods.map(({ fast, slow }) => ({
    fast: table.column(sma(fast)),
    slow: table.column(sma(slow)),
  }));
  table.compute();
  return columns;
}
