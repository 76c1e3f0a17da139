import { type BarSeries, SYNTHETIC_BAR } from '../../market/bar-series.ts';
import type { CorporateAction } from '../../market/corporate-action.ts';
import { DAY } from '../interval.ts';

/** What is written of a bar besides its time, by the name of the column. */
export type WrittenField = 'open' | 'high' | 'low' | 'close' | 'volume' | 'split' | 'dividend';

/** How bars stand in a file, whatever its format. */
export interface BarTableShape {
  /** For each series the bars to be written: synthetic ones were not in the data. */
  readonly rows: readonly (readonly number[])[];
  /** Whether bars are of whole UTC days, so that their dates say all. */
  readonly isDaily: boolean;
  /** Numbers of each bar behind its time, in the order of their columns. */
  readonly fields: readonly WrittenField[];
  /** Whether there are several series in one file. */
  readonly hasSymbol: boolean;
  readonly columns: readonly string[];
}

export function shapeOf(series: readonly BarSeries[]): BarTableShape {
  const rows = series.map(({ flags }) => [...flags.keys()].filter((i) => (flags[i] & SYNTHETIC_BAR) === 0));
  const every = (test: (one: BarSeries, i: number) => boolean) =>
    series.every((one, s) => rows[s].every((i) => test(one, i)));
  const isDaily = every(
    ({ openTime, closeTime }, i) => openTime[i] % DAY === 0 && closeTime[i] - openTime[i] === DAY - 1,
  );
  const hasVolume = !every(({ volume }, i) => Number.isNaN(volume[i]));
  const hasSymbol = series.length > 1;
  const some = (test: (action: CorporateAction) => boolean) =>
    series.some(({ actions }) => actions.some(test));
  const fields: WrittenField[] = ['open', 'high', 'low', 'close'];
  if (hasVolume) fields.push('volume');
  if (some(({ ratio }) => ratio !== 1)) fields.push('split');
  if (some(({ dividend }) => dividend !== 0)) fields.push('dividend');
  const columns = [...(hasSymbol ? ['symbol'] : []), isDaily ? 'date' : 'timestamp', ...fields];
  return { rows, isDaily, fields, hasSymbol, columns };
}

/** Values of the bars to be written of all series, behind one another. */
export function columnOf(
  series: readonly BarSeries[],
  { rows }: BarTableShape,
  name: 'openTime' | WrittenField,
): Float64Array {
  const column = new Float64Array(rows.reduce((sum, own) => sum + own.length, 0));
  let to = 0;
  series.forEach((one, s) => {
    const values = name === 'openTime' ? one.openTime : fieldOf(one, name);
    for (const i of rows[s]) column[to++] = values[i];
  });
  return column;
}

/** By bar: a volume that the series lacks is 0; so is a split or a dividend where there is none. */
export function fieldOf(series: BarSeries, name: WrittenField): Float64Array {
  if (name === 'split' || name === 'dividend') {
    const values = new Float64Array(series.length);
    for (const { index, ratio, dividend } of series.actions) {
      values[index] = name === 'dividend' ? dividend : ratio === 1 ? 0 : ratio;
    }
    return values;
  }
  return series[name].map((value) => (Number.isNaN(value) ? 0 : value));
}
