import { nearestName } from '../foundation/nearest-name.ts';
import { matchesPattern } from '../tracing/pattern.ts';
import { isSpokenOf, resolveTraceRule, type TraceRule } from '../tracing/settings/trace-rule.ts';
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
    const rule = ruleOf(container, config);
    const symbols = symbolsOf(config, container);
    const total = bars && symbols.reduce((sum, symbol) => sum + (bars.get(symbol) ?? 0), 0);
    const memory = estimateMemory(rule, container.type, symbols.length, total);
    return { container: container.id, type: container.type, rule, memory };
  });
}

/** A rule as a run carries it out: without a word about a container nothing of it is kept. */
function ruleOf({ id, type }: PlannedContainer, config: WorkflowConfig): TraceRule {
  const rule = resolveTraceRule(id, config.tracing);
  if (!isSpokenOf(rule)) return { ...rule, enabled: false, mode: 'off', dynamicRules: [] };
  // Only portfolios have the metrics and the account that conditions ask for.
  return type === 'portfolio' ? rule : { ...rule, dynamicRules: [] };
}

/** A block of trace settings that does nothing, and why. */
export interface IdleSetting {
  readonly pattern: string;
  /** Where it is written: `trace_settings.overrides[0]`. */
  readonly source: string;
  readonly reason: string;
}

/** Settings that no container of the run takes notice of: most likely misspelt. */
export function idleSettings(config: WorkflowConfig): IdleSetting[] {
  const containers = containersOf(config);
  const names = new Set(containers.flatMap(({ id, type }) => [`${type}_*`, id]));
  return config.tracing.layers
    .flatMap(({ blocks }) => blocks)
    .flatMap(({ pattern, source, dynamicRules }) => {
      if (pattern === null) return [];
      const matching = containers.filter(({ id }) => matchesPattern(pattern, id));
      if (matching.length === 0) {
        const near = nearestName(pattern, names);
        const hint = near === undefined ? '' : ` (did you mean ${JSON.stringify(near)}?)`;
        return [{ pattern, source, reason: `no container matches ${JSON.stringify(pattern)}${hint}` }];
      }
      if (dynamicRules === undefined || matching.some(({ type }) => type === 'portfolio')) return [];
      const reason = `${JSON.stringify(pattern)} matches no portfolio, and only of these conditions are asked`;
      return [{ pattern, source: `${source}.dynamic_rules`, reason }];
    });
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
