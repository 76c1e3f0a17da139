import { METRICS } from '../../analytics/metrics.ts';
import type { PortfolioNode, Topology } from '../../engine/topology.ts';
import { fieldNamed } from './event-names.ts';
import { type BoundName, canonical, type Read, type Scope } from './scope.ts';

/** Figures of a portfolio; money in the account's currency. */
const FIGURES: Readonly<Record<string, (node: PortfolioNode) => unknown>> = {
  cash: ({ ledger }) => ledger.cash,
  equity: ({ ledger }) => ledger.equity,
  gross_exposure: ({ ledger }) => ledger.grossExposure,
  net_exposure: ({ ledger }) => ledger.netExposure,
  open_positions: ({ ledger }) => ledger.openPositions,
  waiting_orders: ({ broker }) => broker.waiting,
  drawdown: ({ ledger, metrics }) => {
    const peak = Math.max(metrics.metric('maxEquity') ?? Number.NEGATIVE_INFINITY, ledger.equity);
    return ledger.equity / peak - 1;
  },
};

const FIGURE_NAMES = new Map(Object.keys(FIGURES).map((name) => [canonical(name), name]));

/** What the ledger measures, by its place in a row. */
const MEASURES: Readonly<Record<string, number>> = { equity: 1, gross_exposure: 2, net_exposure: 3 };

/** The highest equity is asked for once, and followed from there: to ask for it is to compute all metrics. */
function drawdownInTurn(index: number): (scope: Scope) => Read {
  return ({ engine }) => {
    const { ledger, metrics } = engine.topology.portfolios[index];
    let peak = metrics.metrics.maxEquity;
    return () => {
      const { equity } = ledger;
      if (equity > peak) peak = equity;
      return equity / peak - 1;
    };
  };
}

const POSITION = ['units', 'average_price', 'mark', 'market_value', 'unrealised_pnl', 'realised_pnl'];
const METRIC_NAMES = new Map(METRICS.map((metric) => [canonical(metric.name), metric]));

/** Every name below a portfolio. */
export function portfolioNames(symbols: readonly string[]): string[] {
  return [
    ...Object.keys(FIGURES),
    ...POSITION.map((field) => `position.${field}`),
    ...symbols.flatMap((symbol) => POSITION.map((field) => `positions.${symbol}.${field}`)),
    ...METRICS.map(({ name }) => `metrics.${name}`),
  ];
}

/**
 * Binds `equity`, `position.units`, `positions.SPX.units`, `metrics.max_drawdown` of a portfolio; undefined when there is
 * no such name.
 *
 * @param symbol the one that `position` is in.
 */
export function bindPortfolio(
  topology: Topology,
  index: number,
  steps: readonly string[],
  symbol: string,
): BoundName | undefined {
  const node = topology.portfolios[index];
  const containers = [node.container.number];
  const [first, ...rest] = steps;
  const figure = FIGURE_NAMES.get(canonical(first));
  if (figure !== undefined && rest.length === 0) {
    const of = FIGURES[figure];
    const measure = MEASURES[figure];
    const changes = measure !== undefined || figure === 'drawdown' ? 'price' : 'event';
    const read: Read = ({ engine }) => of(engine.topology.portfolios[index]);
    const inTurn = figure === 'drawdown' ? drawdownInTurn(index) : undefined;
    return { containers, changes, measure, numeric: true, read, inTurn };
  }
  if (first === 'metrics' && rest.length === 1) {
    const metric = METRIC_NAMES.get(canonical(rest[0]));
    if (metric === undefined) return undefined;
    const { property, group } = metric;
    const read: Read = ({ engine }) => engine.topology.portfolios[index].metrics.metric(property);
    return { containers, changes: group === 'trade' ? 'event' : 'bar', numeric: true, read };
  }
  if (first === 'position' && rest.length === 1) return bindPosition(topology, index, symbol, rest[0]);
  if (first === 'positions' && rest.length === 2) return bindPosition(topology, index, rest[0], rest[1]);
  return undefined;
}

/** Of a position that is flat, units are 0 and the rest is missing. */
function bindPosition(
  topology: Topology,
  index: number,
  symbol: string,
  field: string,
): BoundName | undefined {
  const symbolIndex = topology.symbols.findIndex(({ series }) => series.symbol === symbol);
  const name = POSITION.find((one) => canonical(one) === canonical(field));
  if (symbolIndex < 0 || name === undefined) return undefined;
  const containers = [topology.portfolios[index].container.number];
  if (name === 'units') {
    const { lotSize } = topology.portfolios[index].ledger.instruments[symbolIndex];
    return {
      containers,
      changes: 'event',
      numeric: true,
      read: ({ engine }) => engine.topology.portfolios[index].ledger.lots(symbolIndex) * lotSize,
    };
  }
  return {
    containers,
    changes: name === 'average_price' || name === 'realised_pnl' ? 'event' : 'price',
    numeric: true,
    read: ({ engine }) => {
      const { ledger } = engine.topology.portfolios[index];
      if (ledger.lots(symbolIndex) === 0) return undefined;
      const positions = ledger.inspect().positions as Record<string, unknown>[];
      return fieldNamed(
        positions.find((position) => position.symbol === symbol),
        [field],
      );
    },
  };
}
