import { describe, expect, test } from 'vitest';
import { nameHint, nearestName } from '../../src/foundation/nearest-name.ts';

const FEATURES = ['sma', 'ema', 'rsi', 'bollinger', 'sma_crossover'];

describe('nearestName', () => {
  test.each([
    ['bolinger', 'bollinger', 'a letter left out'],
    ['sma_corssover', 'sma_crossover', 'two letters swapped'],
    ['SMA-Crossover', 'sma_crossover', 'another case and a hyphen'],
    ['rsj', 'rsi', 'one letter of three'],
  ])('finds what %s meant: %s (%s)', (typed, meant) => {
    expect(nearestName(typed, FEATURES)).toBe(meant);
  });

  test('prefers the closer of two candidates, and finds nothing in a far one', () => {
    expect(nearestName('emaa', ['sma', 'ema'])).toBe('ema');
    expect(nearestName('volatility', FEATURES)).toBeUndefined();
    expect(nearestName('sma', [])).toBeUndefined();
  });
});

test('nameHint names the nearest, else all, else says that there are none', () => {
  expect(nameHint('bolinger', FEATURES)).toBe('did you mean "bollinger"?');
  expect(nameHint('macd', ['vwap', 'atr'])).toBe('one of vwap, atr');
  expect(nameHint('macd', [])).toBe('none are known');
});
