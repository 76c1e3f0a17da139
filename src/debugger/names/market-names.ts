import type { StrategyNode, SymbolNode, Topology } from '../../engine/topology.ts';
import { fieldNamed } from './event-names.ts';
import { type BoundName, canonical, type Scope } from './scope.ts';

const PRICES = ['open', 'high', 'low', 'close', 'volume'] as const;
export const BAR_NAMES: readonly string[] = [...PRICES, 'number', 'time', 'open_time'];
const BY_CANONICAL = new Map(BAR_NAMES.map((name) => [canonical(name), name]));

/** `open`, `close`, `time` of the last bar of a symbol; missing before its first. */
export function bindBar(symbolIndex: number, field: string): BoundName | undefined {
  const name = BY_CANONICAL.get(canonical(field));
  const price = PRICES.find((one) => one === name);
  const at = (scope: Scope, of: (node: SymbolNode, index: number) => number) => {
    const node = scope.engine.topology.symbols[symbolIndex];
    const index = lastBar(node);
    return index < 0 ? undefined : of(node, index);
  };
  const column = price ?? (name === 'time' ? 'closeTime' : name === 'open_time' ? 'openTime' : undefined);
  if (column !== undefined) {
    return { containers: [], read: (scope) => at(scope, ({ series }, index) => series[column][index]) };
  }
  if (name === 'number') return { containers: [], read: (scope) => at(scope, (_, index) => index + 1) };
  return undefined;
}

/** A column of the symbol's feature table by its canonical name, `sma_20`. */
export function bindFeature({ table, symbolIndex }: SymbolNode, key: string): BoundName | undefined {
  if (!table.keys.includes(key)) return undefined;
  const column = table.columnByKey(key);
  return {
    containers: [],
    read: (scope) => {
      const index = lastBar(scope.engine.topology.symbols[symbolIndex]);
      return index < 0 ? undefined : column[index];
    },
  };
}

/** Names below a strategy: the features it reads by its own words for them, its parameters, its state. */
export function strategyNames({ spec, runners }: StrategyNode, symbol: number): string[] {
  const runner = runners[symbol] ?? runners.find((one) => one !== undefined);
  const params = Object.keys((spec.params ?? {}) as object);
  return [...(runner?.featureNames ?? []), ...params.map((name) => `params.${name}`), 'state.*'];
}

export function bindStrategy(
  topology: Topology,
  index: number,
  steps: readonly string[],
  symbol: number,
): BoundName | undefined {
  const { container, runners, spec } = topology.strategies[index];
  const runnerIndex = runners[symbol] === undefined ? runners.findIndex((one) => one !== undefined) : symbol;
  const runner = runners[runnerIndex];
  if (runner === undefined) return undefined;
  const containers = [container.number];
  const [first, ...rest] = steps;
  if (first === 'params') {
    const value = fieldNamed(spec.params, rest);
    return value === undefined ? undefined : { containers: [], read: () => value };
  }
  const ofRunner = ({ engine }: Scope) => engine.topology.strategies[index].runners[runnerIndex];
  if (first === 'state') {
    // It is asked at every bar at which its state may change.
    const read = (scope: Scope) => fieldNamed(ofRunner(scope)?.inspect().state, rest);
    return { containers, changes: 'event', read };
  }
  const name = runner.featureNames.find((one) => canonical(one) === canonical(first));
  if (name === undefined || rest.length > 0) return undefined;
  const column = runner.column(name);
  return {
    containers: [],
    read: (scope) => {
      const at = lastBar(scope.engine.topology.symbols[runnerIndex]);
      return at < 0 ? undefined : column[at];
    },
  };
}

/** Index of the last bar of a symbol that the engine has done or is doing; −1 before its first. */
export function lastBar({ bar }: SymbolNode): number {
  return bar.sequenceNumber - 1;
}
