import type { OrderFunnelCounts } from '../../analytics/order-funnel.ts';
import { containersFigure } from '../figures/containers.ts';
import { boxFigure, distributionFigure } from '../figures/distribution.ts';
import { equityFigure } from '../figures/equity.ts';
import { eventFlowFigure } from '../figures/event-flow.ts';
import { exposureFigure } from '../figures/exposure.ts';
import type { Figure } from '../figures/figure.ts';
import { type FunnelStep, funnelFigure } from '../figures/funnel.ts';
import { monthlyFigure, yearlyFigure } from '../figures/monthly.ts';
import { nothing } from '../figures/nothing.ts';
import type { EquityLine } from '../figures/returns.ts';
import { rollingBetaFigure, rollingSharpeFigure, rollingVolatilityFigure } from '../figures/rolling.ts';
import { excursionFigure, tradesFigure } from '../figures/trades.ts';
import { underwaterFigure } from '../figures/underwater.ts';
import type { RunTables, TableOptions } from '../frames/tables.ts';
import type { FigureOptions } from './figure-options.ts';
import { pricePicture, signalsPicture } from './price-picture.ts';
import { tradePoints } from './trade-points.ts';

type Maker = (tables: RunTables, options: FigureOptions) => Promise<Figure>;

/** All figures of one run, by the name they are asked for. */
export const RUN_FIGURES = {
  price: pricePicture,
  equity: async (tables, options) => equityFigure(await linesOf(tables, options)),
  drawdown: async (tables, options) => underwaterFigure(await lineOf(tables, options)),
  signals: signalsPicture,
  monthly: async (tables, options) => monthlyFigure(await lineOf(tables, options)),
  yearly: async (tables, options) => yearlyFigure(await linesOf(tables, options)),
  distribution: async (tables, options) => distributionFigure(await lineOf(tables, options)),
  returns_by_period: async (tables, options) => boxFigure(await lineOf(tables, options)),
  rolling_sharpe: async (tables, options) => rollingSharpeFigure(await linesOf(tables, options), options),
  rolling_volatility: async (tables, options) =>
    rollingVolatilityFigure(await linesOf(tables, options), options),
  rolling_beta: async (tables, options) => {
    const benchmark = await tables.benchmark();
    if (benchmark === null) return nothing('Rolling beta', 'the workflow names no benchmark');
    return rollingBetaFigure(await lineOf(tables, options), benchmark, options);
  },
  trades: async (tables, options) => tradesFigure(await tradePoints(tables, options)),
  excursions: async (tables, options) => excursionFigure(await tradePoints(tables, options)),
  exposure: async (tables, options) => {
    const table = await tables.equity(options);
    return exposureFigure({
      time: table.time as Float64Array,
      equity: table.numbers('equity'),
      gross: table.numbers('gross_exposure'),
      net: table.names.includes('net_exposure') ? table.numbers('net_exposure') : undefined,
      bar: table.numbers('bar'),
    });
  },
  funnel: async (tables, options) =>
    funnelFigure(stepsOf(await tables.funnel(options), await closedTrades(tables, options))),
  event_flow: async (tables, options) => {
    const table = await tables.events(
      options.events ?? { from: options.from, to: options.to, first: 200 },
      options,
    );
    const [ids, types, containers, causes] = ['id', 'type', 'container', 'cause'].map((name) =>
      table.texts(name),
    );
    const bars = table.numbers('bar');
    return eventFlowFigure(
      ids.map((id, row) => ({
        id,
        type: types[row],
        container: containers[row],
        time: (table.time as Float64Array)[row],
        bar: bars[row],
        cause: causes[row] === '' ? null : causes[row],
      })),
    );
  },
  containers: async (tables) => containersFigure(await tables.containers()),
} satisfies Readonly<Record<string, Maker>>;

/** A figure that `session.figure` and `report(…).figure` draw. */
export type RunFigureName = keyof typeof RUN_FIGURES;
/** All figures of a run, in the order in which help lists them. */
export const RUN_FIGURE_NAMES = Object.keys(RUN_FIGURES) as readonly RunFigureName[];

/** Equity of the portfolio. */
export async function lineOf(tables: RunTables, options: TableOptions): Promise<EquityLine> {
  const table = await tables.equity(options);
  const whole = (options.from ?? 1) === 1;
  return {
    label: options.portfolio ?? (tables.portfolios.length === 1 ? tables.portfolios[0] : 'portfolio'),
    time: table.time as Float64Array,
    equity: table.numbers('equity'),
    bar: table.numbers('bar'),
    initial: whole ? await tables.initialCash(options) : undefined,
  };
}

/** The same beside the benchmark, if there is one. */
export async function linesOf(tables: RunTables, options: TableOptions): Promise<EquityLine[]> {
  const [line, benchmark] = await Promise.all([lineOf(tables, options), tables.benchmark()]);
  return benchmark === null ? [line] : [line, benchmark];
}

async function closedTrades(tables: RunTables, options: TableOptions): Promise<number> {
  return (await tables.trades({ ...options, portfolio: options.portfolio ?? tables.portfolios[0] })).length;
}

function stepsOf(counts: OrderFunnelCounts, trades: number): FunnelStep[] {
  const { signals, orderRequests, orders, fills, cancelled, expired, rejected } = counts;
  return [
    { name: 'signals', count: signals },
    {
      name: 'orders asked for',
      count: orderRequests,
      lost: Object.fromEntries(Object.entries(rejected).map(([code, count]) => [`refused: ${code}`, count])),
    },
    { name: 'orders placed', count: orders, lost: { cancelled, expired } },
    { name: 'fills', count: fills },
    { name: 'closed trades', count: trades },
  ];
}
