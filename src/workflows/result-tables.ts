import type { EquityColumns } from '../analytics/equity-curve.ts';
import type { Excursion } from '../analytics/excursion.ts';
import type { TradeLineage } from '../tracing/trade-lineage.ts';

/** One row a closed trade. Times are ISO 8601 in UTC, numbers exact. */
export function tradesCsv(trades: readonly TradeLineage[], excursions: readonly Excursion[]): string {
  const rows = trades.map(({ close: { payload: p }, fills }, i) =>
    [
      p.tradeNumber,
      csvText(p.symbol),
      p.direction,
      p.quantity,
      new Date(p.entryTime).toISOString(),
      p.entryPrice,
      new Date(p.exitTime).toISOString(),
      p.exitPrice,
      p.grossPnl,
      p.costs,
      p.pnl,
      p.barsHeld,
      excursions[i].mae,
      excursions[i].mfe,
      csvText(fills[0].order.signal?.payload.reason ?? ''),
      csvText(fills[fills.length - 1].order.signal?.payload.reason ?? ''),
    ].join(','),
  );
  const header =
    'trade,symbol,direction,quantity,entry_time,entry_price,exit_time,exit_price,gross_pnl,costs,pnl,bars_held,mae,mfe,entry_reason,exit_reason';
  return `${[header, ...rows].join('\n')}\n`;
}

/** Rows of one piece: some milliseconds of work. */
const EQUITY_ROWS = 4096;

/** One row a slice, in pieces: minute bars of many years are longer than a string can be. */
export function* equityCsv({ timestamp, equity, grossExposure }: EquityColumns): Generator<string, void> {
  yield 'time,equity,gross_exposure\n';
  for (let from = 0; from < timestamp.length; from += EQUITY_ROWS) {
    let rows = '';
    const to = Math.min(from + EQUITY_ROWS, timestamp.length);
    for (let i = from; i < to; i++) {
      rows += `${new Date(timestamp[i]).toISOString()},${equity[i]},${grossExposure[i]}\n`;
    }
    yield rows;
  }
}

/** Quoted where needed; text that a spreadsheet would take for a formula is made plain. */
function csvText(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
