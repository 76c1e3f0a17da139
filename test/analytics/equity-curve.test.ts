import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EquityCurve } from '../../src/analytics/equity-curve.ts';
import { type SavedState, StateReader, StateWriter } from '../../src/foundation/state.ts';

function record(
  curve: EquityCurve,
  to: number,
  equityOf: (row: number) => number = (row) => row * 10,
): EquityCurve {
  for (let row = curve.length; row < to; row++) curve.record(row, equityOf(row), row * 2);
  return curve;
}

function saved(curve: EquityCurve): SavedState {
  const out = new StateWriter();
  curve.save(out);
  return out.finish();
}

function restore(curve: EquityCurve, state: SavedState): void {
  const reader = new StateReader(state);
  curve.restore(reader);
  reader.end();
}

test('columns are exactly as long as what was recorded, over any number of chunks', () => {
  for (const length of [0, 1, 1023, 1024, 1025, 5000]) {
    const rows = Array.from({ length }, (_, row) => row);
    expect(record(new EquityCurve(), length).toColumns()).toEqual({
      timestamp: Float64Array.from(rows),
      equity: Float64Array.from(rows, (row) => row * 10),
      grossExposure: Float64Array.from(rows, (row) => row * 2),
    });
  }
});

test('columns are copies', () => {
  const curve = record(new EquityCurve(), 3);
  curve.toColumns().equity.fill(-1);
  expect([...curve.toColumns().equity]).toEqual([0, 10, 20]);
});

describe('restoring', () => {
  test('drops the rows behind the checkpoint, and running on again gives the same curve', () => {
    fc.assert(
      fc.property(fc.nat(2100), fc.nat(2100), (a, b) => {
        const [cut, end] = [Math.min(a, b), Math.max(a, b)];
        const curve = record(new EquityCurve(), cut);
        const state = saved(curve);
        record(curve, end);
        restore(curve, state);
        expect(curve.length).toBe(cut);
        expect(curve.toColumns()).toEqual(record(new EquityCurve(), cut).toColumns());
        expect(record(curve, end).toColumns()).toEqual(record(new EquityCurve(), end).toColumns());
      }),
      { numRuns: 20 },
    );
  });

  test('goes forward again to a later checkpoint of the same course', () => {
    const curve = record(new EquityCurve(), 100);
    const early = saved(curve);
    const late = saved(record(curve, 2000));
    restore(curve, early);
    record(curve, 150);
    restore(curve, late);
    expect(curve.toColumns()).toEqual(record(new EquityCurve(), 2000).toColumns());
  });

  test('refuses a later checkpoint once another course was taken', () => {
    const curve = record(new EquityCurve(), 100);
    const early = saved(curve);
    const late = saved(record(curve, 2000));
    restore(curve, early);
    record(curve, 101, () => 7);
    record(curve, 150);
    expect(() => restore(curve, late)).toThrow('does not hold the 2000 rows');
  });

  test('refuses the state of another run of the same length', () => {
    const other = record(new EquityCurve(), 10, (row) => row * 11);
    expect(() => restore(record(new EquityCurve(), 10), saved(other))).toThrow(RangeError);
    expect(() => restore(new EquityCurve(), saved(other))).toThrow('does not hold the 10 rows');
  });

  test('an empty curve is restored too', () => {
    const curve = new EquityCurve();
    const state = saved(curve);
    restore(record(curve, 5), state);
    expect(curve.length).toBe(0);
  });
});

test('a clone has the rows of the original and goes its own way', () => {
  const curve = record(new EquityCurve(), 1500);
  const fork = curve.clone();
  record(fork, 1600, () => 1);
  record(curve, 1550);
  expect(curve.toColumns()).toEqual(record(new EquityCurve(), 1550).toColumns());
  expect(fork.toColumns().equity.at(-1)).toBe(1);
  expect(fork.toColumns().equity.slice(0, 1500)).toEqual(curve.toColumns().equity.slice(0, 1500));
});
