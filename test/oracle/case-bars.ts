import fc from 'fast-check';
import type { PlainBar } from './plain.ts';

const DAY = 86_400_000;
const FIRST_DAY = Date.UTC(2024, 0, 1);

/** One step of a walk; distances in ticks. */
const step = fc.record({
  /** Missing bars make the calendars of the symbols differ; synthetic ones are flat at the last close. */
  kind: fc.constantFrom('traded', 'traded', 'traded', 'traded', 'traded', 'traded', 'missing', 'synthetic'),
  /** Open against the last close. */
  gap: fc.constantFrom(0, 0, 0, 1, -1, 3, -3, 40, -40),
  /** Close against the open. */
  body: fc.integer({ min: -12, max: 12 }),
  /** New shares for an old one; prices go with it. */
  split: fc.constantFrom(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 0.5, 3, 0.1, 1.5),
  dividend: fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0.25, 0.1),
  /** How far the bar goes beyond its body. */
  above: fc.nat({ max: 6 }),
  below: fc.nat({ max: 6 }),
});

export const rawBars = fc.record({
  firstPrice: fc.integer({ min: 1_000, max: 6_000 }),
  /** 4 gives `DAY` orders several bars to be filled on. */
  barsPerDay: fc.constantFrom(1, 4),
  steps: fc.array(step, { minLength: 1, maxLength: 40, size: 'max' }),
});

type RawBars = typeof rawBars extends fc.Arbitrary<infer T> ? T : never;

/** Bars of one symbol on a price grid of 1 / `ticksPerUnit`. Symbols with 1 and 4 bars a day share each day's last close. */
export function barsFrom({ firstPrice, barsPerDay, steps }: RawBars, ticksPerUnit: number): PlainBar[] {
  const length = DAY / barsPerDay;
  const bars: PlainBar[] = [];
  let last = firstPrice;
  steps.forEach(({ kind, gap, body, split, dividend, above, below }, i) => {
    // The very first bar is always there, so that no symbol is empty.
    if (kind === 'missing' && i > 0) return;
    const synthetic = kind === 'synthetic' && i > 0;
    if (i > 0) last = Math.max(2, Math.round(last / split));
    const open = synthetic ? last : Math.max(2, last + gap);
    const close = synthetic ? last : Math.max(2, open + body);
    const high = Math.max(open, close) + (synthetic ? 0 : above);
    const low = Math.max(1, Math.min(open, close) - (synthetic ? 0 : below));
    const openTime = FIRST_DAY + i * length;
    bars.push({
      openTime,
      closeTime: openTime + length - 1,
      open: open / ticksPerUnit,
      high: high / ticksPerUnit,
      low: low / ticksPerUnit,
      close: close / ticksPerUnit,
      volume: synthetic ? 0 : 100 + i,
      ...(synthetic ? { synthetic } : {}),
      ...(split === 1 || i === 0 ? {} : { split }),
      ...(dividend === 0 || i === 0 ? {} : { dividend }),
    });
    last = close;
  });
  return bars;
}
