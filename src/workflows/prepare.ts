import type { LoadedBars, QualityReport } from '../data/load-bars.ts';
import { alignSeries } from '../data/shape/align.ts';
import type { BacktestSpec, PortfolioSpec, StrategySpec } from '../engine/backtest-spec.ts';
import { commissionRegistry } from '../execution/commission.ts';
import { slippageRegistry } from '../execution/slippage.ts';
import { featureKey } from '../features/index.ts';
import { nameHint } from '../foundation/nearest-name.ts';
import { UserError, UserErrors } from '../foundation/user-error.ts';
import { BAR_FIELDS, type BarSeries } from '../market/bar-series.ts';
import { makeInstrument } from '../market/instrument.ts';
import type { ExitRules } from '../risk/exit-rules.ts';
import { riskLimitRegistry } from '../risk/limits.ts';
import { type SizingDefinition, sizingRegistry } from '../risk/sizing.ts';
import { strategyRegistry } from '../strategies/index.ts';
import type { FeatureWishes } from '../strategies/strategy.ts';
import { type AnyStrategy, decidesOnAll } from '../strategies/universe.ts';
import { checkParams, isModulePath } from './config/components.ts';
import { locatorOf } from './config/config.ts';
import type { GivenLayers } from './config/given-layers.ts';
import type { Path } from './config/path.ts';
import { fingerprint } from './config/resolved.ts';
import type {
  ComponentConfig,
  ExitsConfig,
  StrategyConfig,
  WorkflowConfig,
} from './config/workflow-config.ts';
import { hashMarketData, loadMarketData } from './load-market-data.ts';
import { type LoadedWorkflow, shownPath } from './load-workflow.ts';
import { locatedAt } from './located.ts';
import { rememberIngredients } from './origin/run-origin.ts';
import { type PreparedRouting, prepareRouting } from './prepare-routing.ts';
import { loadSizingModule, loadStrategyModule, strategyProblem } from './strategy-module.ts';
import { userCodePlace } from './user-code.ts';
import { VERSION } from './version.ts';

/** A workflow with its data loaded and its components found: ready to run, as often as wanted. */
export interface PreparedRun {
  readonly config: WorkflowConfig;
  readonly spec: BacktestSpec;
  /** Sorted by symbol. */
  readonly series: readonly BarSeries[];
  /** What the checks of quality found in the source of each symbol, in the order of `data:`; absent for bars that were given. */
  readonly quality?: readonly QualityReport[];
  /** SHA-256 in hex, over data, configuration, code and seed: equal fingerprints, equal results. */
  readonly fingerprint: string;
  readonly dataHash: string;
  /** SHA-256 in hex of each module of the user's, by the id of its strategy, or by its container and path. */
  readonly codeHashes: Readonly<Record<string, string>>;
  /** The file that the configuration came from, as it was named; null for one given as an object. */
  readonly file: string | null;
  /** What was laid over that file. */
  readonly layers?: GivenLayers;
  /** Where relative paths of the configuration start. */
  readonly baseDirectory: string;
}

export interface PrepareOptions {
  readonly signal?: AbortSignal;
  /** Bars that were loaded before, in the order of `data:`; nothing is read then. */
  readonly series?: readonly BarSeries[];
  /** That of `series`, where it is known. */
  readonly dataHash?: string;
}

/**
 * Loads data and strategies of a checked workflow.
 *
 * @throws UserErrors with all that only now can be seen to be wrong: files, rows, modules, their parameters; the
 *   reason of the signal when it is aborted.
 */
export async function prepare(workflow: LoadedWorkflow, options: PrepareOptions = {}): Promise<PreparedRun> {
  const { config } = workflow;
  const { signal, series: loaded } = options;
  const [strategies, sizings, [routing], series] = await Promise.all([
    Promise.allSettled(config.strategies.map((strategy, i) => strategySpec(workflow, strategy, i))),
    Promise.allSettled(config.portfolios.map((_, i) => sizingOf(workflow, i))),
    Promise.allSettled([prepareRouting(workflow)]),
    Promise.allSettled(
      config.data.map(async (_, i) => (loaded === undefined ? await seriesOf(workflow, i, signal) : null)),
    ),
  ]);
  signal?.throwIfAborted();
  throwMistakes([...strategies, ...sizings, routing, ...series]);
  const read = series.map(fulfilled);
  // Bars that were given have been put side by side before.
  const bars =
    loaded ??
    alignSeries(
      read.flatMap((one) => one?.series ?? []),
      config.align,
    );
  if (bars.some(({ length }) => length === 0)) {
    throw new UserError('align is common, but there is no moment at which all symbols have a bar', {
      code: 'nothing_in_common',
      hint: 'are their bars equally long?',
    });
  }
  const quality = loaded === undefined ? read.flatMap((one) => one?.report ?? []) : undefined;
  const code = {
    strategies: strategies.map(fulfilled),
    sizings: sizings.map(fulfilled),
    routing: fulfilled(routing),
  };
  const prepared = await assemble(workflow, code, { bars, quality }, options);
  rememberIngredients(prepared);
  return prepared;
}

/** All that the user's modules and the registries give to a run. */
interface PreparedCode {
  readonly strategies: readonly { readonly spec: StrategySpec; readonly hash: string }[];
  readonly sizings: readonly { readonly sizing: PortfolioSpec['sizing']; readonly hash: string }[];
  readonly routing: PreparedRouting;
}

async function assemble(
  { config, file, layers, baseDirectory }: LoadedWorkflow,
  { strategies, sizings, routing }: PreparedCode,
  { bars: series, quality }: { bars: readonly BarSeries[]; quality: readonly QualityReport[] | undefined },
  { signal, dataHash: known }: PrepareOptions,
): Promise<PreparedRun> {
  const { execution, results } = config;
  const sorted = [...series].sort((a, b) => (a.symbol < b.symbol ? -1 : 1));
  const dataHash = known ?? (await hashMarketData(sorted, signal));
  const ownSizings = sizings.filter(({ hash }) => hash !== '');
  const hashes = [...strategies, ...ownSizings].map(({ hash }) => hash);
  const codeVersion = [VERSION, ...hashes, ...Object.values(routing.hashes)].join(':');
  const spec: BacktestSpec = {
    markets: config.data.map(({ symbol, lotSize, multiplier, currency }, i) => ({
      series: series[i],
      instrument: makeInstrument(symbol, { lotSize, multiplier, currency }),
    })),
    strategies: strategies.map((s) => s.spec),
    portfolios: config.portfolios.map(({ id, strategies, cash, direction, risk, exits, leverage }, i) => ({
      id,
      strategies,
      cash,
      direction,
      sizing: sizings[i].sizing,
      ...(exits === undefined ? {} : { exits: exitRules(exits) }),
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
      ...(execution.day === undefined ? {} : { day: execution.day }),
      ...(execution.financing === undefined ? {} : { financing: execution.financing }),
    },
    onError: config.onError,
    validation: config.validation,
    featureMode: 'columns',
    riskFreeRate: config.metrics.riskFreeRate,
    seed: config.seed,
    ...(routing.containers.length === 0 ? {} : { containers: routing.containers }),
    ...(routing.routes.length === 0 ? {} : { routes: routing.routes }),
  };
  return {
    config,
    spec,
    series: sorted,
    ...(quality === undefined ? {} : { quality }),
    dataHash,
    codeHashes: {
      ...Object.fromEntries(strategies.filter((s) => s.hash !== '').map((s) => [s.spec.id, s.hash] as const)),
      ...routing.hashes,
    },
    file,
    ...(layers === undefined ? {} : { layers }),
    baseDirectory,
    fingerprint: fingerprint({ configuration: config, dataHash, codeVersion, seed: config.seed }),
  };
}

/** The sizing rule of a portfolio: a registered one, or that of a module of the user's. */
async function sizingOf(
  workflow: LoadedWorkflow,
  position: number,
): Promise<{ sizing: PortfolioSpec['sizing']; hash: string }> {
  const { config, baseDirectory } = workflow;
  const { sizing } = config.portfolios[position];
  if (!isModulePath(sizing.type)) {
    return { sizing: sizingSpec(sizingRegistry.get(sizing.type), sizing), hash: '' };
  }
  const path: Path = ['portfolios', position, 'sizing'];
  const shown = (absolute: string) => shownPath(workflow, absolute);
  const { definition, hash } = await loadSizingModule(sizing.type, baseDirectory, shown).catch(
    (error: unknown) => {
      throw locatedAt(error, config, [...path, 'type']);
    },
  );
  const params = checkParams(definition, sizing.params, locatorOf(config, path));
  try {
    for (const request of Object.values(definition.features?.(params) ?? {})) featureKey(request);
  } catch (error) {
    throw locatedAt(error, config, path);
  }
  return { sizing: sizingSpec(definition, { type: definition.type, params }), hash };
}

function sizingSpec(
  definition: SizingDefinition,
  { type, params }: ComponentConfig,
): PortfolioSpec['sizing'] {
  const features = definition.features?.(params);
  const { readsTrades } = definition;
  return {
    type,
    rule: definition.create(params),
    ...(features === undefined ? {} : { features }),
    ...(readsTrades === undefined ? {} : { readsTrades }),
  };
}

function exitRules(config: ExitsConfig): ExitRules {
  const {
    stopLossPercent = Number.NaN,
    takeProfitPercent = Number.NaN,
    trailingStopPercent = Number.NaN,
    maxBars = Number.NaN,
    liveFrom,
  } = config;
  return { stopLossPercent, takeProfitPercent, trailingStopPercent, maxBars, liveFrom };
}

/** The bars of one data entry; what is wrong with them is located at its source, unless it has a place of its own. */
async function seriesOf(
  { config, baseDirectory }: LoadedWorkflow,
  position: number,
  signal: AbortSignal | undefined,
): Promise<LoadedBars> {
  try {
    return await loadMarketData(config.data[position], baseDirectory, config.seed, signal);
  } catch (error) {
    throw locatedAt(error, config, ['data', position, 'source']);
  }
}

async function strategySpec(
  workflow: LoadedWorkflow,
  strategy: StrategyConfig,
  position: number,
): Promise<{ spec: StrategySpec; hash: string }> {
  const { config, baseDirectory } = workflow;
  const { id, type, params, symbols } = strategy;
  if (typeof type !== 'string') {
    const problem = strategyProblem(type);
    if (problem !== undefined) throw new UserError(`strategy ${id}: ${problem}`, { code: 'bad_strategy' });
    return {
      spec: { id, definition: type as AnyStrategy, params, symbols, trusted: false },
      hash: '',
    };
  }
  if (strategyRegistry.has(type)) {
    const definition = strategyRegistry.get(type);
    const problem = decidesOnAll(definition)
      ? definition.checkSymbols?.([...symbols].sort(), params)
      : undefined;
    if (problem !== undefined) {
      const error = new UserError(`strategy ${id}: ${problem}`, { code: 'bad_symbols' });
      throw locatedAt(error, config, ['strategies', position]);
    }
    return { spec: { id, definition, params, symbols, trusted: true }, hash: '' };
  }
  const shown = (path: string) => shownPath(workflow, path);
  const { definition, hash } = await loadStrategyModule(type, baseDirectory, shown).catch(
    (error: unknown) => {
      throw locatedAt(error, config, ['strategies', position, 'type']);
    },
  );
  const checked = checkParams(definition, params, locatorOf(config, ['strategies', position, 'params']));
  try {
    checkWishes(definition.features(checked));
    definition.initialState?.(checked);
  } catch (error) {
    if (error instanceof UserError) throw locatedAt(error, config, ['strategies', position, 'params']);
    throw new UserError(`strategy ${type}: ${error instanceof Error ? error.message : String(error)}`, {
      code: 'bad_strategy',
      ...userCodePlace(error, shown),
      cause: error,
    });
  }
  return { spec: { id, definition, params: checked, symbols, trusted: false }, hash };
}

/** What the strategy reads must exist: told here, it has a place in the configuration. */
function checkWishes(wishes: FeatureWishes): void {
  for (const [name, wish] of Object.entries(wishes)) {
    if (typeof wish !== 'string') featureKey(wish);
    else if (!BAR_FIELDS.includes(wish)) {
      throw new UserError(`feature ${name} is "${wish}", which is neither a field of a bar nor a feature`, {
        code: 'unknown_feature',
        hint: nameHint(wish, BAR_FIELDS),
      });
    }
  }
}

/** Bugs first; then all mistakes at once. */
function throwMistakes(settled: readonly PromiseSettledResult<unknown>[]): void {
  const mistakes: UserError[] = [];
  for (const one of settled) {
    if (one.status === 'fulfilled') continue;
    const reason: unknown = one.reason;
    if (!(reason instanceof UserError)) throw reason;
    mistakes.push(...(reason instanceof UserErrors ? reason.errors : [reason]));
  }
  const line = ({ location }: UserError) => location?.line ?? 0;
  mistakes.sort((a, b) => line(a) - line(b));
  if (mistakes.length > 0) throw mistakes.length === 1 ? mistakes[0] : new UserErrors(mistakes);
}

function fulfilled<T>(settled: PromiseSettledResult<T>): T {
  if (settled.status === 'rejected') throw settled.reason;
  return settled.value;
}
