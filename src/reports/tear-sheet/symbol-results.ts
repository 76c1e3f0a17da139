import type { SheetTrade } from './sheet-data.ts';

/** What the closed trades of one symbol came to. Money in the currency of the run. */
export interface SymbolResult {
  readonly symbol: string;
  readonly trades: number;
  readonly longs: number;
  /** Share of trades with a P&L above 0. */
  readonly winRate: number;
  /** Net of costs. */
  readonly pnl: number;
  readonly costs: number;
  readonly best: number;
  readonly worst: number;
  readonly averageBarsHeld: number;
}

/** By symbol, the one that won the most first. */
export function resultsBySymbol(trades: readonly SheetTrade[]): SymbolResult[] {
  const bySymbol = Map.groupBy(trades, ({ symbol }) => symbol);
  return [...bySymbol]
    .map(([symbol, own]) => {
      const sum = (of: (trade: SheetTrade) => number) => own.reduce((total, trade) => total + of(trade), 0);
      const pnls = own.map(({ pnl }) => pnl);
      return {
        symbol,
        trades: own.length,
        longs: own.filter(({ direction }) => direction === 'long').length,
        winRate: own.filter(({ pnl }) => pnl > 0).length / own.length,
        pnl: sum(({ pnl }) => pnl),
        costs: sum(({ costs }) => costs),
        best: pnls.reduce((a, b) => Math.max(a, b)),
        worst: pnls.reduce((a, b) => Math.min(a, b)),
        averageBarsHeld: sum(({ barsHeld }) => barsHeld) / own.length,
      };
    })
    .sort((a, b) => b.pnl - a.pnl || (a.symbol < b.symbol ? -1 : 1));
}
