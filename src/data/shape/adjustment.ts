import { UserError } from '../../foundation/user-error.ts';
import { type BarSeries, SYNTHETIC_BAR } from '../../market/bar-series.ts';
import type { NumberRole } from '../files/bar-table.ts';
import { backAdjust, type CorporateActions, impossibleDividend, scaleToAdjustedClose } from './adjust.ts';

export const ADJUSTMENTS = ['none', 'splits', 'dividends', 'all'] as const;
/** What prices are adjusted for. */
export type Adjustment = (typeof ADJUSTMENTS)[number];

/**
 * Columns that an adjustment reads. `all` takes the columns of splits and dividends that there are, or the adjusted
 * close when there is neither.
 *
 * @throws UserError when the source has none that it needs.
 */
export function adjustmentRoles(
  adjust: Adjustment,
  has: (role: NumberRole) => boolean,
  label: string,
): NumberRole[] {
  const missing = (what: string, role: NumberRole) =>
    new UserError(`${label} has no ${what} to adjust prices by`, {
      code: 'missing_column',
      hint: `leave adjust out, or name the column with columns: { ${role}: … }`,
    });
  switch (adjust) {
    case 'none':
      return [];
    case 'splits':
      if (!has('split')) throw missing('column of splits', 'split');
      return ['split'];
    case 'dividends':
      if (!has('dividend')) throw missing('column of dividends', 'dividend');
      // What was paid for a share after a split is measured by a close before it.
      return has('split') ? ['split', 'dividend'] : ['dividend'];
    case 'all': {
      const actions = (['split', 'dividend'] as const).filter(has);
      if (actions.length > 0) return actions;
      if (!has('adjusted_close')) throw missing('adjusted close', 'adjusted_close');
      return ['adjusted_close'];
    }
  }
}

/** Adjusts prices in place by columns that `adjustmentRoles` named. */
export function adjustSeries(
  series: BarSeries,
  numbers: Readonly<Partial<Record<NumberRole, Float64Array>>>,
  adjust: Adjustment,
): void {
  const { split: splits, dividend: dividends, adjusted_close: adjustedClose } = numbers;
  if (adjust === 'none') return;
  if (adjustedClose !== undefined) {
    scaleToAdjustedClose(series, withSynthetic(series, adjustedClose));
    return;
  }
  const actions: CorporateActions = {
    splits: adjust === 'dividends' ? undefined : splits,
    dividends: adjust === 'splits' ? undefined : dividends,
    ratios: splits,
  };
  const impossible = impossibleDividend(series, actions);
  if (impossible >= 0) {
    const date = new Date(series.openTime[impossible]).toISOString().slice(0, 10);
    throw new UserError(
      `${series.symbol} paid a dividend of ${dividends?.[impossible]} on ${date}, at a close of ${series.close[impossible - 1]} before it`,
      { code: 'bad_dividend', hint: 'dividends are in money for a share' },
    );
  }
  backAdjust(series, actions);
}

/** A bar that stands for a row that could not be used is adjusted like the bar before it. */
function withSynthetic(series: BarSeries, adjustedClose: Float64Array): Float64Array {
  for (let i = 1; i < series.length; i++) {
    if ((series.flags[i] & SYNTHETIC_BAR) !== 0)
      adjustedClose[i] = (series.close[i] * adjustedClose[i - 1]) / series.close[i - 1];
  }
  return adjustedClose;
}
