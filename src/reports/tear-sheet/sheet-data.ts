import type { OrderFunnelCounts } from '../../analytics/order-funnel.ts';
import { RUN_METRICS } from '../../analytics/run-metrics.ts';
import { UserError } from '../../foundation/user-error.ts';
import type { Figure } from '../figures/figure.ts';
import { type Drawdown, drawdownPeriods, type EquityLine, periodReturns } from '../figures/returns.ts';
import { timeText } from '../figures/time-text.ts';
import type { Table } from '../frames/table.ts';
import type { RunTables } from '../frames/tables.ts';
import { lineOf, type RunFigureName } from '../run/run-figures.ts';
import { RunReport } from '../run/run-report.ts';
import { type Confidence, type ConfidenceOptions, confidenceOf } from './confidence.ts';
import { resultsBySymbol, type SymbolResult } from './symbol-results.ts';
import { type CrisisRow, crisisRows, type TrailingRow, trailingRows } from './window-returns.ts';

/** A run that a sheet is made of. */
export interface SheetSource {
  readonly tables: RunTables;
  /** What the reader may ask about the run as a whole, in the order in which it is shown: version, data, profile, seed … */
  readonly facts: readonly (readonly [string, string])[];
  /** As YAML or JSON, for people. */
  readonly configuration: string;
  /** What the reader must know before anything else: the run was interrupted, bars cannot be had any more. */
  readonly notices: readonly string[];
  /** Why a trade happened, as text of several lines; null where it cannot be told. */
  readonly why: (trade: string) => string | null;
}

export interface SheetTrade {
  readonly id: string;
  readonly symbol: string;
  readonly direction: string;
  readonly quantity: number;
  readonly entryTime: number;
  readonly entryPrice: number;
  readonly exitTime: number;
  readonly exitPrice: number;
  readonly grossPnl: number;
  readonly costs: number;
  readonly pnl: number;
  readonly returned: number;
  readonly barsHeld: number;
  readonly mae: number;
  readonly mfe: number;
  readonly entryBar: number;
  readonly exitBar: number;
}

export interface SheetFigure {
  readonly name: RunFigureName;
  readonly figure: Figure | null;
  /** Why there is none. */
  readonly problem: string | null;
  /** Of prices, those of which symbol. */
  readonly symbol?: string;
}

/** One portfolio of one run, with all that a sheet says of it. */
export interface SheetColumn {
  readonly label: string;
  readonly portfolio: string;
  readonly source: SheetSource;
  readonly line: EquityLine;
  readonly benchmark: EquityLine | null;
  /** By the name of the metric; null where there is no value. */
  readonly metrics: ReadonlyMap<string, number | null>;
  /** The same of buying and holding the benchmark; null without one. */
  readonly benchmarkMetrics: Readonly<Record<string, number | null>> | null;
  readonly funnel: OrderFunnelCounts;
  readonly confidence: Confidence | null;
  /** Deepest first. */
  readonly drawdowns: readonly Drawdown[];
  readonly years: readonly {
    readonly year: number;
    readonly returned: number;
    readonly benchmark: number | null;
  }[];
  readonly crises: readonly CrisisRow[];
  readonly trailing: readonly TrailingRow[];
  readonly trades: readonly SheetTrade[];
  readonly symbols: readonly SymbolResult[];
  /** Why chains of the trades that the page tells them of, by id. */
  readonly whys: ReadonlyMap<string, string>;
  readonly figures: readonly SheetFigure[];
}

export interface SheetOptions extends ConfidenceOptions {
  /** Only these portfolios; all by default. */
  readonly portfolios?: readonly string[];
  /** Called before each portfolio and figure, with what is made. */
  readonly onProgress?: (what: string) => void;
  readonly signal?: AbortSignal;
}

/** Figures of a portfolio besides prices, in the order of the page. The first of all is drawn once for all portfolios. */
const FIGURES: readonly RunFigureName[] = [
  'monthly',
  'yearly',
  'drawdown',
  'distribution',
  'returns_by_period',
  'rolling_sharpe',
  'rolling_volatility',
  'rolling_beta',
  'trades',
  'excursions',
  'exposure',
  'funnel',
];

/** Symbols whose prices are drawn; of more, those with the most fills. */
const MOST_PRICES = 12;
/** Deepest falls that the page lists. */
const MOST_DRAWDOWNS = 10;
/** Trades whose chains stand in the page; of more, those that won and lost the most. */
const MOST_WHYS = 300;

/** Collects all that a sheet shows. @throws UserError for a portfolio that no run has. */
export async function sheetColumns(
  sources: readonly SheetSource[],
  options: SheetOptions = {},
): Promise<SheetColumn[]> {
  const columns: SheetColumn[] = [];
  for (const [i, source] of sources.entries()) {
    const all = source.tables.portfolios;
    const wanted =
      options.portfolios === undefined ? all : all.filter((id) => options.portfolios?.includes(id));
    const run = sources.length === 1 ? '' : `${source.tables.name}${namesake(sources, i)} `;
    // Those of one portfolio take as long as those of all.
    let measured: Promise<Table> | undefined;
    for (const portfolio of wanted) {
      options.signal?.throwIfAborted();
      const label = `${run}${portfolio}`;
      options.onProgress?.(`${label}: equity and metrics`);
      measured ??= source.tables.metrics();
      const metrics = metricsOf(await measured, portfolio);
      columns.push(await columnOf(source, { portfolio, label, metrics }, options));
    }
  }
  if (columns.length === 0) {
    const known = [...new Set(sources.flatMap(({ tables }) => tables.portfolios))];
    throw new UserError(`no run has a portfolio called ${options.portfolios?.join(' or ')}`, {
      code: 'unknown_portfolio',
      hint: `there ${known.length === 1 ? 'is' : 'are'} ${known.join(', ')}`,
    });
  }
  return columns;
}

/** Tells runs of one name apart. */
function namesake(sources: readonly SheetSource[], i: number): string {
  const { name, fingerprint } = sources[i].tables;
  const same = sources.filter(({ tables }) => tables.name === name);
  return same.length === 1 ? '' : ` #${i + 1} (${fingerprint.slice(0, 6)})`;
}

async function columnOf(
  source: SheetSource,
  { portfolio, label, metrics }: Pick<SheetColumn, 'portfolio' | 'label' | 'metrics'>,
  options: SheetOptions,
): Promise<SheetColumn> {
  const { tables } = source;
  const { onProgress, signal } = options;
  const own = { portfolio, signal };
  const line = { ...(await lineOf(tables, own)), label };
  const benchmark = await tables.benchmark();
  const lines = benchmark === null ? [line] : [line, benchmark];
  const trades = await tradesOf(tables, portfolio);
  const report = new RunReport(tables);
  const figures: SheetFigure[] = [];
  for (const symbol of await pricedSymbols(tables, portfolio, trades)) {
    signal?.throwIfAborted();
    onProgress?.(`${label}: price of ${symbol}`);
    figures.push({ ...(await figureOf(report, 'price', { ...own, symbol })), symbol });
  }
  for (const name of FIGURES) {
    signal?.throwIfAborted();
    onProgress?.(`${label}: ${name.replaceAll('_', ' ')}`);
    figures.push(await figureOf(report, name, own));
  }
  const other = benchmark === null ? null : periodReturns(benchmark, 'year');
  const years = periodReturns(line, 'year');
  const yearOf = (time: number) => new Date(time).getUTCFullYear();
  return {
    label,
    portfolio,
    source,
    line,
    benchmark,
    metrics,
    benchmarkMetrics: await tables.benchmarkMetrics(),
    funnel: await tables.funnel(own),
    confidence: confidenceOf(line, benchmark, options),
    drawdowns: drawdownPeriods(line).slice(0, MOST_DRAWDOWNS),
    years: Array.from(years.time, (time, i) => {
      const row = other?.time.findIndex((one) => yearOf(one) === yearOf(time)) ?? -1;
      return {
        year: yearOf(time),
        returned: years.returns[i],
        benchmark: row < 0 ? null : other!.returns[row],
      };
    }),
    crises: crisisRows(lines),
    trailing: trailingRows(lines),
    trades,
    symbols: resultsBySymbol(trades),
    whys: whysOf(source, trades),
    figures,
  };
}

/** Symbols that a portfolio dealt in, in the order of the run; the first of all where it dealt in none. */
async function pricedSymbols(
  tables: RunTables,
  portfolio: string,
  trades: readonly SheetTrade[],
): Promise<readonly string[]> {
  const counts = new Map<string, number>();
  for (const symbol of await dealtIn(tables, portfolio, trades))
    counts.set(symbol, (counts.get(symbol) ?? 0) + 1);
  const dealt = tables.symbols.filter((symbol) => counts.has(symbol));
  if (dealt.length === 0) return tables.symbols.slice(0, 1);
  const most = dealt.toSorted((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0)).slice(0, MOST_PRICES);
  return dealt.filter((symbol) => most.includes(symbol));
}

/** The symbol of each fill; of each closed trade, where a run does not hold its fills any more. */
async function dealtIn(
  tables: RunTables,
  portfolio: string,
  trades: readonly SheetTrade[],
): Promise<readonly string[]> {
  try {
    return (await tables.fills({ portfolio })).texts('symbol');
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return trades.map(({ symbol }) => symbol);
  }
}

async function figureOf(
  report: RunReport,
  name: RunFigureName,
  own: { portfolio: string; symbol?: string },
): Promise<SheetFigure> {
  try {
    return { name, figure: await report.figure(name, own), problem: null };
  } catch (error) {
    // What a run does not hold any more is told where it would stand; a mistake of ours is not hidden.
    if (!(error instanceof UserError)) throw error;
    return { name, figure: null, problem: error.message };
  }
}

function metricsOf(table: Table, portfolio: string): Map<string, number | null> {
  const values = table.numbers(portfolio);
  return new Map(
    table.texts('metric').map((name, row) => [name, Number.isNaN(values[row]) ? null : values[row]]),
  );
}

async function tradesOf(tables: RunTables, portfolio: string): Promise<SheetTrade[]> {
  const table = await tables.trades({ portfolio });
  const number = (name: string) => table.numbers(name);
  const [ids, symbols, directions] = ['trade', 'symbol', 'direction'].map((name) => table.texts(name));
  return ids.map((id, row) => ({
    id,
    symbol: symbols[row],
    direction: directions[row],
    quantity: number('quantity')[row],
    entryTime: number('entry_time')[row],
    entryPrice: number('entry_price')[row],
    exitTime: number('exit_time')[row],
    exitPrice: number('exit_price')[row],
    grossPnl: number('gross_pnl')[row],
    costs: number('costs')[row],
    pnl: number('pnl')[row],
    returned: number('return')[row],
    barsHeld: number('bars_held')[row],
    mae: number('mae')[row],
    mfe: number('mfe')[row],
    entryBar: number('entry_bar')[row],
    exitBar: number('exit_bar')[row],
  }));
}

function whysOf({ why }: SheetSource, trades: readonly SheetTrade[]): Map<string, string> {
  const byPnl = [...trades].sort((a, b) => a.pnl - b.pnl);
  const half = MOST_WHYS / 2;
  const told = trades.length <= MOST_WHYS ? trades : [...byPnl.slice(0, half), ...byPnl.slice(-half)];
  const found = new Map<string, string>();
  for (const { id } of told) {
    const text = why(id);
    if (text !== null) found.set(id, text);
  }
  return found;
}

/** Metrics that a sheet shows, with what each means: those that any of its columns has. */
export function shownMetrics(columns: readonly SheetColumn[]) {
  return RUN_METRICS.filter(({ name }) => columns.some(({ metrics }) => metrics.has(name)));
}

const DAY = 86_400_000;

/** What the reader must know first: of the run, and of a benchmark that is not there for all of it. */
export function noticesOf({ source, line, benchmark }: SheetColumn): readonly string[] {
  if (benchmark === null || benchmark.time.length === 0 || line.time.length === 0) return source.notices;
  const [from, to] = [benchmark.time[0], benchmark.time[benchmark.time.length - 1]];
  if (from - line.time[0] < DAY && line.time[line.time.length - 1] - to < DAY) return source.notices;
  const { label } = benchmark;
  return [
    ...source.notices,
    `${label} has bars from ${timeText(from, 10)} to ${timeText(to, 10)} only: metrics against it are of that time, and so are its own.`,
  ];
}
