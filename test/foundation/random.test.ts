import { describe, expect, test } from 'vitest';
import { Random } from '../../src/foundation/random.ts';
import { StateReader, StateWriter } from '../../src/foundation/state.ts';
import { statefulContract } from '../contracts/stateful-contract.ts';

statefulContract('Random', {
  create: () => new Random(42),
  // An odd number of normals leaves half of a pair behind: that half is state too.
  advance: (random) => [random.normal(), random.uint32(), random.uniform()],
});

describe('Random', () => {
  test('draws what the authors of xoshiro128** draw from the state 1, 2, 3, 4', () => {
    const random = new Random(0);
    const state = new StateWriter();
    state.array(new Int32Array([1, 2, 3, 4]));
    state.number(Number.NaN);
    random.restore(new StateReader(state.finish()));
    // Test vector of the rand_xoshiro crate, made with the reference implementation in C.
    expect(Array.from({ length: 4 }, () => random.uint32())).toEqual([11520, 0, 5927040, 70819200]);
  });

  test('draws the same from the same seed and something else from another', () => {
    const draw = (seed: number) => {
      const random = new Random(seed);
      return [random.uint32(), random.normal(), random.integer(1, 1000)];
    };
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
  });

  test('stays within its bounds and reaches both ends of a range of integers', () => {
    const random = new Random(1);
    const integers = Array.from({ length: 1000 }, () => random.integer(-2, 3));
    expect(new Set(integers)).toEqual(new Set([-2, -1, 0, 1, 2, 3]));
    const uniforms = Array.from({ length: 1000 }, () => random.uniform());
    expect(Math.min(...uniforms)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...uniforms)).toBeLessThan(1);
  });

  test('normal draws have mean 0 and variance 1, within four standard errors', () => {
    const random = new Random(3);
    const n = 20_000;
    const draws = Array.from({ length: n }, () => random.normal());
    const mean = draws.reduce((sum, x) => sum + x, 0) / n;
    const variance = draws.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (n - 1);
    expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(n));
    expect(Math.abs(variance - 1)).toBeLessThan(4 * Math.sqrt(2 / n));
  });
});
