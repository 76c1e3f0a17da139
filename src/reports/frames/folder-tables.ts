import { dirname, join, resolve } from 'node:path';
import type { OrderFunnelCounts } from '../../analytics/order-funnel.ts';
import { openDebugSession } from '../../debugger/debug-session.ts';
import type { EventFilter } from '../../debugger/look/event-list.ts';
import { nameHint } from '../../foundation/nearest-name.ts';
import { UserError } from '../../foundation/user-error.ts';
import type { Origin } from '../../workflows/origin/origin.ts';
import { type PreparedRun, prepare } from '../../workflows/prepare.ts';
import { WINDOW } from '../../workflows/results.ts';
import type { ContainerMap } from '../figures/containers.ts';
import type { PriceSplit } from '../figures/price.ts';
import { drawdowns, type EquityLine } from '../figures/returns.ts';
import { readEquityFile } from './equity-file.ts';
import { metricsTable } from './metrics-table.ts';
import { guessedOpeningTimes } from './run-times.ts';
import { SessionTables } from './session-tables.ts';
import { type ResultsRecord, type RunRecord, readResultsRecord, readRunRecord } from './stored-record.ts';
import { Table } from './table.ts';
import type { RunTables, TableOptions } from './tables.ts';

/** Where the run of a folder of results finds its files when it is run again. */
export interface FolderOptions {
  /** Where relative paths of the run's configuration start; beside its folder of results, then the current folder when left out. */
  readonly baseDirectory?: string;
  readonly signal?: AbortSignal;
}

/**
 * A run on disk as tables. Equity, metrics, trades, the funnel and the benchmark are read from its folder; what was not written
 * there, bars, features, signals and orders, comes from running it again, after its data and its code were found to be the same.
 */
export class FolderTables implements RunTables {
  readonly folder: string;
  readonly #record: RunRecord;
  readonly #options: FolderOptions;
  #replay: Promise<SessionTables> | undefined;

  private constructor(folder: string, record: RunRecord, options: FolderOptions) {
    this.folder = folder;
    this.#record = record;
    this.#options = options;
  }

  /** @throws UserError for a folder that is missing, half-written or of a newer version. */
  static async open(folder: string, options: FolderOptions = {}): Promise<FolderTables> {
    return new FolderTables(folder, await readRunRecord(folder), options);
  }

  get name(): string {
    return this.#record.name;
  }

  get fingerprint(): string {
    return this.#record.fingerprint;
  }

  /** What is on disk stays what it was: nothing tells what became of the workflow. */
  get origin(): Origin {
    return { fingerprint: this.fingerprint, changes: () => [] };
  }

  get portfolios(): string[] {
    return this.#record.portfolios.map(({ id }) => id);
  }

  get strategies(): string[] {
    return this.#record.configuration.strategies.map(({ id }) => id);
  }

  get symbols(): string[] {
    return this.#record.data.symbols.map(({ symbol }) => symbol);
  }

  async equity(options: TableOptions = {}): Promise<Table> {
    const { id, initial_cash: initial } = this.#portfolio(options);
    const rows = await readEquityFile(join(this.folder, WINDOW, `portfolio_${id}_equity.csv`));
    if (rows === null) return (await this.replay()).equity(options);
    const { from = 1, to = rows.time.length } = options;
    const table = new Table({
      time: guessedOpeningTimes(rows.time),
      columns: {
        equity: rows.equity,
        gross_exposure: rows.grossExposure,
        drawdown: drawdowns({ equity: rows.equity, initial }),
        bar: Float64Array.from(rows.equity, (_, row) => row + 1),
      },
    });
    return table.slice(from - 1, to);
  }

  /** From the run done again, which knows its bars; where it cannot be, as they were written. */
  async trades(options: TableOptions = {}): Promise<Table> {
    const replay = await this.replay().catch((error: unknown) => {
      if (error instanceof UserError) return null;
      throw error;
    });
    if (replay !== null) return replay.trades(options);
    const wanted = options.portfolio === undefined ? this.#record.portfolios : [this.#portfolio(options)];
    const all = await Promise.all(
      wanted.map(async ({ id, results }) => ({ id, record: await this.#results(results) })),
    );
    return storedTrades(all);
  }

  async metrics(): Promise<Table> {
    // Beside run.json stand all of them, those of excursions too.
    const all = await Promise.all(
      this.#record.portfolios.map(async ({ id, results }) => ({ id, ...(await this.#results(results)) })),
    );
    return metricsTable(all.map(({ id, metrics }) => ({ id, valueAt: (name) => metrics[name] ?? null })));
  }

  async benchmarkMetrics(): Promise<Readonly<Record<string, number | null>> | null> {
    return this.#record.benchmark?.metrics ?? null;
  }

  /** What `run.json` says. */
  get record(): RunRecord {
    return this.#record;
  }

  /**
   * Why trades happened, by what was written of them: a text by the id of each. Trades that were not kept have none.
   */
  async whys(): Promise<Map<string, string>> {
    const told = new Map<string, string>();
    for (const { id, results } of this.#record.portfolios) {
      const { trades } = await this.#results(results);
      for (const trade of trades ?? []) told.set(`portfolio_${id}/trade-${trade.trade}`, storedWhy(trade));
    }
    return told;
  }

  async funnel(options: TableOptions = {}): Promise<OrderFunnelCounts> {
    const { funnel } = await this.#results(this.#portfolio(options).results);
    const { order_requests: orderRequests, ...counts } = funnel;
    return { ...counts, orderRequests };
  }

  async initialCash(options: TableOptions = {}): Promise<number> {
    return this.#portfolio(options).initial_cash;
  }

  async benchmark(): Promise<EquityLine | null> {
    const { benchmark } = this.#record;
    const rows =
      benchmark === null ? null : await readEquityFile(join(this.folder, WINDOW, 'benchmark_equity.csv'));
    if (benchmark === null || rows === null) return null;
    const { time, equity } = rows;
    return {
      label: benchmark.symbol,
      time: guessedOpeningTimes(time),
      equity,
      initial: benchmark.initial_cash,
    };
  }

  async series(names: readonly string[], options?: TableOptions): Promise<Table> {
    return (await this.replay()).series(names, options);
  }

  async ownBars(symbol: string, rows: Table): Promise<Table> {
    return (await this.replay()).ownBars(symbol, rows);
  }

  async orders(options?: TableOptions): Promise<Table> {
    return (await this.replay()).orders(options);
  }

  async fills(options?: TableOptions): Promise<Table> {
    return (await this.replay()).fills(options);
  }

  async signals(options?: TableOptions): Promise<Table> {
    return (await this.replay()).signals(options);
  }

  async events(filter?: EventFilter | string, options?: TableOptions): Promise<Table> {
    return (await this.replay()).events(filter, options);
  }

  async containers(): Promise<ContainerMap> {
    return (await this.replay()).containers();
  }

  async splits(symbol: string): Promise<readonly PriceSplit[]> {
    return (await this.replay()).splits(symbol);
  }

  /**
   * The run done again, at its end.
   *
   * @throws UserError when its data or its code is not what it was, or is not found.
   */
  replay(): Promise<SessionTables> {
    this.#replay ??= this.#runAgain();
    return this.#replay;
  }

  async #runAgain(): Promise<SessionTables> {
    const { signal } = this.#options;
    const prepared = await this.#prepare();
    const { data, fingerprint, run } = this.#record;
    const differs = (what: string) =>
      new UserError(`${this.folder} cannot be run again: ${what} changed since`, {
        code: 'run_changed',
        hint: 'what was written to the folder can still be read: equity, trades, metrics',
      });
    if (prepared.dataHash !== data.sha256) throw differs('its data has');
    if (prepared.fingerprint !== fingerprint) throw differs('ADMF or a strategy has');
    const session = await openDebugSession(prepared, { signal });
    await session.goto(run.slices, signal);
    return new SessionTables(session);
  }

  async #prepare(): Promise<PreparedRun> {
    const { baseDirectory, signal } = this.#options;
    const absolute = resolve(this.folder);
    const places =
      baseDirectory === undefined ? [dirname(dirname(absolute)), process.cwd()] : [resolve(baseDirectory)];
    let failure: unknown;
    for (const place of places) {
      try {
        const { configuration } = this.#record;
        return await prepare({ config: configuration, baseDirectory: place, file: null }, { signal });
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        failure ??= error;
      }
    }
    const message = failure instanceof Error ? failure.message : '';
    throw new UserError(`${this.folder} cannot be run again: ${message}`, {
      code: 'run_not_repeatable',
      hint: 'name the folder that its relative paths start from: { baseDirectory }',
      cause: failure,
    });
  }

  #results(file: string): Promise<ResultsRecord> {
    return readResultsRecord(this.folder, file);
  }

  #portfolio({ portfolio }: TableOptions): RunRecord['portfolios'][number] {
    const found =
      portfolio === undefined
        ? this.#record.portfolios[0]
        : this.#record.portfolios.find(({ id }) => id === portfolio);
    if (found !== undefined) return found;
    throw new UserError(`the run has no portfolio "${portfolio}"`, {
      code: 'unknown_portfolio',
      hint: nameHint(String(portfolio), this.portfolios),
    });
  }
}

function storedWhy({ symbol, fills }: NonNullable<ResultsRecord['trades']>[number]): string {
  return fills
    .map(({ fill, units, price, rule, bar, signal }) => {
      const what = `${fill} ${units > 0 ? 'bought' : 'sold'} ${Math.abs(units)} ${symbol} at ${price} (${rule} of bar ${bar + 1})`;
      // Of the order nothing is written but that no signal led to it.
      if (signal === null)
        return `${what}\n  no signal: an exit, a limit or the end of the run closed the position`;
      return `${what}\n  ${signal.strategy} said ${signal.action} at bar ${signal.bar + 1}: ${signal.reason}`;
    })
    .join('\n');
}

/** Trades by what was written of them: bars of the run are not known. */
function storedTrades(all: readonly { readonly id: string; readonly record: ResultsRecord }[]): Table {
  const rows = all.flatMap(({ id, record }) => (record.trades ?? []).map((trade) => ({ id, trade })));
  const number = (of: (row: (typeof rows)[number]['trade']) => number) =>
    Float64Array.from(rows, ({ trade }) => of(trade));
  const unknown = () => new Float64Array(rows.length).fill(Number.NaN);
  return new Table({
    columns: {
      trade: rows.map(({ id, trade }) => `portfolio_${id}/trade-${trade.trade}`),
      portfolio: rows.map(({ id }) => id),
      symbol: rows.map(({ trade }) => trade.symbol),
      direction: rows.map(({ trade }) => trade.direction),
      quantity: number(({ quantity }) => quantity),
      entry_time: number(({ entry_time: time }) => Date.parse(time)),
      entry_price: number(({ entry_price: price }) => price),
      exit_time: number(({ exit_time: time }) => Date.parse(time)),
      exit_price: number(({ exit_price: price }) => price),
      gross_pnl: number(({ gross_pnl: pnl }) => pnl),
      costs: number(({ costs }) => costs),
      pnl: number(({ pnl }) => pnl),
      // The money of a point is not written: what was won before costs tells it, but for a price that came back to where it was.
      return: number(({ pnl, gross_pnl: gross, entry_price: entry, exit_price: exit }) =>
        exit === entry ? Number.NaN : (pnl / Math.abs(gross)) * Math.abs(exit / entry - 1),
      ),
      bars_held: number(({ bars_held: held }) => held),
      mae: number(({ mae }) => mae),
      mfe: number(({ mfe }) => mfe),
      entry_bar: unknown(),
      exit_bar: unknown(),
      event: rows.map(({ trade }) => trade.event),
    },
    times: ['entry_time', 'exit_time'],
  });
}
