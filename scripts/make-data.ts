/**
 * Writes the price files in `data/` from the npm packages they come from, in one normal form:
 * `date,open,high,low,close,volume[,adjusted_close]`, prices in their shortest decimal form.
 *
 *     node scripts/make-data.ts
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);
const COLUMNS = ['date', 'open', 'high', 'low', 'close', 'volume'] as const;

/** The files by name, as text. Throws when a package no longer looks as it did. */
export function makeDataFiles(): Map<string, string> {
  // vega-datasets exports its code only; the data folder stands next to it.
  const vega = join(dirname(require.resolve('vega-datasets')), '../data/sp500-2000.csv');
  const sp500 = readTable(vega);
  // Nothing is lost by leaving the index's adjusted close out: an index pays no dividends, the two are the same.
  const adjusted = sp500.find((row) => row.adjclose !== row.close);
  if (adjusted !== undefined) throw new Error(`${vega}: adjclose differs from close on ${adjusted.date}`);

  const apple = readTable(require.resolve('@observablehq/sample-datasets/aapl.csv')).map((row) => ({
    ...row,
    adjusted_close: row.adjclose,
  }));
  return new Map([
    ['sp500-daily.csv', writeTable(sp500, COLUMNS)],
    ['aapl-daily.csv', writeTable(apple, [...COLUMNS, 'adjusted_close'])],
  ]);
}

/** Rows by column name in lower case without spaces (`Adj Close` → `adjclose`). The two sources quote no cells. */
function readTable(path: string): Record<string, string>[] {
  const [header, ...lines] = readFileSync(path, 'utf8').trimEnd().split(/\r?\n/);
  const names = header.split(',').map((name) => name.toLowerCase().replaceAll(' ', ''));
  return lines.map((line) => {
    const cells = line.split(',');
    if (cells.length !== names.length) throw new Error(`${path}: ${line} has ${cells.length} cells`);
    return Object.fromEntries(names.map((name, i) => [name, cells[i]]));
  });
}

function writeTable(rows: readonly Record<string, string>[], columns: readonly string[]): string {
  const lines = rows.map((row) =>
    columns.map((name) => (name === 'date' ? row[name] : shortest(row[name]))).join(','),
  );
  return `${[columns.join(','), ...lines].join('\n')}\n`;
}

/** The shortest decimal with the same double: `1469.250000` → `1469.25`. */
function shortest(cell: string): string {
  const value = Number(cell);
  if (cell === '' || !Number.isFinite(value)) throw new Error(`"${cell}" is not a number`);
  return String(value);
}

if (import.meta.main) {
  for (const [name, text] of makeDataFiles()) {
    writeFileSync(new URL(`../data/${name}`, import.meta.url), text);
    console.log(`data/${name}: ${text.split('\n').length - 2} bars`);
  }
}
