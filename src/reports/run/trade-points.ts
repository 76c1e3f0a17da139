import type { TradePoint } from '../figures/trades.ts';
import type { RunTables, TableOptions } from '../frames/tables.ts';

/** Closed trades for charts. */
export async function tradePoints(tables: RunTables, options: TableOptions): Promise<TradePoint[]> {
  const table = await tables.trades(options);
  const number = (name: string) => table.numbers(name);
  const text = (name: string) => table.texts(name);
  const [ids, symbols, directions] = [text('trade'), text('symbol'), text('direction')];
  const [entry, exit, pnl, returned] = [
    number('entry_time'),
    number('exit_time'),
    number('pnl'),
    number('return'),
  ];
  const [held, bars, mae, mfe] = [number('bars_held'), number('exit_bar'), number('mae'), number('mfe')];
  return ids.map((id, row) => ({
    id,
    symbol: symbols[row],
    direction: directions[row] as TradePoint['direction'],
    entryTime: entry[row],
    exitTime: exit[row],
    pnl: pnl[row],
    returned: returned[row],
    barsHeld: held[row],
    bar: Number.isFinite(bars[row]) ? bars[row] : null,
    mae: mae[row],
    mfe: mfe[row],
  }));
}
