import type { Figure } from '../figures/figure.ts';
import { indexAt, type TimeLine } from '../figures/lines.ts';
import type { Mark } from '../figures/marks.ts';
import { priceFigure, type SideMark, type TradeSpan, type WaitingPrice } from '../figures/price.ts';
import { type SignalMark, signalsFigure } from '../figures/signals.ts';
import type { Table } from '../frames/table.ts';
import type { RunTables } from '../frames/tables.ts';
import type { FigureOptions } from './figure-options.ts';
import { median } from './median.ts';

/** Prices of a symbol with its fills, orders, waiting prices and trades, and the indicators that were asked for. */
export async function pricePicture(tables: RunTables, options: FigureOptions): Promise<Figure> {
  const symbol = options.symbol ?? tables.symbols[0];
  const own = { ...options, symbol };
  const [read, fills, orders, trades, splits] = await Promise.all([
    tables.series(['bars', 'bar', ...(options.indicators ?? [])], own),
    tables.fills(own),
    tables.orders(own),
    tables.trades(own),
    tables.splits(symbol),
  ]);
  const bars = await tables.ownBars(symbol, read);
  const time = bars.time as Float64Array;
  const close = bars.numbers('close');
  const lines = (options.indicators ?? []).map((name) => ({
    label: name,
    time,
    values: bars.numbers(name),
    bar: bars.numbers('bar'),
  }));
  return priceFigure({
    symbol,
    bars: {
      time,
      open: bars.numbers('open'),
      high: bars.numbers('high'),
      low: bars.numbers('low'),
      close,
      volume: bars.numbers('volume'),
    },
    bar: bars.numbers('bar'),
    fills: fillMarks(fills, symbol),
    orders: orderMarks(orders, symbol),
    refused: refusedMarks(orders, symbol),
    waiting: waitingPrices(orders, symbol, bars),
    trades: tradeSpans(trades, symbol),
    splits,
    overlays: lines.filter((line) => likePrices(line, close)),
    panes: lines
      .filter((line) => !likePrices(line, close))
      .map((line) => ({ title: line.label, lines: [line] })),
  });
}

/** What the strategy in focus said, on closes. */
export async function signalsPicture(tables: RunTables, options: FigureOptions): Promise<Figure> {
  const symbol = options.symbol ?? tables.symbols[0];
  const own = { ...options, symbol };
  const [bars, signals] = await Promise.all([
    tables.series(['close', 'bar', ...(options.indicators ?? [])], own),
    tables.signals(own),
  ]);
  const time = bars.time as Float64Array;
  const [ids, symbols, actions, reasons] = ['signal', 'symbol', 'action', 'reason'].map((name) =>
    signals.texts(name),
  );
  const [closes, numbers] = [signals.numbers('close'), signals.numbers('bar')];
  return signalsFigure({
    symbol,
    time,
    close: bars.numbers('close'),
    bar: bars.numbers('bar'),
    signals: ids.flatMap((id, row): SignalMark[] =>
      symbols[row] !== symbol
        ? []
        : [
            {
              id,
              action: actions[row] as SignalMark['action'],
              time: (signals.time as Float64Array)[row],
              value: closes[row],
              bar: numbers[row],
              text: `${actions[row]} at bar ${numbers[row]}: ${reasons[row]}`,
            },
          ],
    ),
    features: (options.indicators ?? []).map((label) => ({ label, time, values: bars.numbers(label) })),
  });
}

/** Whether a line may lie over the prices: its middle is less than a half away from theirs. */
function likePrices({ values }: TimeLine, close: Float64Array): boolean {
  const ratio = median(values) / median(close);
  return ratio > 0.5 && ratio < 2;
}

function rowsOf(table: Table, symbol: string): number[] {
  const symbols = table.texts('symbol');
  return Array.from({ length: table.length }, (_, row) => row).filter((row) => symbols[row] === symbol);
}

function fillMarks(fills: Table, symbol: string): SideMark[] {
  const [ids, rules] = [fills.texts('fill'), fills.texts('rule')];
  const [units, prices, bars] = [fills.numbers('units'), fills.numbers('price'), fills.numbers('bar')];
  return rowsOf(fills, symbol).map((row) => ({
    id: ids[row],
    side: units[row] > 0 ? 'buy' : 'sell',
    time: (fills.time as Float64Array)[row],
    value: prices[row],
    bar: bars[row],
    text: `${units[row] > 0 ? 'bought' : 'sold'} ${Math.abs(units[row])} at ${prices[row].toFixed(2)} (${rules[row]} of bar ${bars[row]}) · ${ids[row]}`,
  }));
}

function orderMarks(orders: Table, symbol: string): SideMark[] {
  return marksOf(orders, symbol, (status) => status !== 'rejected');
}

/** Without signals for what was held already: they are no news on a chart. */
function refusedMarks(orders: Table, symbol: string): Mark[] {
  return marksOf(orders, symbol, (status, code) => status === 'rejected' && code !== 'no_change');
}

function marksOf(
  orders: Table,
  symbol: string,
  wanted: (status: string, code: string) => boolean,
): SideMark[] {
  const [ids, types, states, codes, reasons] = ['order', 'order_type', 'status', 'code', 'reason'].map(
    (name) => orders.texts(name),
  );
  const [units, closes, bars] = [
    orders.numbers('units'),
    orders.numbers('decision_price'),
    orders.numbers('bar'),
  ];
  return rowsOf(orders, symbol)
    .filter((row) => wanted(states[row], codes[row]))
    .map((row) => ({
      id: ids[row],
      side: units[row] > 0 ? 'buy' : 'sell',
      time: (orders.time as Float64Array)[row],
      value: closes[row],
      bar: bars[row],
      text: `${types[row]} order, ${units[row]} units, ${states[row]}${reasons[row] === '' ? '' : `: ${reasons[row]}`} · ${ids[row]}`,
    }));
}

function waitingPrices(orders: Table, symbol: string, bars: Table): WaitingPrice[] {
  const [ids, types, states] = ['order', 'order_type', 'status'].map((name) => orders.texts(name));
  const [prices, placed, ended] = [orders.numbers('price'), orders.numbers('bar'), orders.numbers('end_bar')];
  const numbers = bars.numbers('bar');
  const time = bars.time as Float64Array;
  const timeOf = (bar: number) => time[Math.max(0, indexAt(numbers, bar))];
  return rowsOf(orders, symbol)
    .filter((row) => Number.isFinite(prices[row]) && states[row] !== 'rejected')
    .map((row) => ({
      kind: types[row] === 'limit' ? 'limit' : 'stop',
      price: prices[row],
      from: timeOf(placed[row]),
      to: Number.isFinite(ended[row]) ? timeOf(ended[row]) : time[time.length - 1],
      text: `${types[row]} ${prices[row].toFixed(2)}, ${states[row]} · ${ids[row]}`,
      id: ids[row],
      bar: placed[row],
    }));
}

function tradeSpans(trades: Table, symbol: string): TradeSpan[] {
  const ids = trades.texts('trade');
  const [entryTime, exitTime, entryPrice, exitPrice, pnl] = [
    'entry_time',
    'exit_time',
    'entry_price',
    'exit_price',
    'pnl',
  ].map((name) => trades.numbers(name));
  return rowsOf(trades, symbol).map((row) => ({
    id: ids[row],
    entryTime: entryTime[row],
    exitTime: exitTime[row],
    entryPrice: entryPrice[row],
    exitPrice: exitPrice[row],
    pnl: pnl[row],
  }));
}
