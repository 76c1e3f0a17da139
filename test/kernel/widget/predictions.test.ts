import { expect, test } from 'vitest';
import { outcomeText, Predictions, type Said } from '../../../kernel/widget/predictions.ts';

function answer(predictions: Predictions, said: Said, change: number, counts = true) {
  return predictions.add({ said, symbol: 'SPX', from: 10, to: 11, change, counts });
}

test('an answer is right when prices go its way, and neither where they do not move', () => {
  const all = new Predictions();
  expect(answer(all, 'up', 0.01).isRight).toBe(true);
  expect(answer(all, 'sell', 0.01).isRight).toBe(false);
  expect(answer(all, 'down', 0).isRight).toBeNull();
  expect(answer(all, 'hold', 0.01).isRight).toBeNull();
});

test('the score counts what was not seen before, beside what always saying the same had come to', () => {
  const all = new Predictions();
  expect(all.score).toBe('');
  answer(all, 'up', -0.01);
  answer(all, 'down', -0.02);
  answer(all, 'up', 0.01);
  answer(all, 'up', 0.5, false);
  answer(all, 'down', 0);
  expect(all.score).toBe('2 of 3 right, 2 in a row (up every time: 1)');
});

test('decisions are scored by what they came to', () => {
  const all = new Predictions();
  answer(all, 'buy', 0.1);
  answer(all, 'sell', 0.1);
  answer(all, 'hold', -0.5);
  // 1.1 × 0.9 − 1, and 1.1 × 1.1 × 0.5 − 1.
  expect(all.score).toBe('3 decided: −1.00% (always long: −39.50%)');
});

test('what came of an answer is told in a line', () => {
  const all = new Predictions();
  expect(outcomeText(answer(all, 'up', 0.0123))).toBe('up: right, SPX rose 1.23% in a bar');
  expect(outcomeText({ ...answer(all, 'buy', -0.02, false), to: 15 })).toBe(
    'buy: wrong, SPX fell 2.00% in 5 bars; not counted, this was seen before',
  );
  expect(outcomeText(answer(all, 'down', 0))).toBe('down: neither, SPX did not move in a bar');
});
