import type { PlotlyTrace } from '../static-image/svg.ts';
import { Figure } from './figure.ts';
import { PERCENT_TICKS, timeAxis, valueAxis } from './layout.ts';
import { nameOf, spread } from './marks.ts';
import { nothing } from './nothing.ts';
import { plotlyText } from './plain-text.ts';
import { short } from './reduce.ts';
import { dotPlot } from './text-dots.ts';
import { percentText } from './text-form.ts';
import type { Theme } from './theme.ts';
import { timeText } from './time-text.ts';

/** A closed trade on a chart. */
export interface TradePoint {
  /** `portfolio_main/trade-3`, for `why`. */
  readonly id: string;
  readonly symbol: string;
  readonly direction: 'long' | 'short';
  /** UTC milliseconds. */
  readonly entryTime: number;
  readonly exitTime: number;
  /** Money, net of costs. */
  readonly pnl: number;
  /** Net of costs, a fraction of what the position cost at entry. */
  readonly returned: number;
  readonly barsHeld: number;
  /** Number of the bar it was closed in, for `goto`; null where it is not known. */
  readonly bar: number | null;
  /** Farthest against and for the trade while it was open, fractions of the entry price ≤ 0 and ≥ 0; NaN where it is not known. */
  readonly mae: number;
  readonly mfe: number;
}

const TRADE_FIELDS = ['id', 'bar', 'pnl', 'barsHeld'];

/** Trades that a chart shows. */
const MOST_TRADES = 1000;

/** All trades, or of very many those that won or lost most, with others evenly spread. In the order of the run. */
function shownTrades(trades: readonly TradePoint[]): readonly TradePoint[] {
  if (trades.length <= MOST_TRADES) return trades;
  const half = MOST_TRADES / 2;
  const largest = new Set(trades.toSorted((a, b) => Math.abs(b.pnl) - Math.abs(a.pnl)).slice(0, half));
  const others = new Set(
    spread(
      trades.filter((trade) => !largest.has(trade)),
      half,
    ),
  );
  return trades.filter((trade) => largest.has(trade) || others.has(trade));
}

/** Return of each trade by the time at which it was closed; the size of a mark grows with the money. */
export function tradesFigure(all: readonly TradePoint[]): Figure {
  const trades = shownTrades(all);
  const title = nameOf('Trades: return by exit', trades.length, all.length);
  if (trades.length === 0) return nothing(title, 'no trade was closed');
  const largest = trades.reduce((most, { pnl }) => Math.max(most, Math.abs(pnl)), 1e-9);
  return new Figure({
    title,
    height: 320,
    draw: (theme) => ({
      data: (['long', 'short'] as const).flatMap((direction) => {
        const some = trades.filter((trade) => trade.direction === direction);
        if (some.length === 0) return [];
        return [
          {
            ...pointsTrace(direction, some, theme),
            x: some.map(({ exitTime }) => timeText(exitTime, 16)),
            y: some.map(({ returned }) => (Number.isFinite(returned) ? short(returned) : null)),
            marker: {
              ...markerOf(some, theme, direction),
              size: some.map(({ pnl }) => short(6 + 14 * Math.sqrt(Math.abs(pnl) / largest))),
            },
          },
        ];
      }),
      layout: {
        hovermode: 'closest',
        xaxis: timeAxis(),
        yaxis: valueAxis(theme, 'return of trade', { tickformat: PERCENT_TICKS, zeroline: true }),
      },
    }),
    text: (size) =>
      dotPlot(title, size, {
        x: trades.map(({ exitTime }) => exitTime),
        y: trades.map(({ returned }) => returned),
        xText: (time) => timeText(time, 10),
        yText: percentText,
      }),
  });
}

/**
 * Maximum adverse against maximum favourable excursion of each trade: how far it went against us and for us before it was closed
 * (Sweeney 1997). Stops and targets are read off it.
 */
export function excursionFigure(all: readonly TradePoint[]): Figure {
  const trades = shownTrades(all);
  const title = nameOf('Trades: worst and best point while open', trades.length, all.length);
  const known = trades.filter(({ mae, mfe }) => Number.isFinite(mae) && Number.isFinite(mfe));
  if (known.length === 0) {
    return nothing(
      title,
      trades.length === 0 ? 'no trade was closed' : 'the prices of the trades are not known',
    );
  }
  return new Figure({
    title,
    height: 380,
    draw: (theme) => ({
      data: (['won', 'lost'] as const).flatMap((outcome) => {
        const some = known.filter(({ pnl }) => pnl > 0 === (outcome === 'won'));
        if (some.length === 0) return [];
        return [
          {
            ...pointsTrace(outcome, some, theme),
            x: some.map(({ mae }) => short(-mae)),
            y: some.map(({ mfe }) => short(mfe)),
            marker: {
              symbol: outcome === 'won' ? 'circle' : 'x',
              size: 8,
              color: theme.color(outcome === 'won' ? 'blue' : 'orange', 0.8),
              line: { color: theme.paper, width: 1 },
            },
          },
        ];
      }),
      layout: {
        hovermode: 'closest',
        xaxis: {
          ...valueAxis(theme, 'farthest against (MAE)'),
          tickformat: PERCENT_TICKS,
          rangemode: 'tozero',
          showgrid: true,
        },
        yaxis: valueAxis(theme, 'farthest for (MFE)', { tickformat: PERCENT_TICKS, rangemode: 'tozero' }),
      },
    }),
    text: (size) =>
      dotPlot(title, size, {
        x: known.map(({ mae }) => -mae),
        y: known.map(({ mfe }) => mfe),
        xText: (value) => `against ${percentText(value)}`,
        yText: percentText,
      }),
  });
}

function pointsTrace(name: string, trades: readonly TradePoint[], theme: Theme): PlotlyTrace {
  return {
    type: 'scatter',
    mode: 'markers',
    name,
    text: trades.map((trade) => plotlyText(tradeText(trade))),
    hoverinfo: 'text',
    hoverlabel: { bgcolor: theme.paper },
    cliponaxis: false,
    customdata: trades.map(({ id, bar, pnl, barsHeld }) => [id, bar, short(pnl), barsHeld]),
    meta: { customdata: TRADE_FIELDS },
  };
}

function markerOf(
  trades: readonly TradePoint[],
  theme: Theme,
  direction: string,
): Readonly<Record<string, unknown>> {
  return {
    symbol: direction === 'long' ? 'triangle-up' : 'triangle-down',
    color: trades.map(({ pnl }) => theme.color(pnl > 0 ? 'blue' : 'orange', 0.8)),
    line: { color: theme.paper, width: 1 },
  };
}

function tradeText({
  id,
  symbol,
  direction,
  entryTime,
  exitTime,
  pnl,
  returned,
  barsHeld,
  mae,
  mfe,
}: TradePoint): string {
  const lines = [
    `${id}: ${direction} ${symbol}`,
    `${timeText(entryTime)} to ${timeText(exitTime)}, ${barsHeld} bars`,
    Number.isFinite(returned) ? `${pnl.toFixed(2)} (${percentText(returned)})` : pnl.toFixed(2),
    ...(Number.isFinite(mae) ? [`worst ${percentText(mae)}, best ${percentText(mfe)}`] : []),
  ];
  return lines.join(' · ');
}
