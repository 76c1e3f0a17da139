import type { DebugSession } from '../../debugger/debug-session.ts';
import type { Focus } from '../../debugger/names/scope.ts';
import type { FocusedSeriesOptions } from '../../debugger/series/series.ts';
import { nameHint } from '../../foundation/nearest-name.ts';
import { UserError } from '../../foundation/user-error.ts';
import { BAR_FIELDS } from '../../market/bar-series.ts';
import type { Column } from './column.ts';
import { pctChange } from './shift.ts';
import { Table } from './table.ts';
import type { TableOptions } from './tables.ts';

/** What it needs of a session. */
export interface SeriesSource {
  readonly session: DebugSession;
  openings(moments: ArrayLike<number>): Float64Array;
  focusOf(options: TableOptions): Focus;
  windowOf(options: TableOptions): FocusedSeriesOptions;
  signals(options: TableOptions): Promise<Table>;
}

/** Names that stand for an expression of a portfolio. */
const OF_PORTFOLIO: Readonly<Record<string, string>> = {
  equity: 'portfolio.equity',
  cash: 'portfolio.cash',
  drawdown: 'portfolio.drawdown',
  gross_exposure: 'portfolio.gross_exposure',
  net_exposure: 'portfolio.net_exposure',
  open_positions: 'portfolio.open_positions',
  position: 'position.units',
};
const ACTION_VALUES: Readonly<Record<string, number>> = { BUY: 1, SELL: -1, EXIT: 0 };

/** A row a bar; `signal` is 1 for BUY, −1 for SELL and 0 for EXIT at the bars of signals, and missing at others. */
export async function seriesTable(
  tables: SeriesSource,
  names: readonly string[],
  options: TableOptions,
): Promise<Table> {
  const wanted = names.flatMap((name) => (name === 'bars' ? [...BAR_FIELDS] : [name]));
  if (wanted.length === 0) wanted.push(...BAR_FIELDS);
  const known = knownNames(tables, options);
  const expressions = new Map(wanted.map((name) => [name, expressionOf(name, known)]));
  const asked = [...new Set([...expressions.values()].filter((text) => text !== null))];
  const read = await tables.session.series(asked, tables.windowOf(options));
  const columns: Record<string, Column> = {};
  for (const [name, expression] of expressions) {
    columns[name] =
      expression === null
        ? await specialColumn(tables, name, read, options)
        : read.columns[expression].slice();
  }
  return new Table({
    columns,
    time: tables.openings(read.time),
    times: ['known_at', 'time'].filter((name) => name in columns),
  });
}

/** Every bare name, with its expression; null for one that is made otherwise. */
function knownNames(tables: SeriesSource, options: TableOptions): Map<string, string | null> {
  const { symbol, strategy } = tables.focusOf(options);
  const { topology } = tables.session.core.engine;
  const features = topology.symbols.find(({ series }) => series.symbol === symbol)?.table.keys ?? [];
  const runners = topology.strategies.find(({ spec }) => spec.id === strategy)?.runners ?? [];
  const own = runners.find((runner) => runner !== undefined)?.featureNames ?? [];
  return new Map<string, string | null>([
    ...own.map((name) => [name, `strategy.${name}`] as const),
    ...features.map((name) => [name, `features.${name}`] as const),
    ...Object.entries(OF_PORTFOLIO),
    ...BAR_FIELDS.map((name) => [name, `bar.${name}`] as const),
    ...(['signal', 'returns', 'known_at', 'bar', 'time'] as const).map((name) => [name, null] as const),
  ]);
}

function expressionOf(name: string, known: ReadonlyMap<string, string | null>): string | null {
  const found = known.get(name);
  if (found !== undefined) return found;
  // Anything that is more than a word is an expression, whose mistakes are told with their column.
  if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name)) return name;
  throw new UserError(`the run has no series "${name}"`, {
    code: 'unknown_series',
    hint: nameHint(name, ['bars', ...known.keys()]),
  });
}

async function specialColumn(
  tables: SeriesSource,
  name: string,
  { bar, time }: { readonly bar: Int32Array; readonly time: Float64Array },
  options: TableOptions,
): Promise<Float64Array> {
  if (name === 'bar') return Float64Array.from(bar);
  if (name === 'known_at') return time.slice();
  if (name === 'time') return tables.openings(time);
  if (name === 'returns') {
    const { columns } = await tables.session.series(['portfolio.equity'], tables.windowOf(options));
    return pctChange(columns['portfolio.equity']);
  }
  const { strategy, symbol } = tables.focusOf(options);
  const signals = await tables.signals({ ...options, strategy });
  const values = new Float64Array(bar.length).fill(Number.NaN);
  const [symbols, actions, bars] = [signals.texts('symbol'), signals.texts('action'), signals.numbers('bar')];
  for (let row = 0; row < signals.length; row++) {
    if (symbols[row] === symbol) values[bars[row] - bar[0]] = ACTION_VALUES[actions[row]];
  }
  return values;
}
