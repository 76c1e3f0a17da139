import { moneyText, unitsText } from '../../debugger/look/value-text.ts';
import { alignedRows } from '../../debugger/look/where.ts';
import type { EventRecord } from '../../events/event.ts';
import { escapeHtml, htmlCode, htmlTable } from '../../foundation/html.ts';
import { eventText, numberText, timeText } from '../../tracing/event-text.ts';
import type { FillLineage, OrderLineage, TradeLineage } from '../../tracing/trade-lineage.ts';
import { whyLine, withoutSignal } from '../../workflows/trade-record.ts';
import { tableView } from '../frames/show-table.ts';
import type { View } from './view.ts';

/** A closed trade: what came of it, its fills, and why each was made. */
export function tradeView(trade: TradeLineage): View {
  const { close, fills } = trade;
  const { tradeNumber, symbol, direction, quantity, pnl, costs, barsHeld } = close.payload;
  const title = `trade ${tradeNumber}`;
  const line = `${direction} ${unitsText(quantity)} ${symbol}, ${barsHeld} ${barsHeld === 1 ? 'bar' : 'bars'}, ${pnl > 0 ? '+' : ''}${moneyText(pnl)} after costs of ${moneyText(costs)}`;
  const headings = ['fill', 'time', 'units', 'price', 'rule', 'slippage', 'commission', 'why'];
  const rows = fills.map((lineage) => {
    const { fill } = lineage;
    const { payload } = fill;
    return [
      fill.id,
      timeText(fill.timestamp),
      unitsText(payload.units),
      numberText(payload.fillPrice),
      payload.rule,
      moneyText(payload.slippage),
      moneyText(payload.commission),
      reasonOf(lineage),
    ];
  });
  return {
    'text/html': [
      `<p><b>${escapeHtml(title)}</b> <code>${escapeHtml(close.id)}</code><br>${escapeHtml(line)}</p>`,
      htmlTable(
        headings.map((heading, i) => ({
          heading,
          right: [2, 3, 5, 6].includes(i),
          whole: i < 2,
          wide: heading === 'why',
        })),
        rows.map(([id, ...rest]) => [htmlCode(id), ...rest]),
      ),
    ].join('\n'),
    'text/plain': `${title}  ${close.id}\n${line}\n${fills.map(whyLine).join('\n')}`,
  };
}

/** `trend said BUY at bar 110: fast 1430.00 crossed above slow 1428.72`. */
function reasonOf({ order: { signal, request } }: FillLineage): string {
  if (signal === null) return withoutSignal(request.payload.sizing.rule);
  const { strategyId, action, reason, index } = signal.payload;
  return `${strategyId} said ${action} at bar ${index + 1}: ${reason}`;
}

/** Closed trades as a table. */
export function tradesView(trades: readonly TradeLineage[]): View {
  const columns = [
    ['trade', (p: Closed) => p.tradeNumber],
    ['symbol', (p: Closed) => p.symbol],
    ['direction', (p: Closed) => p.direction],
    ['quantity', (p: Closed) => p.quantity],
    ['entry_time', (p: Closed) => timeText(p.entryTime)],
    ['entry_price', (p: Closed) => p.entryPrice],
    ['exit_time', (p: Closed) => timeText(p.exitTime)],
    ['exit_price', (p: Closed) => p.exitPrice],
    ['bars', (p: Closed) => p.barsHeld],
    ['costs', (p: Closed) => p.costs],
    ['pnl', (p: Closed) => p.pnl],
  ] as const;
  return tableView({
    columns: columns.map(([name]) => ({
      name,
      type: name.endsWith('_time')
        ? 'time'
        : name === 'symbol' || name === 'direction'
          ? 'text'
          : ('number' as const),
    })),
    rows: trades.length,
    index: String,
    cell: (row, column) => columns[column][1](trades[row].close.payload),
  });
}

type Closed = TradeLineage['close']['payload'];

/** An order with what led to it. */
export function orderView({ signal, request, order }: OrderLineage): View {
  return chainView([order, request, signal]);
}

/** A fill with what led to it. */
export function fillView(lineage: FillLineage): View {
  const { fill, order } = lineage;
  const { 'text/html': html, 'text/plain': text } = chainView([
    fill,
    order.order,
    order.request,
    order.signal,
  ]);
  const why = whyLine(lineage);
  return { 'text/html': `<p>${escapeHtml(why)}</p>\n${html}`, 'text/plain': `${why}\n${text}` };
}

/** The effect first, what is not there left out. */
function chainView(chain: readonly (EventRecord | null)[]): View {
  const events = chain.filter((event) => event !== null);
  const rows = events.map((event) => [event.type, event.id, timeText(event.timestamp), eventText(event)]);
  return {
    'text/html': htmlTable(
      [
        { heading: 'type' },
        { heading: 'id', whole: true },
        { heading: 'time', whole: true },
        { heading: 'what', wide: true },
      ],
      rows.map(([type, id, time, what]) => [type, htmlCode(id), time, what]),
      '',
      { live: false },
    ),
    'text/plain': alignedRows(rows).trimEnd(),
  };
}
