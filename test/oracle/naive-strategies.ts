import {
  averageTrueRange,
  change,
  channelBefore,
  deviation,
  ema,
  macd,
  rsi,
  sma,
  zScore,
} from './naive-indicators.ts';
import { looksAtAll } from './naive-universes.ts';
import type { BuiltInStrategy, PlainBar, PlainInput, PlainSignal } from './plain.ts';

type Action = PlainSignal['action'];

/** What a strategy on one symbol says at bar `index` of it, or null. It sees the bars up to and including that one. */
export function signalOf(
  strategy: PlainInput['strategies'][number],
  symbol: string,
  bars: PlainBar[],
  index: number,
): PlainSignal | null {
  if ('signals' in strategy) return strategy.signals(symbol, index);
  if ('script' in strategy) return strategy.script[symbol]?.[index] ?? null;
  // It is asked elsewhere, once a slice.
  if (looksAtAll(strategy)) return null;
  const action = actionOf(strategy, bars.slice(0, index + 1), index);
  return action === null ? null : { action };
}

function actionOf(strategy: BuiltInStrategy, bars: PlainBar[], now: number): Action | null {
  const closes = bars.map((bar) => bar.close);
  const close = (at: number): number => (at < 0 ? Number.NaN : closes[at]);
  switch (strategy.type) {
    case 'buy_and_hold':
      return now === 0 ? 'BUY' : null;
    case 'sma_crossover':
    case 'ema_crossover': {
      const { fast, slow } = strategy.params;
      const average = strategy.type === 'sma_crossover' ? sma : ema;
      const gap = sidesOf(
        now,
        (at) => average(closes, fast, at),
        (at) => average(closes, slow, at),
      );
      return gap.over ? 'BUY' : gap.under ? 'SELL' : null;
    }
    case 'macd_trend': {
      const gap = sidesOf(
        now,
        (at) => macd(closes, strategy.params, at).line,
        (at) => macd(closes, strategy.params, at).signal,
      );
      return gap.over ? 'BUY' : gap.under ? 'SELL' : null;
    }
    case 'momentum': {
      const { period, threshold } = strategy.params;
      const risen = (at: number): number => change(closes, period, at);
      const up = sidesOf(now, risen, () => threshold);
      const down = sidesOf(now, risen, () => -threshold);
      if (up.over) return 'BUY';
      if (down.under) return 'SELL';
      return up.under || down.over ? 'EXIT' : null;
    }
    case 'donchian_breakout':
      return donchianBreakout(bars, strategy.params, now);
    case 'volatility_breakout': {
      const { period, multiple, atr_period } = strategy.params;
      const middle = (at: number): number => ema(closes, period, at);
      const width = (at: number): number => multiple * averageTrueRange(bars, atr_period, at);
      if (sidesOf(now, close, (at) => middle(at) + width(at)).over) return 'BUY';
      if (sidesOf(now, close, (at) => middle(at) - width(at)).under) return 'SELL';
      const centre = sidesOf(now, close, middle);
      return centre.over || centre.under ? 'EXIT' : null;
    }
    case 'bollinger_reversion': {
      const { period, std_devs } = strategy.params;
      const middle = (at: number): number => sma(closes, period, at);
      const width = (at: number): number => std_devs * deviation(closes, period, at);
      if (sidesOf(now, close, (at) => middle(at) - width(at)).under) return 'BUY';
      if (sidesOf(now, close, (at) => middle(at) + width(at)).over) return 'SELL';
      const centre = sidesOf(now, close, middle);
      return centre.over || centre.under ? 'EXIT' : null;
    }
    case 'z_score_reversion': {
      const { period, entry, exit } = strategy.params;
      const score = (at: number): number => zScore(closes, period, at);
      if (sidesOf(now, score, () => -entry).under) return 'BUY';
      if (sidesOf(now, score, () => entry).over) return 'SELL';
      const left = sidesOf(now, score, () => -exit).over || sidesOf(now, score, () => exit).under;
      return left ? 'EXIT' : null;
    }
    case 'rsi_mean_reversion': {
      const { period, oversold, overbought, exit } = strategy.params;
      const strength = (at: number): number => rsi(closes, period, at);
      if (sidesOf(now, strength, () => oversold).under) return 'BUY';
      if (sidesOf(now, strength, () => overbought).over) return 'SELL';
      const middle = sidesOf(now, strength, () => exit);
      return middle.over || middle.under ? 'EXIT' : null;
    }
  }
}

/** Whether `left` came to lie over or under `right` with index `now`; a value that is absent, NaN, does neither. */
function sidesOf(
  now: number,
  left: (at: number) => number,
  right: (at: number) => number,
): { over: boolean; under: boolean } {
  return {
    over: left(now - 1) <= right(now - 1) && left(now) > right(now),
    under: left(now - 1) >= right(now - 1) && left(now) < right(now),
  };
}

/** An exit depends on what was said last, so everything is said again from the first bar on. */
function donchianBreakout(
  bars: PlainBar[],
  { entry, exit }: { entry: number; exit: number },
  now: number,
): Action | null {
  const close = (at: number): number => (at < 0 ? Number.NaN : bars[at].close);
  let last: Action | null = null;
  let said: Action | null = null;
  for (let at = 0; at <= now; at += 1) {
    said = null;
    if (sidesOf(at, close, (i) => channelBefore(bars, entry, i).upper).over) said = 'BUY';
    else if (sidesOf(at, close, (i) => channelBefore(bars, entry, i).lower).under) said = 'SELL';
    else if (last === 'BUY' && sidesOf(at, close, (i) => channelBefore(bars, exit, i).lower).under)
      said = 'EXIT';
    else if (last === 'SELL' && sidesOf(at, close, (i) => channelBefore(bars, exit, i).upper).over)
      said = 'EXIT';
    last = said ?? last;
  }
  return said;
}
