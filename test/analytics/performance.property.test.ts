import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PerformanceMetrics } from '../../src/analytics/metrics.ts';
import { METRICS } from '../../src/analytics/metrics.ts';
import { PerformanceAccumulator } from '../../src/analytics/performance.ts';
import { performanceOf } from '../../src/analytics/returns.ts';
import { type SavedState, StateReader, StateWriter } from '../../src/foundation/state.ts';
import { DAY, dailyRun } from './support.ts';

type Step =
  | { readonly kind: 'equity'; readonly equity: number; readonly net: number }
  | { readonly kind: 'fill'; readonly notional: number; readonly cost: number }
  | { readonly kind: 'trade'; readonly pnl: number; readonly direction: number; readonly barsHeld: number };

const anyReturn = fc.double({ min: -0.2, max: 0.25, noNaN: true });
// Ends in a spread of its own: the deviation of equal returns is nothing but rounding.
const equities = fc.array(anyReturn, { maxLength: 200 }).map((returns) => {
  let equity = 1e5;
  return [...returns, 0.02, -0.02].map((r) => {
    equity *= 1 + r;
    return equity;
  });
});

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  // Some are ≤ 0, so that ruin is passed too.
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('equity'),
      equity: fc.double({ min: -50, max: 5000, noNaN: true }),
      net: fc.integer({ min: -900, max: 900 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('fill'),
      notional: fc.integer({ min: 1, max: 900 }),
      cost: fc.integer({ min: 0, max: 9 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('trade'),
      pnl: fc.integer({ min: -90, max: 90 }),
      direction: fc.constantFrom(-1, 1),
      barsHeld: fc.nat(9),
    }),
  },
);

function take(performance: PerformanceAccumulator, steps: readonly Step[], from: number): void {
  for (let i = from; i < steps.length; i++) {
    const step = steps[i];
    if (step.kind === 'equity')
      performance.onEquity((i + 1) * DAY, step.equity, Math.abs(step.net), step.net);
    else if (step.kind === 'fill') performance.onFill(step.notional, step.cost, step.cost / 3);
    else {
      const { pnl, direction, barsHeld } = step;
      performance.onRoundTrip({
        pnl,
        grossPnl: pnl + 1,
        costs: 1,
        entryTime: 0,
        exitTime: i * DAY,
        direction,
        barsHeld,
        returnPct: pnl / 7,
      });
    }
  }
}

function begin(): PerformanceAccumulator {
  return new PerformanceAccumulator({ initialEquity: 1000, startTime: 0, riskFreeRate: 0.02 });
}

function saved(performance: PerformanceAccumulator): SavedState {
  const out = new StateWriter();
  performance.save(out);
  return out.finish();
}

/** To 1e-12 of the larger of the expected value and `scale`, the size of what it is a difference of. */
function expectClose(actual: number | null, expected: number, scale = 0): void {
  expect(actual).not.toBeNull();
  expect(Math.abs(actual! - expected)).toBeLessThanOrEqual(1e-12 * Math.max(Math.abs(expected), scale));
}

describe('the accumulator against the plain two-pass formulas', () => {
  test('mean, deviations and their ratios agree to 1e-12', () => {
    fc.assert(
      fc.property(equities, (path) => {
        const returns = path.map((equity, i) => equity / (path[i - 1] ?? 1e5) - 1);
        const n = returns.length;
        const mean = returns.reduce((a, b) => a + b, 0) / n;
        const deviation = Math.sqrt(returns.reduce((a, r) => a + (r - mean) ** 2, 0) / (n - 1));
        const downside = Math.sqrt(returns.reduce((a, r) => a + Math.min(r, 0) ** 2, 0) / n);
        const metrics = dailyRun(1e5, path).metrics();
        const year = Math.sqrt(365.25);
        expectClose(metrics.volatility, deviation * year);
        expectClose(metrics.sharpe, (mean / deviation) * year, year);
        expectClose(metrics.sortino, (mean / downside) * year, year);
      }),
    );
  });

  test('levels, drawdown and growth agree', () => {
    fc.assert(
      fc.property(equities, (path) => {
        const metrics = dailyRun(1e5, path).metrics();
        const levels = [1e5, ...path];
        const depths = levels.map((equity, i) => equity / Math.max(...levels.slice(0, i + 1)) - 1);
        const trough = depths.indexOf(Math.min(...depths));
        const high = Math.max(...levels.slice(0, trough + 1));
        const peak = levels.lastIndexOf(high, trough);
        const recovery = levels.findIndex((equity, i) => i > trough && equity >= high);
        expect(metrics.maxDrawdown).toBe(depths[trough]);
        expect(metrics.maxDrawdownPeakDate).toBe(peak * DAY);
        expect(metrics.maxDrawdownTroughDate).toBe(trough * DAY);
        expect(metrics.maxDrawdownRecoveryDate).toBe(recovery < 0 ? null : recovery * DAY);
        expect(metrics.maxDrawdownDays).toBe((recovery < 0 ? path.length : recovery) - peak);
        expect([metrics.minEquity, metrics.maxEquity]).toEqual([Math.min(...levels), Math.max(...levels)]);
        expectClose(metrics.averageEquity, path.reduce((a, b) => a + b, 0) / path.length);
        const logGrowth = (Math.log(path.at(-1)! / 1e5) * 365.25) / path.length;
        // Beyond this a relative error of the exponent is no longer one of the result.
        if (Math.abs(logGrowth) < 1) expectClose(metrics.cagr, Math.exp(logGrowth) - 1, 1);
      }),
    );
  });

  test('the batch functions give the same', () => {
    fc.assert(
      fc.property(equities, (path) => {
        const batch = performanceOf(
          path.map((equity, i) => (equity - (path[i - 1] ?? 1e5)) / (path[i - 1] ?? 1e5)),
          { periodsPerYear: 365.25 },
        );
        const metrics = dailyRun(1e5, path).metrics();
        expectClose(metrics.sharpe, batch.sharpe!, 20);
        expectClose(metrics.sortino, batch.sortino!, 20);
        expectClose(metrics.maxDrawdown, batch.maxDrawdown!, 1);
        expectClose(metrics.totalReturn, batch.totalReturn!, 1);
      }),
    );
  });
});

test('restored at any point, also after more was seen, a run ends in the bits of one that went straight', () => {
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 60 }), fc.nat(60), (steps, cut) => {
      const straight = begin();
      take(straight, steps, 0);

      const stopped = begin();
      take(stopped, steps.slice(0, cut), 0);
      const state = saved(stopped);
      take(stopped, steps, Math.min(cut, steps.length));
      const other = begin();
      for (const performance of [stopped, other]) {
        const reader = new StateReader(state);
        performance.restore(reader);
        reader.end();
        take(performance, steps, Math.min(cut, steps.length));
        expect(saved(performance)).toEqual(saved(straight));
        expect(performance.metrics()).toEqual(straight.metrics());
      }
    }),
  );
});

test('every metric is a finite number or null, whatever comes, and alone the same as with the others', () => {
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 40 }), (steps) => {
      const performance = begin();
      take(performance, steps, 0);
      const metrics = performance.metrics();
      for (const { property } of METRICS) {
        const value = metrics[property];
        expect(value === null || Number.isFinite(value)).toBe(true);
        expect(Object.is(value, -0)).toBe(false);
        expect(performance.metric(property)).toBe(value);
      }
    }),
  );
});

describe('invariances', () => {
  const UNSCALED: (keyof PerformanceMetrics)[] = [
    'totalReturn',
    'cagr',
    'volatility',
    'sharpe',
    'sortino',
    'calmar',
    'maxDrawdown',
    'maxDrawdownDays',
  ];

  test('an account four times as large has the same ratios, to the bit', () => {
    fc.assert(
      fc.property(equities, (path) => {
        const small = dailyRun(1e5, path).metrics();
        const large = dailyRun(
          4e5,
          path.map((equity) => equity * 4),
        ).metrics();
        for (const property of UNSCALED) expect(large[property]).toBe(small[property]);
        expect(large.maxEquity).toBe(small.maxEquity * 4);
      }),
    );
  });

  test('the same course in half the time has √2 times the Sharpe ratio and the same drawdown', () => {
    fc.assert(
      fc.property(equities, (path) => {
        const slow = dailyRun(1e5, path).metrics();
        const fast = new PerformanceAccumulator({ initialEquity: 1e5, startTime: 0 });
        for (const [i, equity] of path.entries()) fast.onEquity(((i + 1) * DAY) / 2, equity, 0, 0);
        expectClose(fast.metrics().sharpe, slow.sharpe! * Math.SQRT2, 20);
        expect(fast.metrics().maxDrawdown).toBe(slow.maxDrawdown);
        expect(fast.metrics().maxDrawdownDays).toBe(slow.maxDrawdownDays! / 2);
      }),
    );
  });
});
