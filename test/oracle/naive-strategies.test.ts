import { describe, expect, test } from 'vitest';
import { signalOf } from './naive-strategies.ts';
import type { PlainInput } from './plain.ts';
import { flat } from './tiny.ts';

/** What a strategy says at each bar of these closes. */
function actions(strategy: PlainInput['strategies'][number], closes: number[]): (string | null)[] {
  const bars = flat(...closes);
  return bars.map((_, index) => signalOf(strategy, 'X', bars, index)?.action ?? null);
}

describe('sma_crossover', () => {
  const strategy = { id: 's', type: 'sma_crossover' as const, params: { fast: 1, slow: 2 } };

  test('buys when fast comes to lie above slow, sells when below', () => {
    // slow: – 10 11 11 10.5 11.5; fast − slow: – 0 1 −1 0.5 0.5
    expect(actions(strategy, [10, 10, 12, 10, 11, 12])).toEqual([null, null, 'BUY', 'SELL', 'BUY', null]);
  });

  test('says nothing at the first bar that has both averages', () => {
    expect(actions(strategy, [10, 12])).toEqual([null, null]);
  });

  test('counts a touch as coming from either side', () => {
    // fast − slow: – 1 0 −1 and – −1 0 1
    expect(actions(strategy, [10, 12, 12, 10])).toEqual([null, null, null, 'SELL']);
    expect(actions(strategy, [12, 10, 10, 12])).toEqual([null, null, null, 'BUY']);
  });
});

describe('rsi_mean_reversion', () => {
  // With period 1 the index is 0 after a fall, 100 after a rise, 50 when still.
  const params = { period: 1, oversold: 30, overbought: 70, exit: 50 };
  const strategy = { id: 's', type: 'rsi_mean_reversion' as const, params };

  test('buys into oversold, sells into overbought and exits on the way back', () => {
    // index: – 50 0 50 100 50
    const prices = [10, 10, 9, 9, 10, 10];
    const exitAt = (exit: number) => ({ ...strategy, params: { ...params, exit } });
    expect(actions(exitAt(49), prices)).toEqual([null, null, 'BUY', 'EXIT', 'SELL', null]);
    expect(actions(exitAt(51), prices)).toEqual([null, null, 'BUY', null, 'SELL', 'EXIT']);
    // Reaching the level is not crossing it.
    expect(actions(exitAt(50), prices)).toEqual([null, null, 'BUY', null, 'SELL', null]);
  });

  test('prefers the entry when it crosses both levels at once', () => {
    // index: – 0 100 0
    expect(actions(strategy, [10, 9, 10, 9])).toEqual([null, null, 'SELL', 'BUY']);
  });

  test('does not repeat itself while it stays beyond a level', () => {
    expect(actions(strategy, [10, 10, 9, 8, 7])).toEqual([null, null, 'BUY', null, null]);
  });
});

test('ema_crossover buys when fast comes to lie above slow, sells when below', () => {
  const strategy = { id: 's', type: 'ema_crossover' as const, params: { fast: 1, slow: 3 } };
  // slow: – – 10 11 10
  expect(actions(strategy, [10, 10, 10, 12, 9])).toEqual([null, null, null, 'BUY', 'SELL']);
});

test('macd_trend buys when the line comes to lie above its signal line, sells when below', () => {
  const strategy = { id: 's', type: 'macd_trend' as const, params: { fast: 1, slow: 3, signal: 3 } };
  // line: – – 0 0 0 2 −1; signal line: – – – – 0 1 0
  expect(actions(strategy, [10, 10, 10, 10, 10, 14, 10]).slice(4)).toEqual([null, 'BUY', 'SELL']);
});

test('momentum buys a rise, sells a fall and stays out between', () => {
  const strategy = { id: 's', type: 'momentum' as const, params: { period: 1, threshold: 10 } };
  // change: – 0 20 0.8 −17.4 −1
  const said = [null, null, 'BUY', 'EXIT', 'SELL', 'EXIT'];
  expect(actions(strategy, [100, 100, 120, 121, 100, 99])).toEqual(said);
});

test('donchian_breakout leaves on the narrower channel, and only what it entered', () => {
  const strategy = { id: 's', type: 'donchian_breakout' as const, params: { entry: 3, exit: 1 } };
  // Highest of 3 before: – – – 10 10 12 12 12 12 11; lowest: – – – 10 10 10 10 11 9 9
  const said = actions(strategy, [10, 10, 10, 10, 12, 12, 11, 9, 10, 9]);
  expect(said.slice(4)).toEqual(['BUY', null, 'EXIT', 'SELL', 'EXIT', null]);
});

test('volatility_breakout enters beyond the bands and leaves at the middle', () => {
  const params = { period: 3, multiple: 0.25, atr_period: 1 };
  const strategy = { id: 's', type: 'volatility_breakout' as const, params };
  // middle: – – 10 12 12 11.5 11.75; distance: – 0 0 1 0.5 0.25 0.25
  const said = actions(strategy, [10, 10, 10, 14, 12, 11, 12]);
  expect(said.slice(3)).toEqual(['BUY', null, 'SELL', 'EXIT']);
});

test('bollinger_reversion buys below the bands, sells above, and leaves at the middle', () => {
  const of = (period: number, std_devs: number) => ({
    id: 's',
    type: 'bollinger_reversion' as const,
    params: { period, std_devs },
  });
  // middle: – 10 9 8 9; distance: – 0 0.5 0 0.5
  expect(actions(of(2, 0.5), [10, 10, 8, 8, 10])).toEqual([null, null, 'BUY', null, 'SELL']);
  // middle: – – 10 9 8.67; distance: – – 0 1.41 1.25
  expect(actions(of(3, 1), [10, 10, 10, 7, 9]).slice(3)).toEqual(['BUY', 'EXIT']);
});

test('z_score_reversion buys far below the mean, sells far above, and leaves near it', () => {
  const params = { period: 3, entry: 1, exit: 0 };
  const strategy = { id: 's', type: 'z_score_reversion' as const, params };
  // z: – – 0 −1.41 0.27 1.30 −0.71
  expect(actions(strategy, [10, 10, 10, 7, 9, 12, 9]).slice(3)).toEqual(['BUY', 'EXIT', 'SELL', 'EXIT']);
});

test('buy_and_hold buys once', () => {
  expect(actions({ id: 's', type: 'buy_and_hold', params: {} }, [10, 11, 12])).toEqual(['BUY', null, null]);
});

test('a script says nothing past its end or of other symbols', () => {
  const strategy = { id: 's', script: { X: [{ action: 'BUY' as const }] } };
  expect(actions(strategy, [10, 11])).toEqual(['BUY', null]);
  expect(signalOf(strategy, 'Y', flat(10), 0)).toBeNull();
});
