import { join } from 'node:path';
import { generateBars, generators } from '../../src/data/generate-bars.ts';
import { writeBars } from '../../src/data/writing/write-bars.ts';
import { barSourceContract } from '../contracts/bar-source-contract.ts';
import { csvFolder } from './csv-folder.ts';

const { effects } = csvFolder();
const hours = generateBars({ symbol: 'X', kind: 'gbm', bars: 300, interval: '1h' });
const other = generateBars({ symbol: 'Y', kind: 'gbm', bars: 40 });

const put =
  (name: string, ...series: Parameters<typeof writeBars>[1]) =>
  (folder: string) =>
    writeBars(join(folder, name), series);

for (const ending of ['csv', 'csv.gz', 'parquet', 'arrow']) {
  barSourceContract({ source: `bars.${ending}`, prepare: put(`bars.${ending}`, hours) }, effects);
}
barSourceContract(
  { source: 'both.parquet', symbol: 'Y', prepare: put('both.parquet', hours, other) },
  effects,
);
barSourceContract({ source: 'folder', prepare: put('folder/X.parquet', hours) }, effects);
barSourceContract(
  {
    source: 'parts/{symbol}/*',
    prepare: async (folder) => {
      await put('parts/X/b.csv', hours.slice(0, 100))(folder);
      await put('parts/X/a.arrow', hours.slice(100, 300))(folder);
    },
  },
  effects,
);
for (const name of ['sp500-daily', 'aapl-daily']) barSourceContract({ source: `dataset:${name}` }, effects);
for (const kind of generators.types) {
  const interval = kind === 'session' ? '30m' : '4h';
  barSourceContract({ source: `generate:${kind}?bars=300&interval=${interval}&seed=3` }, effects);
}
