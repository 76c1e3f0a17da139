import { averageTrueRange } from './naive-indicators.ts';
import type { Book } from './naive-ledger.ts';
import { equityOf } from './naive-ledger.ts';
import { instrumentOf } from './naive-money.ts';
import type { Place } from './naive-orders.ts';
import type { PlainBar, PlainSignal } from './plain.ts';

/** Units of a full position, at the close of the decision bar. */
export function fullSize(
  book: Book,
  strategy: string,
  signal: PlainSignal,
  { symbol, bar, index }: Place,
): number {
  const { sizing, strategies } = book.portfolio;
  if (sizing.type === 'fixed') return sizing.quantity;
  const { weight } = strategies.find((followed) => followed.id === strategy)!;
  const equity = equityOf(book);
  if (equity <= 0) return 0;
  const { multiplier } = instrumentOf(book.input, symbol);
  const unit = bar.close * multiplier;
  if (sizing.type === 'percent_of_equity') return (weight * equity * sizing.percent) / 100 / unit;
  if (sizing.type === 'equal_weight') {
    const traded = book.input.strategies.find(({ id }) => id === strategy)!.symbols;
    const symbols = (traded ?? Object.keys(book.input.bars)).length;
    return (weight * equity * sizing.percent) / 100 / (sizing.positions ?? symbols) / unit;
  }
  const bars = book.input.bars[symbol].slice(0, index + 1);
  if (sizing.type === 'volatility_target') {
    const volatility = volatilityOf(bars, sizing.period) * Math.sqrt(sizing.periods_per_year);
    if (Number.isNaN(volatility)) return 0;
    return (weight * equity * Math.min(sizing.percent / 100 / volatility, sizing.max_percent / 100)) / unit;
  }
  if (sizing.type === 'kelly') {
    const share = kellyShare(book, sizing);
    return (weight * equity * Math.min(share, sizing.max_percent / 100)) / unit;
  }
  const distance =
    stopDistance(book, signal, bar) ?? sizing.atr_multiple * averageTrueRange(bars, sizing.atr_period, index);
  if (Number.isNaN(distance)) return 0;
  const most = (weight * equity * sizing.max_percent) / 100 / unit;
  return Math.min((weight * equity * sizing.percent) / 100 / (distance * multiplier), most);
}

function stopDistance(book: Book, signal: PlainSignal, bar: PlainBar): number | null {
  const entry = signal.limit ?? signal.stop ?? bar.close;
  if (signal.stopLoss !== undefined) return Math.abs(entry - signal.stopLoss);
  if (signal.trailingStop !== undefined) return signal.trailingStop;
  const percent = book.portfolio.exits?.stop_loss_percent ?? book.portfolio.exits?.trailing_stop_percent;
  return percent === undefined ? null : (entry * percent) / 100;
}

/** Sample standard deviation of the last `period` log returns. */
function volatilityOf(bars: PlainBar[], period: number): number {
  if (bars.length < period + 1) return Number.NaN;
  const returns: number[] = [];
  for (let i = bars.length - period; i < bars.length; i += 1) {
    returns.push(Math.log(bars[i].close / bars[i - 1].close));
  }
  const mean = returns.reduce((sum, one) => sum + one, 0) / period;
  return Math.sqrt(returns.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (period - 1));
}

function kellyShare(
  book: Book,
  {
    fraction,
    min_trades,
    initial_percent,
  }: { fraction: number; min_trades: number; initial_percent: number },
): number {
  const pnls = book.result.roundTrips.map((trip) => trip.netPnl);
  if (pnls.length < min_trades) return initial_percent / 100;
  const wins = pnls.filter((pnl) => pnl > 0);
  const losses = pnls.filter((pnl) => pnl < 0).map((pnl) => -pnl);
  if (losses.length === 0) return fraction;
  if (wins.length === 0) return 0;
  const mean = (values: number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length;
  const winRate = wins.length / pnls.length;
  return fraction * Math.max(0, winRate - (1 - winRate) / (mean(wins) / mean(losses)));
}
