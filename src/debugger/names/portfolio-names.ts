import { METRICS } from '../../analytics/metrics.ts';
import type { PortfolioNode, Topology } from '../../engine/topology.ts';
import { fieldNamed } from './event-names.ts';
import { type BoundName, canonical } from './scope.ts';

/** Figures of a portfolio; money in the account's currency. */
const FIGURES: Readonly<Record<string, (node: PortfolioNode) => unknown>> = {
  cash: ({ ledger }) => ledger.cash,
  equity: ({ ledger }) => ledger.equity,
  gross_exposure: ({ ledger }) => ledger.grossExposure,
  net_exposure: ({ ledger }) => ledger.netExposure,
  open_positions: ({ ledger }) => ledger.openPositions,
  waiting_orders: ({ broker }) => broker.waiting,
  drawdown: ({ ledger, metrics }) => {
    const peak = Math.max(metrics.metrics.maxEquity, ledger.equity);
    return ledger.equity / peak - 1;
  },
};

const POSITION = ['units', 'average_price', 'mark', 'market_value', 'unrealised_pnl', 'realised_pnl'];
const METRIC_PROPERTIES = new Map(METRICS.map(({ name, property }) => [canonical(name), property]));

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
  const figure = Object.keys(FIGURES).find((name) => canonical(name) === canonical(first));
  if (figure !== undefined && rest.length === 0) {
    const of = FIGURES[figure];
    return { containers, read: ({ engine }) => of(engine.topology.portfolios[index]) };
  }
  if (first === 'metrics' && rest.length === 1) {
    const property = METRIC_PROPERTIES.get(canonical(rest[0]));
    if (property === undefined) return undefined;
    return { containers, read: ({ engine }) => engine.topology.portfolios[index].metrics.metrics[property] };
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
      read: ({ engine }) => engine.topology.portfolios[index].ledger.lots(symbolIndex) * lotSize,
    };
  }
  return {
    containers,
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
