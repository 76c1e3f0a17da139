import type { Condition } from '../../events/payloads.ts';
import { numberText } from '../../tracing/event-text.ts';
import { percentText } from '../look/value-text.ts';

/** How far a condition was from being met. */
export interface ConditionGap {
  /** By how much the left side fell short, in its own unit; null where it has none. 0 is a touch. */
  readonly gap: number | null;
  /** Of the right side's size, and of the close; null where there is none. */
  readonly ofThreshold: number | null;
  readonly ofPrice: number | null;
  /** One bar before, for a crossing: above 0 it was still on the side that it had to come from. */
  readonly gapBefore: number | null;
  /** A crossing whose left side was on the other side already: `gap` is how far it must first go back. */
  readonly already: boolean;
  readonly told: string;
}

/** @param price close of the bar. */
export function gapOf(condition: Condition, price: number): ConditionGap {
  const { operator, left, right, leftValue, rightValue, leftPrevious, rightPrevious } = condition;
  if (operator === 'is') return { ...NO_GAP, told: `${left} was not so` };
  if (Number.isNaN(leftValue) || Number.isNaN(rightValue)) {
    const missing = [
      ...(Number.isNaN(leftValue) ? [left] : []),
      ...(Number.isNaN(rightValue) ? [right] : []),
    ];
    return { ...NO_GAP, told: `${missing.join(' and ')} had no value yet` };
  }
  const up = operator === 'above' || operator === 'crossover';
  const short = up ? rightValue - leftValue : leftValue - rightValue;
  const crossing = operator === 'crossover' || operator === 'crossunder';
  const gapBefore =
    leftPrevious === null || rightPrevious === null
      ? null
      : up
        ? rightPrevious - leftPrevious
        : leftPrevious - rightPrevious;
  // Exactly equal is on neither side, and has not crossed.
  const already = crossing && short < 0;
  const gap = Math.abs(short);
  const shares = { ofThreshold: share(gap, rightValue), ofPrice: share(gap, price) };
  return { gap, ...shares, gapBefore, already, told: gapText(condition, gap, shares.ofThreshold, gapBefore) };
}

/** The order in which gaps are near: a small share of the threshold first, then what must go back first, then the rest. */
export function compareGaps(a: ConditionGap, b: ConditionGap): number {
  return rank(a) - rank(b) || (a.ofThreshold ?? a.gap ?? 0) - (b.ofThreshold ?? b.gap ?? 0);
}

const NO_GAP = { gap: null, ofThreshold: null, ofPrice: null, gapBefore: null, already: false } as const;

function rank({ gap, already }: ConditionGap): number {
  if (gap === null) return 2;
  return already ? 1 : 0;
}

function share(gap: number, of: number): number | null {
  return of === 0 || Number.isNaN(of) ? null : gap / Math.abs(of);
}

function gapText(
  { operator, left, right, leftValue, rightValue }: Condition,
  gap: number,
  ofThreshold: number | null,
  gapBefore: number | null,
): string {
  const up = operator === 'above' || operator === 'crossover';
  const [good, bad] = up ? ['above', 'below'] : ['below', 'above'];
  const amount = `${numberText(gap)}${ofThreshold === null ? '' : ` (${percentText(ofThreshold)} of ${numberText(rightValue)})`}`;
  if (operator === 'above' || operator === 'below') {
    return gap === 0 ? `${left} was exactly ${right}` : `${left} was ${amount} ${bad} ${right}`;
  }
  const onGoodSide = up ? leftValue > rightValue : leftValue < rightValue;
  if (onGoodSide) {
    if (gapBefore === null || Number.isNaN(gapBefore))
      return `${left} was ${good} ${right}, and nothing is known of the bar before`;
    return `${left} was ${good} ${right} already, by ${amount}: it must first go back`;
  }
  const before =
    gapBefore === null || Number.isNaN(gapBefore)
      ? ''
      : gapBefore === 0
        ? '; equal one bar before'
        : `; ${numberText(Math.abs(gapBefore))} ${gapBefore > 0 ? bad : good} one bar before`;
  return `${gap === 0 ? `${left} was exactly ${right}` : `${left} was ${amount} ${bad} ${right}`}${before}`;
}
