import { change } from './naive-indicators.ts';
import type { Place } from './naive-orders.ts';
import type { PlainBar, PlainInput, PlainSignal, UniverseStrategy } from './plain.ts';

type AnyStrategy = PlainInput['strategies'][number];
type SymbolSignal = { symbol: string; signal: PlainSignal };

/** A symbol at a slice: its bars up to and including the last one known. */
interface Member {
  symbol: string;
  bars: PlainBar[];
  /** The last one is of this slice. */
  isNew: boolean;
}

export function looksAtAll(strategy: AnyStrategy): strategy is AnyStrategy & UniverseStrategy {
  return 'type' in strategy && ['pairs', 'dual_momentum', 'rebalance'].includes(strategy.type);
}

/**
 * What a strategy over several symbols says at each slice, asked slice after slice: signals in their order, with the place of
 * each symbol's last bar.
 */
export function universeOf(
  strategy: AnyStrategy & UniverseStrategy,
  bars: PlainInput['bars'],
): (slice: number, time: number) => { place: Place; signal: PlainSignal }[] {
  const symbols = (strategy.symbols ?? Object.keys(bars)).toSorted();
  const ask = answersOf(strategy, symbols);
  return (slice, time) => {
    const members = symbols
      .map((symbol): Member => {
        const known = bars[symbol].filter((bar) => bar.closeTime <= time);
        return { symbol, bars: known, isNew: known.at(-1)?.closeTime === time };
      })
      .filter((member) => member.bars.length > 0);
    if (!members.some(({ isNew }) => isNew)) return [];
    return ask(members, time).map(({ symbol, signal }) => {
      const known = members.find((member) => member.symbol === symbol)!.bars;
      return { place: { symbol, index: known.length - 1, bar: known.at(-1)!, slice, time }, signal };
    });
  };
}

function answersOf(
  strategy: UniverseStrategy,
  symbols: string[],
): (members: Member[], time: number) => SymbolSignal[] {
  if (strategy.type === 'pairs') return pairs(strategy.params);
  if (strategy.type === 'dual_momentum') return dualMomentum(strategy.params);
  return rebalance(strategy.params, symbols);
}

const last = ({ bars }: Member): number => bars[bars.length - 1].close;

function dualMomentum({
  period,
  hold,
  threshold,
  every,
}: Extract<UniverseStrategy, { type: 'dual_momentum' }>['params']): (
  members: Member[],
  time: number,
) => SymbolSignal[] {
  let asked = 0;
  let done: string | null = null;
  let held: string[] = [];
  return (members, time) => {
    asked += 1;
    const name = periodName(every, time, asked);
    if (name === done) return [];
    const risen = members
      .map(({ symbol, bars }) => ({
        symbol,
        by: change(
          bars.map(({ close }) => close),
          period,
          bars.length - 1,
        ),
      }))
      .filter(({ by }) => !Number.isNaN(by));
    if (risen.length === 0) return [];
    done = name;
    risen.sort((a, b) => b.by - a.by || compare(a.symbol, b.symbol));
    const wanted = risen
      .slice(0, hold)
      .filter(({ by }) => by > threshold)
      .map(({ symbol }) => symbol)
      .sort();
    const left = held.filter((symbol) => !wanted.includes(symbol));
    held = wanted;
    return [
      ...left.map((symbol): SymbolSignal => ({ symbol, signal: { action: 'EXIT' } })),
      ...wanted.map((symbol): SymbolSignal => ({ symbol, signal: { action: 'BUY', target: 1 / hold } })),
    ];
  };
}

function rebalance(
  { every, weights }: Extract<UniverseStrategy, { type: 'rebalance' }>['params'],
  symbols: string[],
): (members: Member[], time: number) => SymbolSignal[] {
  let asked = 0;
  let done: string | null = null;
  const before = new Map<string, number>();
  return (members, time) => {
    asked += 1;
    const name = periodName(every, time, asked);
    if (name === done) return [];
    done = name;
    const rows = members.map((member) => {
      const { symbol } = member;
      const weight = weights === undefined ? 1 / symbols.length : (weights[symbol] ?? 0);
      const grown = last(member) / (before.get(symbol) ?? last(member));
      before.set(symbol, last(member));
      return { symbol, weight, rank: Math.sign(weight) * grown };
    });
    rows.sort((a, b) => b.rank - a.rank || compare(a.symbol, b.symbol));
    return rows.map(({ symbol, weight }): SymbolSignal => {
      if (weight === 0) return { symbol, signal: { action: 'EXIT' } };
      return { symbol, signal: { action: weight > 0 ? 'BUY' : 'SELL', target: Math.abs(weight) } };
    });
  };
}

function pairs({
  period,
  entry,
  exit,
  first,
}: Extract<UniverseStrategy, { type: 'pairs' }>['params']): (members: Member[]) => SymbolSignal[] {
  let side: 'out' | 'long' | 'short' = 'out';
  const common: { y: number; x: number }[] = [];
  return (members) => {
    if (members.length < 2 || members.some(({ isNew }) => !isNew)) return [];
    const y = members.find(({ symbol }) => symbol === first) ?? members[0];
    const x = members.find((member) => member !== y)!;
    common.push({ y: last(y), x: last(x) });
    if (common.length < period) return [];
    const { ratio, z } = spread(common.slice(-period));

    if (side === 'out') {
      if (ratio > 0 && z > entry) side = 'short';
      else if (ratio > 0 && z < -entry) side = 'long';
      else return [];
      const share = (ratio * last(x)) / (last(y) + ratio * last(x));
      return [
        { symbol: y.symbol, signal: { action: side === 'long' ? 'BUY' : 'SELL', target: 1 - share } },
        { symbol: x.symbol, signal: { action: side === 'long' ? 'SELL' : 'BUY', target: share } },
      ];
    }
    const back = side === 'long' ? z > -exit : z < exit;
    if (!back && ratio > 0) return [];
    side = 'out';
    return [y, x].map(({ symbol }): SymbolSignal => ({ symbol, signal: { action: 'EXIT' } }));
  };
}

/** Regression of y on x, and the last residual in sample deviations of all of them. */
export function spread(prices: { y: number; x: number }[]): { ratio: number; z: number } {
  const n = prices.length;
  const sum = (of: (one: { y: number; x: number }) => number): number =>
    prices.reduce((total, one) => total + of(one), 0);
  const meanY = sum(({ y }) => y) / n;
  const meanX = sum(({ x }) => x) / n;
  const moved = sum(({ x }) => (x - meanX) ** 2);
  const ratio = moved === 0 ? 0 : sum(({ x, y }) => (x - meanX) * (y - meanY)) / moved;
  const residual = ({ y, x }: { y: number; x: number }): number => y - meanY - ratio * (x - meanX);
  const width = Math.sqrt(sum((one) => residual(one) ** 2) / (n - 1));
  return { ratio, z: width <= 1e-12 * meanY ? 0 : residual(prices[n - 1]) / width };
}

/** Same name, same period. `asked` counts from 1 how often the strategy was asked. */
function periodName(
  every: Extract<UniverseStrategy, { type: 'rebalance' }>['params']['every'],
  time: number,
  asked: number,
): string {
  if (typeof every === 'number') return String(Math.ceil(asked / every));
  const date = new Date(time);
  const year = date.getUTCFullYear();
  if (every === 'week') {
    // By the date of its Monday.
    const sinceMonday = (date.getUTCDay() + 6) % 7;
    return new Date(time - sinceMonday * 86_400_000).toISOString().slice(0, 10);
  }
  if (every === 'month') return date.toISOString().slice(0, 7);
  return every === 'quarter' ? `${year} ${Math.floor(date.getUTCMonth() / 3)}` : String(year);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
