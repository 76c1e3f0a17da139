import { describe, expect, test } from 'vitest';
import { rsi, signalOf, sma } from './naive-strategies.ts';
import type { PlainInput } from './plain.ts';
import { flat } from './tiny.ts';

/** What a strategy says at each bar of these closes. */
function actions(strategy: PlainInput['strategies'][number], closes: number[]): (string | null)[] {
  const bars = flat(...closes);
  return bars.map((_, index) => signalOf(strategy, 'X', bars, index)?.action ?? null);
}

test('a moving average is the mean of its window, and absent before', () => {
  expect([0, 1, 2, 3].map((at) => sma([1, 2, 6, 4], 3, at))).toEqual([Number.NaN, Number.NaN, 3, 4]);
});

describe('the relative strength index', () => {
  test('follows Wilder from index n', () => {
    // Changes +2 −1 +1 with n = 2. At 2: gain 2/2, loss 1/2, ratio 2: 100 − 100/3.
    // At 3: gain (1 + 1)/2, loss (1/2)/2, ratio 4: 100 − 100/5.
    const values = [10, 12, 11, 12];
    expect(rsi(values, 2, 1)).toBeNaN();
    expect(rsi(values, 2, 2)).toBeCloseTo(200 / 3, 12);
    expect(rsi(values, 2, 3)).toBe(80);
  });

  test('is 100 without losses, 0 without gains, and 50 when nothing moves', () => {
    expect(rsi([1, 2, 3], 2, 2)).toBe(100);
    expect(rsi([3, 2, 1], 2, 2)).toBe(0);
    expect(rsi([2, 2, 2], 2, 2)).toBe(50);
  });
});

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

test('buy_and_hold buys once', () => {
  expect(actions({ id: 's', type: 'buy_and_hold', params: {} }, [10, 11, 12])).toEqual(['BUY', null, null]);
});

test('a script says nothing past its end or of other symbols', () => {
  const strategy = { id: 's', script: { X: [{ action: 'BUY' as const }] } };
  expect(actions(strategy, [10, 11])).toEqual(['BUY', null]);
  expect(signalOf(strategy, 'Y', flat(10), 0)).toBeNull();
});
