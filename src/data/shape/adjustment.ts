import { UserError } from '../../foundation/user-error.ts';
import { type BarSeries, SYNTHETIC_BAR } from '../../market/bar-series.ts';
import type { NumberRole } from '../files/bar-table.ts';
import {
  backAdjust,
  bookedActions,
  type CorporateActions,
  impossibleDividend,
  scaleToAdjustedClose,
  unmovedSplit,
  writtenActions,
} from './adjust.ts';

export const ADJUSTMENTS = ['none', 'splits', 'dividends', 'all'] as const;
/** What prices are adjusted for. */
export type Adjustment = (typeof ADJUSTMENTS)[number];

/** What is done about splits and dividends. */
export interface Treatment {
  readonly adjust: Adjustment;
  /** What is booked instead: no part of it may be adjusted for too. */
  readonly corporateActions: Adjustment;
  /** Whether what is neither adjusted for nor booked stays with the bars as the columns have it, for who writes it on. */
  readonly carryActions?: boolean;
}

/** What is left when prices are adjusted for something. */
const REST = { none: 'all', splits: 'dividends', dividends: 'splits', all: 'none' } as const;

const covers = (kind: Adjustment, what: 'splits' | 'dividends') => kind === what || kind === 'all';

/**
 * Columns that an adjustment reads. `all` takes the columns of splits and dividends that there are, or the adjusted
 * close when there is neither.
 *
 * @throws UserError when the source has none that it needs, or something would be adjusted for and booked.
 */
export function adjustmentRoles(
  { adjust, corporateActions, carryActions = false }: Treatment,
  has: (role: NumberRole) => boolean,
  label: string,
): NumberRole[] {
  const missing = (what: string, role: NumberRole, key: string, purpose: string) =>
    new UserError(`${label} has no ${what} to ${purpose}`, {
      code: 'missing_column',
      hint: `leave ${key} out, or name the column with columns: { ${role}: … }`,
    });
  const lacks = (what: string, role: NumberRole) => missing(what, role, 'adjust', 'adjust prices by');
  const twice = (['splits', 'dividends'] as const).find(
    (what) => covers(adjust, what) && covers(corporateActions, what),
  );
  if (twice !== undefined) {
    throw new UserError(`prices that are adjusted for ${twice} already would have them booked once more`, {
      code: 'booked_twice',
      hint: `leave ${twice} to one of adjust: ${adjust} and corporate_actions: ${corporateActions}`,
    });
  }
  const roles = new Set<NumberRole>();
  if (adjust === 'splits' && !has('split')) throw lacks('column of splits', 'split');
  if (adjust === 'dividends' && !has('dividend')) throw lacks('column of dividends', 'dividend');
  if (adjust !== 'none') {
    // What was paid for a share after a split is measured by a close before it.
    for (const role of ['split', 'dividend'] as const) {
      if (has(role) && (role === 'split' || covers(adjust, 'dividends'))) roles.add(role);
    }
    if (adjust === 'all' && roles.size === 0) {
      if (!has('adjusted_close')) throw lacks('adjusted close', 'adjusted_close');
      roles.add('adjusted_close');
    }
  }
  for (const role of ['split', 'dividend'] as const) {
    if (carryActions && has(role)) roles.add(role);
    if (!covers(corporateActions, `${role}s`)) continue;
    if (has(role)) roles.add(role);
    else if (corporateActions !== 'all' || !has(role === 'split' ? 'dividend' : 'split'))
      throw missing(`column of ${role}s`, role, 'corporate_actions', 'book');
  }
  return [...roles];
}

/** Adjusts prices in place by columns that `adjustmentRoles` named; what is to be booked becomes the actions of the series. */
export function adjustSeries(
  series: BarSeries,
  numbers: Readonly<Partial<Record<NumberRole, Float64Array>>>,
  { adjust, corporateActions, carryActions = false }: Treatment,
): void {
  const { split: splits, dividend: dividends, adjusted_close: adjustedClose } = numbers;
  if (adjust === 'none' && corporateActions === 'none') {
    if (carryActions) series.actions = writtenActions(series.length, { splits, dividends });
    return;
  }
  if (adjustedClose !== undefined) {
    scaleToAdjustedClose(series, withSynthetic(series, adjustedClose));
    return;
  }
  const chosen = (by: Adjustment): CorporateActions => ({
    splits: covers(by, 'splits') ? splits : undefined,
    dividends: covers(by, 'dividends') ? dividends : undefined,
  });
  const actions: CorporateActions = { ...chosen(adjust), ratios: splits };
  refuseImpossible(
    series,
    actions,
    covers(adjust, 'splits') || covers(corporateActions, 'splits') ? splits : undefined,
  );
  // Carried dividends are for shares as prices are, like booked ones.
  const rest = carryActions ? REST[adjust] : corporateActions;
  series.actions = bookedActions(series.length, chosen(rest), actions.splits);
  if (adjust !== 'none') backAdjust(series, actions);
}

function refuseImpossible(
  series: BarSeries,
  actions: CorporateActions,
  splits: Float64Array | undefined,
): void {
  const dateOf = (i: number) => new Date(series.openTime[i]).toISOString().slice(0, 10);
  const impossible = impossibleDividend(series, actions);
  if (impossible >= 0) {
    throw new UserError(
      `${series.symbol} paid a dividend of ${actions.dividends?.[impossible]} on ${dateOf(impossible)}, at a close of ${series.close[impossible - 1]} before it`,
      { code: 'bad_dividend', hint: 'dividends are in money for a share' },
    );
  }
  const unmoved = unmovedSplit(series, splits);
  if (unmoved >= 0) {
    throw new UserError(
      `prices of ${series.symbol} do not move with its split of ${splits?.[unmoved]} on ${dateOf(unmoved)}: ${series.close[unmoved - 1]} before it, ${series.open[unmoved]} after`,
      {
        code: 'adjusted_already',
        hint: 'they seem to be adjusted for splits already: leave those out of adjust and corporate_actions',
      },
    );
  }
}

/** A bar that stands for a row that could not be used is adjusted like the bar before it. */
function withSynthetic(series: BarSeries, adjustedClose: Float64Array): Float64Array {
  for (let i = 1; i < series.length; i++) {
    if ((series.flags[i] & SYNTHETIC_BAR) !== 0)
      adjustedClose[i] = (series.close[i] * adjustedClose[i - 1]) / series.close[i - 1];
  }
  return adjustedClose;
}
