import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cases } from '../oracle/cases.ts';
import type { PlainCase, PlainStrategy } from '../oracle/plain.ts';
import { streamsOf } from './event-streams.ts';

/** The case as it stood when `time` was the last close known. */
function truncated(input: PlainCase, time: number): PlainCase {
  const bars: PlainCase['bars'] = {};
  for (const [symbol, series] of Object.entries(input.bars))
    bars[symbol] = series.filter((bar) => bar.closeTime <= time);
  return { ...input, bars };
}

function pastIsUntouched(input: PlainCase, cut: number): void {
  const closes = [...new Set(Object.values(input.bars).flatMap((bars) => bars.map((b) => b.closeTime)))].sort(
    (a, b) => a - b,
  );
  const time = closes[Math.min(closes.length - 1, Math.floor(cut * closes.length))];
  const before = truncated(input, time);
  if (Object.values(before.bars).some((bars) => bars.length === 0)) return;
  const open = { ...input.execution, closeAtEnd: false };
  const whole = streamsOf({ ...input, execution: open }, { everything: true });
  const past = streamsOf({ ...before, execution: open }, { everything: true });
  for (const [container, events] of Object.entries(past)) {
    expect(events).toEqual(whole[container].slice(0, events.length));
    // And what comes after was really later.
    for (const event of whole[container].slice(events.length)) {
      // A fill at the open of a longer bar is stamped before closes of shorter bars that are known already.
      if (event.type === 'FILL' || event.type.startsWith('POSITION') || event.type === 'ORDER_EXPIRED')
        continue;
      expect(event.timestamp).toBeGreaterThan(time);
    }
  }
}

describe('cutting off the future of the data changes no past event', () => {
  test('with any strategies, limits and costs', () => {
    fc.assert(fc.property(cases, fc.double({ min: 0, max: 1, noNaN: true }), pastIsUntouched), {
      numRuns: 150,
    });
  });

  const builtIn: PlainStrategy[] = [
    { id: 's', type: 'sma_crossover', params: { fast: 2, slow: 4 } },
    { id: 's', type: 'rsi_mean_reversion', params: { period: 3, oversold: 35, overbought: 65, exit: 50 } },
    { id: 's', type: 'buy_and_hold', params: {} },
  ];
  test.each(builtIn.map((strategy) => [(strategy as { type: string }).type, strategy] as const))(
    'with %s, at every bar',
    (_name, strategy) => {
      fc.assert(
        fc.property(cases, fc.double({ min: 0, max: 1, noNaN: true }), (input, cut) => {
          const portfolios = input.portfolios.map((p) => ({ ...p, strategies: [{ id: 's', weight: 1 }] }));
          pastIsUntouched({ ...input, strategies: [strategy], portfolios }, cut);
        }),
        { numRuns: 60 },
      );
    },
  );
});
