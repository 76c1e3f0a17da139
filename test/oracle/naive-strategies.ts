import type { PlainBar, PlainInput, PlainSignal } from './plain.ts';

/** What a strategy says at bar `index` of a symbol, or null. It sees the bars up to and including that one. */
export function signalOf(
  strategy: PlainInput['strategies'][number],
  symbol: string,
  bars: PlainBar[],
  index: number,
): PlainSignal | null {
  if ('signals' in strategy) return strategy.signals(symbol, index);
  if ('script' in strategy) return strategy.script[symbol]?.[index] ?? null;
  const closes = bars.slice(0, index + 1).map((bar) => bar.close);
  if (strategy.type === 'buy_and_hold') return index === 0 ? { action: 'BUY' } : null;
  if (strategy.type === 'sma_crossover')
    return smaCrossover(closes, strategy.params.fast, strategy.params.slow);
  return rsiMeanReversion(closes, strategy.params);
}

function smaCrossover(closes: number[], fast: number, slow: number): PlainSignal | null {
  const now = closes.length - 1;
  const fastBefore = sma(closes, fast, now - 1);
  const slowBefore = sma(closes, slow, now - 1);
  const fastNow = sma(closes, fast, now);
  const slowNow = sma(closes, slow, now);
  // Before its warm-up an average is NaN, and every comparison with NaN is false.
  if (fastBefore <= slowBefore && fastNow > slowNow) return { action: 'BUY' };
  if (fastBefore >= slowBefore && fastNow < slowNow) return { action: 'SELL' };
  return null;
}

function rsiMeanReversion(
  closes: number[],
  {
    period,
    oversold,
    overbought,
    exit,
  }: { period: number; oversold: number; overbought: number; exit: number },
): PlainSignal | null {
  const before = rsi(closes, period, closes.length - 2);
  const now = rsi(closes, period, closes.length - 1);
  if (before >= oversold && now < oversold) return { action: 'BUY' };
  if (before <= overbought && now > overbought) return { action: 'SELL' };
  if ((before <= exit && now > exit) || (before >= exit && now < exit)) return { action: 'EXIT' };
  return null;
}

/** Mean of the `period` values up to and including index `at`; NaN when there are too few. */
export function sma(values: number[], period: number, at: number): number {
  if (at < period - 1) return Number.NaN;
  let sum = 0;
  for (let i = at - period + 1; i <= at; i += 1) sum += values[i];
  return sum / period;
}

/**
 * Relative strength index of Wilder at index `at`, first value at index `period`: the averages of gains and losses start
 * as plain means of the first `period` changes. 100 when nothing was lost, 50 when nothing moved at all.
 */
export function rsi(values: number[], period: number, at: number): number {
  if (at < period) return Number.NaN;
  let gain = 0;
  let loss = 0;
  for (let i = 1; i <= period; i += 1) {
    gain += Math.max(values[i] - values[i - 1], 0);
    loss += Math.max(values[i - 1] - values[i], 0);
  }
  gain /= period;
  loss /= period;
  for (let i = period + 1; i <= at; i += 1) {
    gain = (gain * (period - 1) + Math.max(values[i] - values[i - 1], 0)) / period;
    loss = (loss * (period - 1) + Math.max(values[i - 1] - values[i], 0)) / period;
  }
  if (loss === 0) return gain === 0 ? 50 : 100;
  return 100 - 100 / (1 + gain / loss);
}
