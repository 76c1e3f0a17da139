import type { Topology } from '../../engine/topology.ts';
import { bindExpression, type Expression } from '../../tracing/expression/expression.ts';
import { checkEventNames } from './event-fields.ts';
import { EVENT_FIELDS, readEvent } from './event-names.ts';
import { BAR_NAMES, bindBar, bindFeature, bindStrategy, strategyNames } from './market-names.ts';
import { bindPortfolio, portfolioNames } from './portfolio-names.ts';
import type { BoundName, Focus, Scope } from './scope.ts';
import { signedNames } from './signed-names.ts';

/** An expression over a run, and what it needs of it. */
export interface RunExpression extends Expression<Scope> {
  /** Numbers of the containers whose state it reads. */
  readonly containers: readonly number[];
  /** Whether it reads the event in hand. */
  readonly readsEvent: boolean;
}

/**
 * Compiles an expression such as `portfolio.equity < 95000 && event.type === 'FILL'`.
 *
 * @param name what it is called in messages.
 * @param types of the events that it is asked at; any without.
 * @throws UserError with the column and the nearest name.
 */
export function compileRunExpression(
  text: string,
  topology: Topology,
  focus: Focus,
  name: string,
  types?: Iterable<number>,
): RunExpression {
  const containers = new Set<number>();
  let unknown = false;
  const bind = (steps: readonly string[]) => {
    const bound = bindName(topology, focus, steps);
    for (const container of bound?.containers ?? []) containers.add(container);
    unknown ||= bound === undefined;
    return bound?.read ?? (() => undefined);
  };
  const words = signedNames(topology);
  const expression = bindExpression<Scope>(text, bind, { name, words });
  // The list of names is long, and is made only for the message.
  if (unknown) bindExpression<Scope>(text, bind, { name, words, paths: runNames(topology, focus) });
  checkEventNames(expression.tree, { text, name }, types);
  return {
    ...expression,
    containers: [...containers],
    readsEvent: expression.paths.some(([root]) => root === 'event'),
  };
}

/** Binds a name; undefined when there is none like it. */
export function bindName(topology: Topology, focus: Focus, steps: readonly string[]): BoundName | undefined {
  const [root, ...rest] = steps;
  const symbol = indexOfSymbol(topology, focus.symbol);
  if (root === 'event') return rest.length === 0 ? undefined : { containers: [], read: readEvent(rest) };
  if (rest.length === 0) return undefined;
  if (root === 'bar') return rest.length === 1 ? bindBar(symbol, rest[0]) : undefined;
  if (root === 'features')
    return rest.length === 1 ? bindFeature(topology.symbols[symbol], rest[0]) : undefined;
  if (root === 'metrics' || root === 'position')
    return bindPortfolio(topology, portfolioOf(topology, focus), steps, focus.symbol);
  if (root === 'portfolio') return bindPortfolio(topology, portfolioOf(topology, focus), rest, focus.symbol);
  if (root === 'strategy') return bindStrategy(topology, strategyOf(topology, focus), rest, symbol);
  const portfolio = topology.portfolios.findIndex(({ container }) => container.id === root);
  if (portfolio >= 0) return bindPortfolio(topology, portfolio, rest, focus.symbol);
  const strategy = topology.strategies.findIndex(({ container }) => container.id === root);
  if (strategy >= 0) return bindStrategy(topology, strategy, rest, symbol);
  const data = topology.symbols.findIndex((node) => node.data.id === root);
  if (data >= 0) return rest.length === 1 ? bindBar(data, rest[0]) : undefined;
  const features = topology.symbols.find((node) => node.features.id === root);
  if (features !== undefined) return rest.length === 1 ? bindFeature(features, rest[0]) : undefined;
  return undefined;
}

/** Every name that `bindName` knows, for completion and for the nearest one; `.*` ends those that are open. */
export function runNames(topology: Topology, focus: Focus): string[] {
  const symbols = topology.symbols.map(({ series }) => series.symbol);
  const symbol = indexOfSymbol(topology, focus.symbol);
  const below = (root: string, names: readonly string[]) => names.map((name) => `${root}.${name}`);
  const ofPortfolio = portfolioNames(symbols);
  return [
    ...below('bar', BAR_NAMES),
    ...below('portfolio', ofPortfolio),
    ...below('strategy', strategyNames(topology.strategies[strategyOf(topology, focus)], symbol)),
    ...below('features', topology.symbols[symbol].table.keys),
    ...ofPortfolio.filter((name) => /^(?:metrics|position)\./.test(name)),
    ...below('event', EVENT_FIELDS),
    'event.*',
    ...topology.portfolios.flatMap(({ container }) => below(container.id, ofPortfolio)),
    ...topology.strategies.flatMap((node) => below(node.container.id, strategyNames(node, symbol))),
    ...topology.symbols.flatMap(({ data }) => below(data.id, BAR_NAMES)),
    ...topology.symbols.flatMap(({ features, table }) => below(features.id, table.keys)),
  ];
}

function indexOfSymbol({ symbols }: Topology, symbol: string): number {
  return Math.max(
    0,
    symbols.findIndex(({ series }) => series.symbol === symbol),
  );
}

function portfolioOf({ portfolios }: Topology, focus: Focus): number {
  return Math.max(
    0,
    portfolios.findIndex(({ spec }) => spec.id === focus.portfolio),
  );
}

function strategyOf({ strategies }: Topology, focus: Focus): number {
  return Math.max(
    0,
    strategies.findIndex(({ spec }) => spec.id === focus.strategy),
  );
}
