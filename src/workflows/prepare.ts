import type { BacktestSpec, StrategySpec } from '../engine/backtest-spec.ts';
import { commissionRegistry } from '../execution/commission.ts';
import { slippageRegistry } from '../execution/slippage.ts';
import { UserError } from '../foundation/user-error.ts';
import type { BarSeries } from '../market/bar-series.ts';
import { makeInstrument } from '../market/instrument.ts';
import { riskLimitRegistry } from '../risk/limits.ts';
import { sizingRegistry } from '../risk/sizing.ts';
import { strategyRegistry } from '../strategies/index.ts';
import type { StrategyDefinition } from '../strategies/strategy.ts';
import { checkParams } from './config/components.ts';
import { locatorOf } from './config/config.ts';
import { fingerprint } from './config/resolved.ts';
import type { StrategyConfig, WorkflowConfig } from './config/workflow-config.ts';
import { hashMarketData, loadMarketData } from './load-market-data.ts';
import type { LoadedWorkflow } from './load-workflow.ts';
import { loadStrategyModule, strategyProblem } from './strategy-module.ts';
import { VERSION } from './version.ts';

/** A workflow with its data loaded and its components found: ready to run, as often as wanted. */
export interface PreparedRun {
  readonly config: WorkflowConfig;
  readonly spec: BacktestSpec;
  /** Sorted by symbol. */
  readonly series: readonly BarSeries[];
  /** SHA-256 in hex, over data, configuration, code and seed: equal fingerprints, equal results. */
  readonly fingerprint: string;
  readonly dataHash: string;
}

/**
 * Loads data and strategies of a checked workflow.
 *
 * @throws UserError for what only now can be seen to be wrong: files, rows, modules, their parameters.
 */
export async function prepare({ config, baseDirectory }: LoadedWorkflow): Promise<PreparedRun> {
  const strategies = await Promise.all(
    config.strategies.map((s, i) => strategySpec(config, s, i, baseDirectory)),
  );
  const series = await Promise.all(
    config.data.map((entry) => loadMarketData(entry, baseDirectory, config.seed)),
  );
  const { execution, results } = config;
  const sorted = [...series].sort((a, b) => (a.symbol < b.symbol ? -1 : 1));
  const dataHash = hashMarketData(sorted);
  const codeVersion = [VERSION, ...strategies.map((s) => s.hash)].join(':');
  const spec: BacktestSpec = {
    markets: config.data.map(({ symbol, lotSize, multiplier, currency }, i) => ({
      series: series[i],
      instrument: makeInstrument(symbol, { lotSize, multiplier, currency }),
    })),
    strategies: strategies.map((s) => s.spec),
    portfolios: config.portfolios.map(({ id, strategies, cash, direction, sizing, risk, leverage }) => ({
      id,
      strategies,
      cash,
      direction,
      sizing: { type: sizing.type, rule: sizingRegistry.get(sizing.type).create(sizing.params) },
      limits: risk.map(({ type, params }) => riskLimitRegistry.get(type).create(params)),
      leverage,
      keepEquity: results.equity === 'every_bar',
      keepTrades: results.trades === 'all',
    })),
    execution: {
      profile: execution.profile,
      slippage: slippageRegistry.get(execution.slippage.type).create(execution.slippage.params),
      commission: commissionRegistry.get(execution.commission.type).create(execution.commission.params),
      closeAtEnd: execution.closeAtEnd,
    },
    onError: config.onError,
    validation: config.validation,
    featureMode: 'columns',
    riskFreeRate: config.metrics.riskFreeRate,
  };
  return {
    config,
    spec,
    series: sorted,
    dataHash,
    fingerprint: fingerprint({ configuration: config, dataHash, codeVersion, seed: config.seed }),
  };
}

async function strategySpec(
  config: WorkflowConfig,
  strategy: StrategyConfig,
  position: number,
  baseDirectory: string,
): Promise<{ spec: StrategySpec; hash: string }> {
  const { id, type, params, symbols } = strategy;
  if (typeof type !== 'string') {
    const problem = strategyProblem(type);
    if (problem !== undefined) throw new UserError(`strategy ${id}: ${problem}`, { code: 'bad_strategy' });
    return {
      spec: { id, definition: type as StrategyDefinition, params, symbols, trusted: false },
      hash: '',
    };
  }
  if (strategyRegistry.has(type)) {
    return { spec: { id, definition: strategyRegistry.get(type), params, symbols, trusted: true }, hash: '' };
  }
  const { definition, hash } = await loadStrategyModule(type, baseDirectory);
  const checked = checkParams(definition, params, locatorOf(config, ['strategies', position, 'params']));
  return { spec: { id, definition, params: checked, symbols, trusted: false }, hash };
}
