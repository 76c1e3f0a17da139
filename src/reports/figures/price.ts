import type { PlotlyJson, PlotlyTrace } from '../static-image/svg.ts';
import type { Layer, Marker, PaneSpec } from '../text-chart/index.ts';
import { type BarColumns, type Candles, candlesOf } from './candles.ts';
import { Figure } from './figure.ts';
import { domains, timeAxis, valueAxis } from './layout.ts';
import { indexAt, lineTrace, type TimeLine } from './lines.ts';
import { type Mark, MOST_MARKS, marksTrace, spread } from './marks.ts';
import { nothing } from './nothing.ts';
import { plotlyText } from './plain-text.ts';
import { picked, short } from './reduce.ts';
import { textChart } from './text-form.ts';
import type { Theme } from './theme.ts';
import { timeBreaks } from './time-breaks.ts';
import { precisionOf, timeText, timeTexts } from './time-text.ts';

export interface SideMark extends Mark {
  readonly side: 'buy' | 'sell';
}

/** A price that waited for the market: a limit, or a stop. */
export interface WaitingPrice {
  readonly kind: 'limit' | 'stop';
  readonly price: number;
  /** When it began and ceased to wait, UTC milliseconds. */
  readonly from: number;
  readonly to: number;
  readonly text: string;
  readonly id: string;
  readonly bar: number | null;
}

/** New shares for old ones: prices before it are those of an old share. */
export interface PriceSplit {
  /** Opening of the first bar in new shares, UTC milliseconds. */
  readonly time: number;
  /** New shares for an old one. */
  readonly ratio: number;
}

/** A closed trade as a line from its entry to its exit. Prices are those of a share at its exit. */
export interface TradeSpan {
  readonly entryTime: number;
  readonly entryPrice: number;
  readonly exitTime: number;
  readonly exitPrice: number;
  readonly pnl: number;
  readonly id: string;
}

export interface PriceInput {
  readonly symbol: string;
  readonly bars: BarColumns;
  /** Number of each bar in its run, for `goto`; counted from 1 when left out. */
  readonly bar?: ArrayLike<number>;
  readonly fills?: readonly SideMark[];
  /** Orders at the close of the bar they were decided on. */
  readonly orders?: readonly SideMark[];
  readonly refused?: readonly Mark[];
  readonly waiting?: readonly WaitingPrice[];
  readonly trades?: readonly TradeSpan[];
  /** Splits that the bars are not adjusted for, in order. */
  readonly splits?: readonly PriceSplit[];
  /** Lines over the prices. */
  readonly overlays?: readonly TimeLine[];
  /** Panes below, each with its lines: an oscillator, a signal. */
  readonly panes?: readonly { readonly title: string; readonly lines: readonly TimeLine[] }[];
}

/** Candles with what was traded on them, indicators and volume. Long series become longer candles; marks stay where they were. */
export function priceFigure(input: PriceInput): Figure {
  const { symbol, bars } = input;
  const candles = candlesOf(bars);
  const each = candles.interval === null ? '' : `, candles of ${candles.interval}`;
  const title = `${symbol}: price and trades${each}`;
  if (bars.time.length === 0) return nothing(title, 'no bars');
  const panes = input.panes?.length ?? 0;
  return new Figure({
    title,
    height: 460 + 110 * panes,
    draw: (theme) => drawn(input, candles, theme),
    text: (size) => textChart(title, size, { times: bars.time, panes: textPanes(input) }),
  });
}

function drawn(input: PriceInput, candles: Candles, theme: Theme): PlotlyJson {
  const { panes = [] } = input;
  const volume = hasVolume(candles);
  const parts = domains([4, ...(volume ? [1] : []), ...panes.map(() => 1.2)], 0.04);
  const breaks = timeBreaks(candles.bars.time);
  const own = parts.slice(volume ? 2 : 1);
  const last = parts.length === 1 ? 'y' : `y${parts.length}`;
  return {
    data: [
      candleTrace(input, candles, theme),
      ...(input.overlays ?? []).map((line, i) =>
        lineTrace(line, { color: theme.color(OVERLAYS[i % OVERLAYS.length]), width: 1.5 }),
      ),
      ...tradeTraces(input.trades ?? [], input.splits ?? [], theme),
      ...waitingTraces(input.waiting ?? [], theme),
      ...markTraces(input, theme),
      ...(volume ? [volumeTrace(candles, theme)] : []),
      ...panes.flatMap(({ lines }, pane) =>
        lines.map((line, i) =>
          lineTrace(line, {
            color: theme.lines[i % theme.lines.length],
            yaxis: `y${pane + (volume ? 3 : 2)}`,
          }),
        ),
      ),
    ],
    layout: {
      hovermode: 'closest',
      xaxis: timeAxis({ anchor: last, ...(breaks.length === 0 ? {} : { rangebreaks: breaks }) }),
      yaxis: { domain: parts[0], ...valueAxis(theme, 'price') },
      ...(volume ? { yaxis2: { domain: parts[1], ...valueAxis(theme, 'volume', { nticks: 3 }) } } : {}),
      ...Object.fromEntries(
        own.map((domain, pane) => [
          `yaxis${pane + (volume ? 3 : 2)}`,
          { domain, ...valueAxis(theme, plotlyText(panes[pane].title), { nticks: 4 }) },
        ]),
      ),
    },
  };
}

/** Colours that up, down and fills do not have. */
const OVERLAYS = ['purple', 'green', 'red', 'cyan', 'yellow'] as const;

function candleTrace({ symbol, bar }: PriceInput, { bars, starts }: Candles, theme: Theme): PlotlyTrace {
  const all = Uint32Array.from({ length: bars.time.length }, (_, i) => i);
  const side = (color: string) => ({ line: { color, width: 1 }, fillcolor: color });
  return {
    type: 'candlestick',
    name: plotlyText(symbol),
    x: timeTexts(bars.time),
    open: picked(bars.open, all),
    high: picked(bars.high, all),
    low: picked(bars.low, all),
    close: picked(bars.close, all),
    increasing: side(theme.color('blue', 0.75)),
    decreasing: side(theme.color('orange', 0.75)),
    customdata: Array.from(starts, (start) => bar?.[start] ?? start + 1),
    meta: { customdata: ['bar'] },
    showlegend: false,
  };
}

function hasVolume({ bars }: Candles): boolean {
  return bars.volume !== undefined && Array.from(bars.volume).some((volume) => volume > 0);
}

function volumeTrace({ bars }: Candles, theme: Theme): PlotlyTrace {
  const rows = Uint32Array.from({ length: bars.time.length }, (_, i) => i);
  return {
    type: 'bar',
    name: 'volume',
    x: timeTexts(bars.time),
    y: picked(bars.volume, rows),
    yaxis: 'y2',
    marker: { color: theme.color('grey', 0.6), line: { width: 0 } },
    hovertemplate: '%{y:.4s}<extra>volume</extra>',
    showlegend: false,
  };
}

/** Fills that can be seen apart; of more, orders are shown when they are asked for in the legend. */
const MOST_FILLS = 40;
/** Fills that would hide the prices if they were not small. */
const MOST_LARGE = 150;

function markTraces({ fills = [], orders = [], refused = [] }: PriceInput, theme: Theme): PlotlyTrace[] {
  const rim = theme.paper;
  const many = fills.length > MOST_FILLS;
  const of = (marks: readonly SideMark[], side: SideMark['side']) =>
    marks.filter((mark) => mark.side === side);
  const groups: [string, readonly Mark[], string, string, number?][] = [
    ['buy order', of(orders, 'buy'), 'triangle-up-open', theme.color('blue'), 9],
    ['sell order', of(orders, 'sell'), 'triangle-down-open', theme.color('orange'), 9],
    ['refused', refused, 'x', theme.color('red'), 8],
    ['bought', of(fills, 'buy'), 'triangle-up', theme.color('blue'), 11],
    ['sold', of(fills, 'sell'), 'triangle-down', theme.color('orange'), 11],
  ];
  return groups
    .filter(([, marks]) => marks.length > 0)
    .map(([name, marks, symbol, color, size = 10]) => ({
      ...marksTrace(name, marks, {
        symbol,
        color,
        rim,
        size: fills.length > MOST_LARGE ? 5 : many ? size - 3 : size,
      }),
      ...(many && symbol.endsWith('-open') ? { visible: 'legendonly' } : {}),
    }));
}

/** One trace of winners and one of losers, gaps between the trades. */
function tradeTraces(all: readonly TradeSpan[], splits: readonly PriceSplit[], theme: Theme): PlotlyTrace[] {
  const trades = spread(all, MOST_MARKS).map((trade) => ({ ...trade, points: tradePoints(trade, splits) }));
  const cut = precisionOf(trades.flatMap(({ entryTime, exitTime }) => [entryTime, exitTime]));
  const group = (name: string, some: typeof trades, color: string): PlotlyTrace[] =>
    some.length === 0
      ? []
      : [
          {
            type: 'scatter',
            mode: 'lines',
            name,
            x: some.flatMap(({ points }) => [...points.map(({ time }) => timeText(time, cut)), null]),
            y: some.flatMap(({ points }) => [...points.map(({ price }) => short(price)), null]),
            line: { color, width: 2, dash: 'dot' },
            hoverinfo: 'skip',
            customdata: some.flatMap(({ id, points }) => [...points.map(() => [id]), null]),
            meta: { customdata: ['id'] },
          },
        ];
  return [
    ...group(
      'won',
      trades.filter(({ pnl }) => pnl > 0),
      theme.color('blue'),
    ),
    ...group(
      'lost',
      trades.filter(({ pnl }) => !(pnl > 0)),
      theme.color('orange'),
    ),
  ];
}

/** From the entry to the exit, straight in new shares: it breaks where the prices that it lies on do. */
function tradePoints(
  { entryTime, entryPrice, exitTime, exitPrice }: TradeSpan,
  splits: readonly PriceSplit[],
): { readonly time: number; readonly price: number }[] {
  const within = splits.filter(({ time }) => time > entryTime && time <= exitTime);
  let ratio = within.reduce((product, split) => product * split.ratio, 1);
  const points = [{ time: entryTime, price: entryPrice * ratio }];
  for (const split of within) {
    const share = (split.time - entryTime) / (exitTime - entryTime);
    const price = entryPrice + share * (exitPrice - entryPrice);
    points.push({ time: split.time, price: price * ratio });
    ratio /= split.ratio;
    points.push({ time: split.time, price: price * ratio });
  }
  return [...points, { time: exitTime, price: exitPrice }];
}

function waitingTraces(all: readonly WaitingPrice[], theme: Theme): PlotlyTrace[] {
  const waiting = spread(all, MOST_MARKS);
  const cut = precisionOf(waiting.flatMap(({ from, to }) => [from, to]));
  return (['limit', 'stop'] as const).flatMap((kind) => {
    const some = waiting.filter((one) => one.kind === kind);
    if (some.length === 0) return [];
    return [
      {
        type: 'scatter',
        mode: 'lines',
        name: kind,
        x: some.flatMap(({ from, to }) => [timeText(from, cut), timeText(to, cut), null]),
        y: some.flatMap(({ price }) => [short(price), short(price), null]),
        line: { color: theme.color(kind === 'limit' ? 'green' : 'red'), width: 1.5, dash: 'dash' },
        text: some.flatMap(({ text }) => [plotlyText(text), plotlyText(text), '']),
        hoverinfo: 'text',
        customdata: some.flatMap(({ id, bar }) => [[id, bar], [id, bar], null]),
        meta: { customdata: ['id', 'bar'] },
      },
    ];
  });
}

function textPanes({ bars, fills = [], overlays = [], panes = [] }: PriceInput): PaneSpec[] {
  const { open, high, low, close, volume } = bars;
  const points = fills.flatMap(({ time, value, side }): Marker[] => {
    const index = indexAt(bars.time, time);
    if (index < 0) return [];
    const shape = side === 'buy' ? 'up' : 'down';
    return [{ index, value, shape, place: side === 'buy' ? 'below' : 'above' }];
  });
  const lines = (some: readonly TimeLine[]): Layer[] =>
    some.map(({ label, time, values }, i) => ({
      type: 'line',
      label,
      values: alignedTo(bars.time, time, values),
      color: OVERLAYS[i % OVERLAYS.length],
    }));
  const traded = volume !== undefined && Array.from(volume).some((units) => units > 0);
  return [
    {
      weight: 4,
      layers: [{ type: 'candles', open, high, low, close }, ...lines(overlays), { type: 'markers', points }],
    },
    ...(traded
      ? [
          {
            title: 'volume',
            weight: 1,
            layers: [{ type: 'histogram', values: volume, combine: 'sum', color: 'grey' }],
          } as const,
        ]
      : []),
    ...panes.map(({ title, lines: some }) => ({ title, weight: 1.2, layers: lines(some) })),
  ];
}

function alignedTo(
  times: ArrayLike<number>,
  time: ArrayLike<number>,
  values: ArrayLike<number>,
): ArrayLike<number> {
  if (time === times || time.length === times.length) return values;
  const aligned = new Float64Array(times.length).fill(Number.NaN);
  for (let i = 0; i < time.length; i++) {
    const at = indexAt(times, time[i]);
    if (at >= 0) aligned[at] = values[i];
  }
  return aligned;
}
