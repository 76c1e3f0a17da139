import { matchesPattern } from '../tracing/pattern.ts';
import { resolveTraceRule, type TraceRule } from '../tracing/settings/trace-rule.ts';
import { type ContainerType, type PlannedContainer, plannedContainers } from './config/container-names.ts';
import type { WorkflowConfig } from './config/workflow-config.ts';
import { estimateMemory, type MemoryEstimate } from './trace-memory.ts';

/** What one container of a run traces, why, and what it will take. */
export interface TraceExplanation {
  readonly container: string;
  readonly type: ContainerType;
  readonly rule: TraceRule;
  readonly memory: MemoryEstimate;
}

/**
 * What each container of a run will trace, in the order in which the engine makes them.
 *
 * @param bars number of bars by symbol, once data is loaded; without it what grows with bars is told for one bar.
 */
export function explainTracing(
  config: WorkflowConfig,
  bars: ReadonlyMap<string, number> | null = null,
): TraceExplanation[] {
  return containersOf(config).map((container) => {
    const rule = resolveTraceRule(container.id, config.tracing);
    const symbols = symbolsOf(config, container);
    const total = bars && symbols.reduce((sum, symbol) => sum + (bars.get(symbol) ?? 0), 0);
    const memory = estimateMemory(rule, container.type, symbols.length, total);
    return { container: container.id, type: container.type, rule, memory };
  });
}

/** Patterns of the settings that match no container of the run: most likely misspelt. */
export function unusedPatterns(
  config: WorkflowConfig,
): { readonly pattern: string; readonly source: string }[] {
  const ids = containersOf(config).map(({ id }) => id);
  return config.tracing.layers
    .flatMap(({ blocks }) => blocks)
    .flatMap(({ pattern, source }) =>
      pattern === null || ids.some((id) => matchesPattern(pattern, id)) ? [] : [{ pattern, source }],
    );
}

function containersOf({ data, strategies, portfolios, containers }: WorkflowConfig): PlannedContainer[] {
  return plannedContainers({
    symbols: data.map(({ symbol }) => symbol),
    strategies: strategies.map(({ id }) => id),
    portfolios: portfolios.map(({ id }) => id),
    own: containers,
  });
}

/** Symbols whose bars or trades pass a container. */
function symbolsOf(config: WorkflowConfig, { type, of }: PlannedContainer): readonly string[] {
  const ofStrategy = (id: string) => config.strategies.find((strategy) => strategy.id === id)?.symbols ?? [];
  switch (type) {
    case 'root':
    case 'own':
      return [];
    case 'data':
    case 'features':
      return [of ?? ''];
    case 'strategy':
      return ofStrategy(of ?? '');
    case 'portfolio':
    case 'execution': {
      const portfolio = config.portfolios.find(({ id }) => id === of);
      return [...new Set(portfolio?.strategies.flatMap(({ id }) => ofStrategy(id)))];
    }
  }
}
