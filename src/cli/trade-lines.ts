import { formatDate, formatNumber } from '../analytics/format.ts';
import type { FillLineage, TradeLineage } from '../tracing/trade-lineage.ts';
import { withoutSignal } from '../workflows/trade-record.ts';
import type { Style } from './style.ts';

/**
 * A closed trade in three lines: what it brought, why it was entered and why it was left.
 *
 *     #12  long 68 SPX, 58 bars                        +2,421.48
 *       in   2019-03-05 at 2,794.41  trend: fast 2790.20 crossed above slow 2698.33
 *       out  2019-05-28 at 2,830.03  trend: fast 2840.10 crossed below slow 2851.00
 */
export function tradeLines(trade: TradeLineage, width: number, style: Style): string[] {
  const { payload: p } = trade.close;
  const what = `  #${p.tradeNumber}  ${p.direction} ${formatNumber(p.quantity, 0)} ${p.symbol}, ${formatNumber(p.barsHeld, 0)} bars`;
  const sign = p.pnl > 0 ? '+' : '';
  const money = `${sign}${formatNumber(p.pnl, 2)}`;
  // Blue and yellow, as in charts: green and red look alike to too many.
  const head = `${what.padEnd(44)}${style(p.pnl < 0 ? 'yellow' : 'blueBright', money.padStart(14))}`;
  const { fills } = trade;
  const between = fills.length - 2;
  const more =
    between > 0 ? style('dim', `  and ${between} ${between === 1 ? 'fill' : 'fills'} between`) : '';
  return [
    `${head}${more}`,
    reasonLine('in ', p.entryTime, fills[0], width, style),
    reasonLine('out', p.exitTime, fills[fills.length - 1], width, style),
  ];
}

function reasonLine(
  label: string,
  time: number,
  { fill, order }: FillLineage,
  width: number,
  style: Style,
): string {
  const day = formatDate(time).slice(0, 10);
  const price = formatNumber(fill.payload.fillPrice, 2);
  const { signal, request } = order;
  const why =
    signal === null
      ? withoutSignal(request.payload.sizing.rule)
      : `${signal.payload.strategyId}: ${signal.payload.reason}`;
  const head = `     ${label}  ${day} at ${price}  `;
  const room = Math.max(10, width - head.length);
  const cut = why.length > room ? `${why.slice(0, room - 1)}…` : why;
  return `     ${style('dim', label)}  ${day} at ${price}  ${cut}`;
}
