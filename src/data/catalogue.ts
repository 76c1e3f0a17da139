import { fileURLToPath } from 'node:url';
import { nameHint } from '../foundation/nearest-name.ts';
import { UserError } from '../foundation/user-error.ts';

/** Market data that comes with ADMF, used as `dataset:<name>`. */
export interface Dataset {
  readonly name: string;
  readonly description: string;
  /** File in the data folder. */
  readonly file: string;
  /** Bars. */
  readonly rows: number;
  /** Dates of the first and the last bar. */
  readonly from: string;
  readonly to: string;
  /** Whether prices can be adjusted for dividends and splits (`adjust: all`). */
  readonly hasAdjustedClose: boolean;
  readonly source: string;
  /** Licence of the package that the file was made from. */
  readonly licence: string;
}

/** The data sets that ADMF brings along: `dataset:sp500-daily` as a source names one. */
export const DATASETS: readonly Dataset[] = [
  {
    name: 'sp500-daily',
    description: 'S&P 500 index, daily',
    file: 'sp500-daily.csv',
    rows: 5105,
    from: '2000-01-03',
    to: '2020-04-17',
    hasAdjustedClose: false,
    source: 'Yahoo Finance, by way of vega-datasets 3.2.1 (data/sp500-2000.csv)',
    licence: 'BSD-3-Clause',
  },
  {
    name: 'aapl-daily',
    description: 'Apple Inc. shares, daily, with adjusted close',
    file: 'aapl-daily.csv',
    rows: 1260,
    from: '2013-05-13',
    to: '2018-05-11',
    hasAdjustedClose: true,
    source: 'Yahoo Finance, by way of @observablehq/sample-datasets 1.0.1 (aapl.csv)',
    licence: 'ISC',
  },
];

/** The folder that holds the files of `DATASETS`. */
export const DATA_DIRECTORY = fileURLToPath(new URL('../../data/', import.meta.url));

/** The data set of that name. Throws a UserError with the nearest name when there is none. */
export function findDataset(name: string): Dataset {
  const found = DATASETS.find((dataset) => dataset.name === name);
  if (found !== undefined) return found;
  throw new UserError(`unknown dataset "${name}"`, {
    code: 'unknown_dataset',
    hint: nameHint(
      name,
      DATASETS.map((dataset) => dataset.name),
    ),
  });
}
