import type { BarSeries } from '../../market/bar-series.ts';
import type { CorporateAction } from '../../market/corporate-action.ts';

/** Splits and dividends by bar, on the first bar that trades without them. */
export interface CorporateActions {
  /** New shares for an old one: 2 for a two-for-one split, 0.1 for a reverse split of ten; 0 or 1 for none. */
  readonly splits?: Float64Array;
  /** Cash for a share as it is on that bar; 0 for none. */
  readonly dividends?: Float64Array;
  /** Splits that dividends are measured by, whether prices are adjusted for them or not. */
  readonly ratios?: Float64Array;
}

/**
 * Back-adjusts prices in place, so that splits and dividends show as no jump: what lies before a split by r is divided
 * by r (volume multiplied), and what lies before a dividend d multiplied by 1 − d / (the close before it). The last bar
 * stays as it is, so that nothing is known of what comes after it.
 */
export function backAdjust(series: BarSeries, { splits, dividends, ratios }: CorporateActions): void {
  let price = 1;
  let volume = 1;
  // The close before a bar is needed as it was traded, so bars are changed behind the look back.
  for (let i = series.length - 1; i >= 0; i--) {
    const rawBefore = i > 0 ? series.close[i - 1] : Number.NaN;
    scale(series, i, price, volume);
    if (i === 0) break;
    const dividend = dividends?.[i] ?? 0;
    // The close before is of shares before the split, the dividend of those after it.
    if (dividend > 0) price *= 1 - dividend / (rawBefore / ratioAt(ratios, i));
    price /= ratioAt(splits, i);
    volume *= ratioAt(splits, i);
  }
}

/**
 * What is left to be booked where prices are not adjusted for it. A dividend for a share before a split that prices are adjusted for is
 * adjusted as the price was. The first bar has none: nobody holds anything before it.
 */
export function bookedActions(
  length: number,
  { splits, dividends }: CorporateActions,
  adjustedFor: Float64Array | undefined,
): CorporateAction[] {
  const actions: CorporateAction[] = [];
  let later = 1;
  for (let index = length - 1; index > 0; index--) {
    const ratio = ratioAt(splits, index);
    const dividend = (dividends?.[index] ?? 0) / later;
    if (ratio !== 1 || dividend !== 0) actions.push({ index, ratio, dividend });
    later *= ratioAt(adjustedFor, index);
  }
  return actions.reverse();
}

/** Splits and dividends as their columns have them, those of the first bar too. */
export function writtenActions(length: number, { splits, dividends }: CorporateActions): CorporateAction[] {
  const actions: CorporateAction[] = [];
  for (let index = 0; index < length; index++) {
    const ratio = ratioAt(splits, index);
    const dividend = dividends?.[index] ?? 0;
    if (ratio !== 1 || dividend !== 0) actions.push({ index, ratio, dividend });
  }
  return actions;
}

/** The first bar whose dividend is not below the close before it, which no factor adjusts for; −1 when there is none. */
export function impossibleDividend(series: BarSeries, { dividends, ratios }: CorporateActions): number {
  if (dividends === undefined) return -1;
  for (let i = 1; i < series.length; i++) {
    if (dividends[i] >= series.close[i - 1] / ratioAt(ratios, i)) return i;
  }
  return -1;
}

/** Ratios nearer to 1 than this may drown in the move of a day. */
const CLEAR_RATIO = 1.25;

/**
 * The first bar with a split that is nearer to no move of the price than to the move of its ratio, as in prices that were adjusted for
 * splits before; −1 when there is none.
 */
export function unmovedSplit({ close, open, length }: BarSeries, splits: Float64Array | undefined): number {
  if (splits === undefined) return -1;
  for (let i = 1; i < length; i++) {
    const expected = Math.log(ratioAt(splits, i));
    if (Math.abs(expected) < Math.log(CLEAR_RATIO)) continue;
    const move = Math.log(close[i - 1] / open[i]);
    if (Math.abs(move) < Math.abs(move - expected)) return i;
  }
  return -1;
}

function ratioAt(ratios: Float64Array | undefined, i: number): number {
  return ratios === undefined || ratios[i] === 0 ? 1 : ratios[i];
}

function scale(series: BarSeries, i: number, price: number, volume: number): void {
  if (price === 1 && volume === 1) return;
  // Rounding never changes the order of products, so low ≤ open, close ≤ high stays.
  for (const role of ['open', 'high', 'low', 'close'] as const) series[role][i] *= price;
  series.volume[i] *= volume;
}

/**
 * Scales each bar's prices by adjusted close / close, in place, so that dividends and splits show as no jump.
 * Close becomes exactly the adjusted close; volume stays.
 */
export function scaleToAdjustedClose(series: BarSeries, adjustedClose: Float64Array): void {
  const { open, high, low, close } = series;
  for (let i = 0; i < series.length; i++) {
    const adjusted = adjustedClose[i];
    const factor = adjusted / close[i];
    open[i] *= factor;
    // Rounding may put close × factor next to the adjusted close; high and low must still enclose it.
    high[i] = Math.max(high[i] * factor, adjusted);
    low[i] = Math.min(low[i] * factor, adjusted);
    close[i] = adjusted;
  }
}
