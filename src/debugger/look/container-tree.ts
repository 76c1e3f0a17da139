import { METRICS } from '../../analytics/metrics.ts';
import type { Component, Container } from '../../engine/container.ts';
import type { Engine } from '../../engine/engine.ts';
import type { PortfolioNode, StrategyNode, SymbolNode } from '../../engine/topology.ts';
import { BAR_NAMES, bindBar, bindFeature } from '../names/market-names.ts';
import { bindPortfolio, portfolioNames } from '../names/portfolio-names.ts';
import type { Focus, Scope } from '../names/scope.ts';
import { dataNode, field, group, type TreeNode } from './tree-node.ts';
import { moneyText, valueText } from './value-text.ts';

const FIGURES = portfolioNames([]).filter((name) => !name.includes('.'));
const OWN_COMPONENTS: ReadonlySet<string> = new Set(['order_manager', 'funnel', 'lineage']);

/**
 * A container as a tree: the containers below it, its components, their fields. All is read from the engine where it
 * stands now.
 */
export function containerNode(engine: Engine, focus: Focus, container: Container): TreeNode {
  const { symbols, strategies, portfolios } = engine.topology;
  const below = () =>
    container.children.map((child): [string, TreeNode] => [child.id, containerNode(engine, focus, child)]);
  const data = symbols.find((node) => node.data === container);
  if (data !== undefined) return dataOf(engine, data, below);
  const features = symbols.find((node) => node.features === container);
  if (features !== undefined) return featuresOf(engine, features, below);
  const strategy = strategies.find((node) => node.container === container);
  if (strategy !== undefined) return strategyOf(strategy, engine, focus, below);
  const portfolio = portfolios.findIndex((node) => node.container === container);
  if (portfolio >= 0) return portfolioOf(engine, focus, portfolio, below);
  const execution = portfolios.find((node) => node.execution === container);
  if (execution !== undefined) return executionOf(engine, execution, below);
  return containerWith(() => [...below(), ...componentsOf(container, []), ...counts(container)]);
}

type Fields = () => Iterable<[string, TreeNode]>;

function containerWith(fields: Fields, more: Pick<TreeNode, 'shortcuts' | 'summary'> = {}): TreeNode {
  return { kind: 'container', children: () => new Map(fields()), ...more };
}

function dataOf(engine: Engine, { symbolIndex, data, series }: SymbolNode, below: Fields): TreeNode {
  const scope = { engine, event: null };
  const read = (name: string) => bindBar(symbolIndex, name)?.read(scope);
  return containerWith(
    () => [
      field('symbol', series.symbol),
      ...[
        'number',
        'open_time',
        ...BAR_NAMES.filter((name) => name !== 'number' && name !== 'open_time'),
      ].map((name) => field(name, read(name))),
      ...componentsOf(data, ['feed']),
      ...below(),
    ],
    { summary: () => `close ${valueText(read('close'))}` },
  );
}

function featuresOf(engine: Engine, node: SymbolNode, below: Fields): TreeNode {
  const scope = { engine, event: null };
  const { keys } = node.table;
  return containerWith(
    () => [
      ...keys.map((key) => field(key, bindFeature(node, key)?.read(scope), 'number')),
      ...componentsOf(node.features, ['features']),
      ...below(),
    ],
    { summary: () => keys.join(', ') },
  );
}

/** One symbol's fields stand at the top; of several, those of the focused one are understood there. */
function strategyOf(
  { container, spec, runners }: StrategyNode,
  engine: Engine,
  focus: Focus,
  below: Fields,
): TreeNode {
  const ofRunner = (index: number): [string, TreeNode][] => {
    const { state, values } = (runners[index] as NonNullable<(typeof runners)[number]>).inspect();
    return [
      dataNode('state', state, false),
      group('values', () => {
        const read = values as Readonly<Record<string, number>>;
        const names = runners[index]?.featureNames ?? [];
        return names.map((name) => field(name, read[name], 'number'));
      }),
    ];
  };
  const traded = runners.flatMap((runner, index) => (runner === undefined ? [] : [index]));
  const symbolOf = (index: number) => engine.topology.symbols[index].series.symbol;
  const focused = traded.find((index) => symbolOf(index) === focus.symbol) ?? traded[0];
  const own = runners.flatMap((runner) => runner?.componentId ?? []);
  const single = traded.length === 1;
  return containerWith(
    () => [
      field('type', spec.definition.type),
      dataNode('params', spec.params ?? {}, false),
      ...(single ? [field('symbol', symbolOf(focused)), ...ofRunner(focused)] : []),
      ...(single ? [] : traded.map((index) => group(symbolOf(index), () => ofRunner(index)))),
      ...componentsOf(container, own),
      ...counts(container),
      ...below(),
    ],
    {
      summary: () => spec.definition.type,
      shortcuts: () => {
        const fields = new Map(ofRunner(focused));
        return new Map([...fields, ...(fields.get('values')?.children?.() ?? [])]);
      },
    },
  );
}

function portfolioOf(engine: Engine, focus: Focus, index: number, below: Fields): TreeNode {
  const node = engine.topology.portfolios[index];
  const scope: Scope = { engine, event: null };
  const read = (...steps: string[]) =>
    bindPortfolio(engine.topology, index, steps, focus.symbol)?.read(scope);
  const positions = positionsOf(node);
  return containerWith(
    () => [
      ...FIGURES.map((name) => field(name, read(name), name.endsWith('s') ? 'count' : undefined)),
      positions,
      ...componentsOf(node.container, ['positions', 'metrics', 'risk_manager', 'order_manager']),
      dataNode('order_manager', sleevesOf(node), true),
      metricsOf(node),
      ...counts(node.container),
      ...below(),
    ],
    {
      summary: () => `equity ${moneyText(node.ledger.equity)}`,
      shortcuts: () => {
        const { children, shortcuts } = positions[1];
        const held = children?.().get(focus.symbol) ?? shortcuts?.().get(focus.symbol);
        return new Map(held === undefined ? [] : [['position', held]]);
      },
    },
  );
}

/** Held positions are listed; one that is flat is understood, with 0 units. */
function positionsOf({ ledger }: PortfolioNode): [string, TreeNode] {
  const held = () =>
    (ledger.inspect().positions as { symbol: string }[]).map(({ symbol, ...rest }) => {
      const [, node] = dataNode(symbol, rest, true);
      return [symbol, node] as [string, TreeNode];
    });
  const flat = () =>
    new Map(ledger.instruments.map(({ symbol }) => group(symbol, () => [field('units', 0)])));
  return group('positions', held, { shortcuts: flat, summary: () => heldText(ledger.openPositions) });
}

function heldText(count: number): string {
  return count === 0 ? 'flat' : `${count} held`;
}

function sleevesOf({ orders }: PortfolioNode): Record<string, unknown> {
  const { sleeves, ...rest } = orders.inspect();
  const byStrategy: Record<string, Record<string, unknown>> = {};
  for (const { strategy, symbol, ...sleeve } of sleeves as Record<string, unknown>[]) {
    byStrategy[String(strategy)] ??= {};
    byStrategy[String(strategy)][String(symbol)] = sleeve;
  }
  return { ...rest, sleeves: byStrategy };
}

function metricsOf({ metrics }: PortfolioNode): [string, TreeNode] {
  return group(
    'metrics',
    () => {
      const values = metrics.metrics;
      return METRICS.map(({ name, property, unit }) => field(name, values[property], unit));
    },
    { kind: 'component', summary: () => `${METRICS.length} figures` },
  );
}

function executionOf(engine: Engine, { execution, broker }: PortfolioNode, below: Fields): TreeNode {
  return containerWith(
    () => {
      const { profile, waiting } = broker.inspect();
      return [
        field('profile', profile),
        group(
          'waiting',
          () =>
            (waiting as WaitingOrder[]).map(({ orderNumber, decidedAtBar, ...order }) => {
              const decided = barNumber(engine, order.symbol, decidedAtBar);
              const [, node] = dataNode('order', { ...order, decidedAtBar: decided }, true);
              return [`order_${orderNumber}`, node];
            }),
          { summary: () => (broker.waiting === 0 ? 'none' : `${broker.waiting}`) },
        ),
        ...componentsOf(execution, ['broker']),
        ...counts(execution),
        ...below(),
      ];
    },
    { summary: () => (broker.waiting === 0 ? 'no waiting order' : `${broker.waiting} waiting`) },
  );
}

interface WaitingOrder {
  readonly orderNumber: number;
  readonly symbol: string;
  /** Index in the symbol's series. */
  readonly decidedAtBar: number;
}

/** The number, among the bars of the run, of a symbol's own bar. */
function barNumber({ topology, timeline }: Engine, symbol: string, index: number): number {
  const node = topology.symbols.find(({ series }) => series.symbol === symbol) as SymbolNode;
  return timeline.sliceAt(node.series.closeTime[index]) + 1;
}

/** What the components show by themselves; those shown otherwise are left out. */
function componentsOf({ components }: Container, shown: readonly string[]): [string, TreeNode][] {
  return components
    .filter((component) => component.inspect !== undefined && !shown.includes(component.componentId))
    .map((component: Component) => {
      const own = OWN_COMPONENTS.has(component.componentId);
      const [, node] = dataNode('component', component.inspect?.() ?? {}, own);
      return [component.componentId, { ...node, kind: 'component' }];
    });
}

function counts({ bus, state }: Container): [string, TreeNode][] {
  return [
    field('events', bus.sequence, 'count'),
    field('errors', bus.errors, 'count'),
    field('lifecycle', state),
  ];
}
