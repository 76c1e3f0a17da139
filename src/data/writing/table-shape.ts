import { type BarSeries, SYNTHETIC_BAR } from '../../market/bar-series.ts';
import { DAY } from '../interval.ts';

/** How bars stand in a file, whatever its format. */
export interface BarTableShape {
  /** For each series the bars to be written: synthetic ones were not in the data. */
  readonly rows: readonly (readonly number[])[];
  /** Whether bars are of whole UTC days, so that their dates say all. */
  readonly isDaily: boolean;
  readonly hasVolume: boolean;
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
  const columns = [
    ...(hasSymbol ? ['symbol'] : []),
    isDaily ? 'date' : 'timestamp',
    'open',
    'high',
    'low',
    'close',
    ...(hasVolume ? ['volume'] : []),
  ];
  return { rows, isDaily, hasVolume, hasSymbol, columns };
}

/** Values of the bars to be written of all series, behind one another; a volume that one of them lacks is 0. */
export function columnOf(
  series: readonly BarSeries[],
  { rows }: BarTableShape,
  name: 'openTime' | 'open' | 'high' | 'low' | 'close' | 'volume',
): Float64Array {
  const column = new Float64Array(rows.reduce((sum, own) => sum + own.length, 0));
  let to = 0;
  series.forEach((one, s) => {
    for (const i of rows[s]) column[to++] = Number.isNaN(one[name][i]) ? 0 : one[name][i];
  });
  return column;
}
