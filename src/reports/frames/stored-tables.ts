import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { METRICS } from '../../analytics/metrics.ts';
import type { OrderFunnelCounts } from '../../analytics/order-funnel.ts';
import { nameHint } from '../../foundation/nearest-name.ts';
import { UserError } from '../../foundation/user-error.ts';
import type { RunRecord } from '../../workflows/run-folder.ts';
import type { ContainerMap } from '../figures/containers.ts';
import { drawdowns, type EquityLine } from '../figures/returns.ts';
import type { Column } from './column.ts';
import { Table } from './table.ts';
import type { RunTables, TableOptions } from './tables.ts';

const numbers = z.record(z.string(), z.number().nullable());
const fill = z.looseObject({
  fill: z.string(),
  units: z.number(),
  price: z.number(),
  rule: z.string(),
  bar: z.number(),
  signal: z
    .looseObject({ strategy: z.string(), action: z.string(), reason: z.string(), bar: z.number() })
    .nullable(),
});
const trade = z.looseObject({
  trade: z.number(),
  event: z.string(),
  symbol: z.string(),
  direction: z.string(),
  quantity: z.number(),
  entry_time: z.string(),
  exit_time: z.string(),
  entry_price: z.number(),
  exit_price: z.number(),
  gross_pnl: z.number(),
  costs: z.number(),
  pnl: z.number(),
  bars_held: z.number(),
  fills: z.array(fill),
});
const portfolioJson = z.looseObject({
  initial_cash: z.number(),
  metrics: numbers,
  funnel: z.looseObject({
    signals: z.number(),
    order_requests: z.number(),
    orders: z.number(),
    fills: z.number(),
    cancelled: z.number(),
    expired: z.number(),
    rejected: z.record(z.string(), z.number()),
  }),
  trades: z.array(trade).nullable(),
});
type PortfolioFile = z.output<typeof portfolioJson>;

interface StoredPortfolio extends PortfolioFile {
  readonly id: string;
  readonly equityCsv: string | null;
}

/**
 * A run from the files of its results: metrics, equity, closed trades. What they do not hold — bars, features, orders that did not fill, events —
 * is refused, and never made up.
 */
export class StoredTables implements RunTables {
  readonly #record: RunRecord;
  readonly #portfolios: readonly StoredPortfolio[];
  readonly #benchmarkCsv: string | null;

  private constructor(
    record: RunRecord,
    portfolios: readonly StoredPortfolio[],
    benchmarkCsv: string | null,
  ) {
    this.#record = record;
    this.#portfolios = portfolios;
    this.#benchmarkCsv = benchmarkCsv;
  }

  /** @throws UserError for a file that is missing or not whole. */
  static async read(folder: string, record: RunRecord): Promise<StoredTables> {
    const portfolios = await Promise.all(
      record.portfolios.map(async ({ id, results }) => {
        const path = join(folder, results);
        const text = await textOf(path);
        if (text === null) throw broken(results, 'is missing');
        let plain: unknown;
        try {
          plain = JSON.parse(text);
        } catch {
          throw broken(results, 'is not whole: it is not JSON');
        }
        const read = portfolioJson.safeParse(plain);
        if (!read.success) {
          const [{ path: at, message }] = read.error.issues;
          throw broken(results, `is no result of a portfolio: ${at.join('.')}: ${message}`);
        }
        return { ...read.data, id, equityCsv: await textOf(path.replace(/_results\.json$/, '_equity.csv')) };
      }),
    );
    const [first] = record.portfolios;
    const window = first === undefined ? folder : dirname(join(folder, first.results));
    return new StoredTables(record, portfolios, await textOf(join(window, 'benchmark_equity.csv')));
  }

  get name(): string {
    return this.#record.name;
  }

  get fingerprint(): string {
    return this.#record.fingerprint;
  }

  get portfolios(): string[] {
    return this.#portfolios.map(({ id }) => id);
  }

  get strategies(): string[] {
    return idsOf(this.#record.configuration.strategies, 'id');
  }

  get symbols(): string[] {
    return idsOf(this.#record.configuration.data, 'symbol');
  }

  series(): Promise<Table> {
    return refused('bars and features');
  }

  async equity(options: TableOptions = {}): Promise<Table> {
    const portfolio = this.#portfolio(options);
    if (portfolio.equityCsv === null)
      return refused('equity, because the workflow said results.equity: none,');
    const { time, equity, exposure } = equityOf(portfolio.equityCsv);
    return new Table({
      time,
      columns: {
        equity,
        gross_exposure: exposure,
        drawdown: drawdowns({ equity, initial: portfolio.initial_cash }),
        bar: Float64Array.from(time, (_, row) => row + 1),
      },
    });
  }

  async trades(options: TableOptions = {}): Promise<Table> {
    const wanted = options.portfolio === undefined ? this.#portfolios : [this.#portfolio(options)];
    if (wanted.some(({ trades }) => trades === null))
      return refused('trades, because the workflow said results.trades: none,');
    const rows = wanted.flatMap(({ id, trades }) => (trades ?? []).map((one) => ({ portfolio: id, ...one })));
    const number = (value: (row: (typeof rows)[number]) => number) => Float64Array.from(rows, value);
    return new Table({
      columns: {
        trade: rows.map(({ portfolio, trade }) => `portfolio_${portfolio}/trade-${trade}`),
        portfolio: rows.map(({ portfolio }) => portfolio),
        symbol: rows.map(({ symbol }) => symbol),
        direction: rows.map(({ direction }) => direction),
        quantity: number(({ quantity }) => quantity),
        entry_time: number(({ entry_time }) => Date.parse(entry_time)),
        entry_price: number(({ entry_price }) => entry_price),
        exit_time: number(({ exit_time }) => Date.parse(exit_time)),
        exit_price: number(({ exit_price }) => exit_price),
        gross_pnl: number(({ gross_pnl }) => gross_pnl),
        costs: number(({ costs }) => costs),
        pnl: number(({ pnl }) => pnl),
        return: number(({ pnl, entry_price, quantity, gross_pnl, exit_price, direction }) => {
          // Money per unit and point is not written; the gross profit tells it.
          const move = (direction === 'long' ? 1 : -1) * (exit_price - entry_price) * quantity;
          const multiplier = move === 0 ? 1 : gross_pnl / move;
          return pnl / (entry_price * quantity * multiplier);
        }),
        bars_held: number(({ bars_held }) => bars_held),
        mae: number(() => Number.NaN),
        mfe: number(() => Number.NaN),
        entry_bar: number(({ fills }) => (fills[0]?.bar ?? Number.NaN) + 1),
        exit_bar: number(({ fills }) => (fills.at(-1)?.bar ?? Number.NaN) + 1),
        event: rows.map(({ event }) => event),
      },
      times: ['entry_time', 'exit_time'],
    });
  }

  orders(): Promise<Table> {
    return refused('orders');
  }

  fills(): Promise<Table> {
    return refused('fills');
  }

  signals(): Promise<Table> {
    return refused('signals');
  }

  events(): Promise<Table> {
    return refused('events');
  }

  metrics(): Promise<Table> {
    const columns: Record<string, Column> = {
      metric: METRICS.map(({ name }) => name),
      label: METRICS.map(({ label }) => label),
      unit: METRICS.map(({ unit }) => unit),
    };
    for (const { id, metrics } of this.#portfolios) {
      columns[id] = Float64Array.from(METRICS, ({ name }) => metrics[name] ?? Number.NaN);
    }
    return Promise.resolve(new Table({ columns }));
  }

  async initialCash(options: TableOptions = {}): Promise<number> {
    return this.#portfolio(options).initial_cash;
  }

  async benchmark(): Promise<EquityLine | null> {
    if (this.#benchmarkCsv === null) return null;
    const { time, equity } = equityOf(this.#benchmarkCsv);
    return {
      label: this.#benchmarkRecord?.symbol ?? 'benchmark',
      time,
      equity,
      initial: this.#benchmarkRecord?.initial_cash,
    };
  }

  async benchmarkMetrics(): Promise<Record<string, number | null> | null> {
    return this.#benchmarkRecord?.metrics ?? null;
  }

  async funnel(options: TableOptions = {}): Promise<OrderFunnelCounts> {
    const { order_requests, ...counts } = this.#portfolio(options).funnel;
    return { ...counts, orderRequests: order_requests };
  }

  containers(): Promise<ContainerMap> {
    return refused('containers');
  }

  /** Why a trade happened, by its lineage; null for one that is not there. */
  why(id: string): string | null {
    const [owner, name] = id.split('/');
    const portfolio = this.#portfolios.find((one) => `portfolio_${one.id}` === owner);
    const found = portfolio?.trades?.find((one) => `trade-${one.trade}` === name);
    if (found === undefined) return null;
    return found.fills
      .map(({ fill, units, price, rule, bar, signal }) => {
        const what = `${fill} ${units > 0 ? 'bought' : 'sold'} ${Math.abs(units)} ${found.symbol} at ${price} (${rule} of bar ${bar + 1})`;
        if (signal === null) return `${what}\n  the run closed its positions`;
        return `${what}\n  ${signal.strategy} said ${signal.action} at bar ${signal.bar + 1}: ${signal.reason}`;
      })
      .join('\n');
  }

  get #benchmarkRecord() {
    const read = z
      .looseObject({ symbol: z.string(), initial_cash: z.number(), metrics: numbers })
      .safeParse(this.#record.benchmark);
    return read.success ? read.data : undefined;
  }

  #portfolio({ portfolio }: TableOptions): StoredPortfolio {
    const found =
      portfolio === undefined ? this.#portfolios[0] : this.#portfolios.find(({ id }) => id === portfolio);
    if (found !== undefined) return found;
    throw new UserError(`there is no portfolio "${portfolio}"`, {
      code: 'unknown_portfolio',
      hint: nameHint(portfolio ?? '', this.portfolios),
    });
  }
}

function equityOf(csv: string): { time: Float64Array; equity: Float64Array; exposure: Float64Array } {
  const rows = csv
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));
  return {
    time: Float64Array.from(rows, ([time]) => Date.parse(time)),
    equity: Float64Array.from(rows, ([, equity]) => Number(equity)),
    exposure: Float64Array.from(rows, ([, , exposure]) => Number(exposure)),
  };
}

function idsOf(list: unknown, key: string): string[] {
  return z
    .array(z.looseObject({ [key]: z.string() }))
    .catch([])
    .parse(list)
    .map((one) => one[key] as string);
}

async function textOf(path: string): Promise<string | null> {
  return await readFile(path, 'utf8').catch(() => null);
}

function refused(what: string): Promise<never> {
  return Promise.reject(
    new UserError(`${what} cannot be had from the results alone`, {
      code: 'not_in_results',
      hint: 'the run must be done again: its data, code and version must be what they were',
    }),
  );
}

function broken(name: string, what: string): UserError {
  return new UserError(`${name} ${what}`, { code: 'no_run', hint: 'run the workflow again' });
}
