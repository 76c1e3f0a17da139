import { describe, expect, test } from 'vitest';
import { Checkpoints, usualSpacing } from '../../src/debugger/checkpoints.ts';

const at = (slice: number) => ({ slice, state: { words: new Float64Array(10), extras: [] } });

function filled(budget: number, bars: number): Checkpoints {
  const checkpoints = new Checkpoints(at(0), budget, 4);
  for (let bar = 0; bar < bars; ) {
    bar = checkpoints.nextAfter(bar);
    checkpoints.add(at(bar));
  }
  return checkpoints;
}

describe('checkpoints', () => {
  test('stand at the nearest bar before the one that is looked for', () => {
    const checkpoints = filled(1e6, 40);
    expect(checkpoints.count).toBe(11);
    expect([0, 3, 4, 7, 39, 40, 99].map((bar) => checkpoints.before(bar).slice)).toEqual([
      0, 0, 4, 4, 36, 40, 40,
    ]);
  });

  test('are thinned out evenly when their memory is used up, and the first one stays', () => {
    const checkpoints = filled(10 * 80, 400);
    expect(checkpoints.spacing).toBe(64);
    expect(checkpoints.bytes).toBeLessThanOrEqual(11 * 80);
    expect(checkpoints.before(63).slice).toBe(0);
    expect(checkpoints.before(200).slice).toBe(192);
  });

  test('keep one state beside the first, however little memory there is', () => {
    const checkpoints = filled(0, 64);
    expect(checkpoints.count).toBe(2);
  });

  test('do not go back: a bar that is behind the last one is not kept again', () => {
    const checkpoints = filled(1e6, 40);
    checkpoints.add(at(20));
    expect(checkpoints.count).toBe(11);
  });

  test('stand closer the more lanes there are to run', () => {
    expect([1, 10, 100, 1000, 100_000].map(usualSpacing)).toEqual([32768, 4096, 512, 32, 1]);
  });
});
