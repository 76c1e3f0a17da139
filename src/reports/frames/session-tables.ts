import type { EquityColumns } from '../../analytics/equity-curve.ts';
import { type Excursion, excursionMetrics, excursionOf } from '../../analytics/excursion.ts';
import { type KeptTrade, medianMetrics } from '../../analytics/median-metrics.ts';
import type { OrderFunnelCounts } from '../../analytics/order-funnel.ts';
import { namedRunMetrics, summaryMetrics } from '../../analytics/run-metrics.ts';
import type { DebugSession } from '../../debugger/debug-session.ts';
import { parseEventFilter } from '../../debugger/look/event-filter.ts';
import type { EventFilter } from '../../debugger/look/event-list.ts';
import { firstWhere } from '../../foundation/binary-search.ts';
import type { BarSeries } from '../../market/bar-series.ts';
import { type Benchmark, runBenchmark } from '../../workflows/benchmark.ts';
import type { Origin } from '../../workflows/origin/origin.ts';
import { originOf } from '../../workflows/origin/run-origin.ts';
import type { PreparedRun } from '../../workflows/prepare.ts';
import type { ContainerMap } from '../figures/containers.ts';
import type { PriceSplit } from '../figures/price.ts';
import { drawdowns, type EquityLine } from '../figures/returns.ts';
import { EventColumns } from './event-columns.ts';
import { eventRecordTable } from './event-records.ts';
import { metricsTable } from './metrics-table.ts';
import { ordersTable } from './orders.ts';
import { openingTimes } from './run-times.ts';
import { seriesTable } from './series-names.ts';
import { Table } from './table.ts';
import type { RunTables, TableOptions } from './tables.ts';
import { TradeRules } from './trade-rules.ts';

const ENDS = ['ORDER_CANCELLED', 'ORDER_EXPIRED', 'ORDER_REJECTED'];
/** Types that portfolios and their brokers publish. */
const OF_PORTFOLIOS: ReadonlySet<string> = new Set(['ORDER', 'FILL', 'POSITION_CLOSE', ...ENDS]);

/** The run of a session as tables, up to its cursor. */
export class SessionTables implements RunTables {
  readonly session: DebugSession;
  #benchmark: { readonly until: number; readonly run: Promise<Benchmark | null> } | undefined;

  constructor(session: DebugSession) {
    this.session = session;
  }

  get name(): string {
    const { name } = this.session;
    const workflow = this.#prepared.config.name ?? '';
    return name === 'main' ? workflow : `${workflow} ${name}`.trim();
  }

  get fingerprint(): string {
    return this.#prepared.fingerprint;
  }

  get origin(): Origin {
    return originOf(this.#prepared);
  }

  get portfolios(): string[] {
    return this.#spec.portfolios.map(({ id }) => id);
  }

  get strategies(): string[] {
    return this.#spec.strategies.map(({ id }) => id);
  }

  get symbols(): string[] {
    return this.#prepared.series.map(({ symbol }) => symbol);
  }

  series(names: readonly string[], options: TableOptions = {}): Promise<Table> {
    return seriesTable(this, names, options);
  }

  async ownBars(symbol: string, rows: Table): Promise<Table> {
    const { closeTime, openTime, length } = this.seriesOf(symbol);
    let next = 0;
    const openings = rows.numbers('bar').map((bar) => {
      const end = this.session.core.timeOf(bar);
      while (next < length && closeTime[next] < end) next++;
      return next < length && closeTime[next] === end ? openTime[next] : Number.NaN;
    });
    const { columns, times } = rows;
    return new Table({ columns, times, time: openings }).filter((row) => !Number.isNaN(openings[row]));
  }

  async equity(options: TableOptions = {}): Promise<Table> {
    const { portfolio } = this.focusOf(options);
    const read = await this.session.series(
      ['equity', 'portfolio.gross_exposure', 'portfolio.net_exposure'],
      this.windowOf(options),
    );
    const { equity } = read.columns;
    const initial = this.#spec.portfolios.find(({ id }) => id === portfolio)?.cash;
    return new Table({
      time: this.openings(read.time),
      columns: {
        equity,
        gross_exposure: read.columns['portfolio.gross_exposure'],
        net_exposure: read.columns['portfolio.net_exposure'],
        drawdown: drawdowns({ equity, initial: (options.from ?? 1) === 1 ? initial : undefined }),
        bar: Float64Array.from(read.bar),
      },
    });
  }

  async trades(options: TableOptions = {}): Promise<Table> {
    const closed = await this.#events('POSITION_CLOSE', options);
    const { table, owners } = closed;
    const numbers = closed.number('tradeNumber');
    const rows = Array.from({ length: closed.length }, (_, row) => row);
    const seriesOf = closed.text('symbol').map((symbol) => this.seriesOf(symbol));
    const [entry, exit] = [closed.number('entryIndex'), closed.number('exitIndex')];
    const [entryPrice, exitPrice] = [closed.number('entryPrice'), closed.number('exitPrice')];
    const [quantity, multiplier, pnl] = [
      closed.number('quantity'),
      closed.number('multiplier'),
      closed.number('pnl'),
    ];
    const direction = closed.text('direction') as readonly ('long' | 'short')[];
    const of = (value: (row: number) => number) => Float64Array.from(rows, value);
    const moved = await this.#excursions(closed, options);
    const trades = new Table({
      columns: {
        trade: rows.map((row) => `portfolio_${owners[row]}/trade-${numbers[row]}`),
        portfolio: owners,
        symbol: closed.text('symbol'),
        direction,
        quantity,
        entry_time: of((row) => seriesOf[row].openTime[entry[row]]),
        entry_price: entryPrice,
        exit_time: of((row) => seriesOf[row].openTime[exit[row]]),
        exit_price: exitPrice,
        gross_pnl: closed.number('grossPnl'),
        costs: closed.number('costs'),
        pnl,
        return: of((row) => pnl[row] / (entryPrice[row] * quantity[row] * multiplier[row])),
        bars_held: closed.number('barsHeld'),
        mae: of((row) => moved[row].mae),
        mfe: of((row) => moved[row].mfe),
        entry_bar: of((row) => this.#barOf(seriesOf[row].closeTime[entry[row]])),
        exit_bar: closed.bars,
        event: table.id,
      },
      times: ['entry_time', 'exit_time'],
    });
    return ownedBy(trades, options.portfolio);
  }

  async orders(options: TableOptions = {}): Promise<Table> {
    const [placed, filled, cancelled, expired, refused] = await Promise.all(
      ['ORDER', 'FILL', ...ENDS].map((type) => this.#events(type, options)),
    );
    const orders = ordersTable({ placed, filled, cancelled, expired, refused });
    return ownedBy(this.#atBars(orders), options.portfolio);
  }

  async fills(options: TableOptions = {}): Promise<Table> {
    const fills = await this.#events('FILL', options);
    const { table } = fills;
    const made = new Table({
      time: table.time,
      columns: {
        fill: table.id,
        portfolio: fills.owners,
        strategy: fills.text('strategyId'),
        symbol: fills.text('symbol'),
        units: fills.number('units'),
        price: fills.number('fillPrice'),
        reference_price: fills.number('referencePrice'),
        rule: fills.text('rule'),
        slippage: fills.number('slippage'),
        commission: fills.number('commission'),
        cash_change: fills.number('cashChange'),
        order: fills.number('orderNumber'),
        bar: fills.bars,
      },
    });
    return ownedBy(this.#atBars(made), options.portfolio);
  }

  async signals(options: TableOptions = {}): Promise<Table> {
    const signals = await this.#events('SIGNAL', options);
    const { table } = signals;
    const made = new Table({
      time: table.time,
      columns: {
        signal: table.id,
        strategy: signals.text('strategyId'),
        symbol: signals.text('symbol'),
        action: signals.text('action'),
        target: signals.number('target'),
        limit: signals.number('limit'),
        stop: signals.number('stop'),
        strength: signals.number('strength'),
        confidence: signals.number('confidence'),
        reason: signals.text('reason'),
        close: signals.number('price'),
        bar: signals.bars,
      },
    });
    const { strategy } = options;
    const atBars = this.#atBars(made);
    return strategy === undefined
      ? atBars
      : atBars.filter((row) => atBars.texts('strategy')[row] === strategy);
  }

  async events(filter: EventFilter | string = {}, options: TableOptions = {}): Promise<Table> {
    const wanted = typeof filter === 'string' ? parseEventFilter(filter) : filter;
    const all = { last: wanted.first === undefined ? Number.MAX_SAFE_INTEGER : undefined, ...wanted };
    const { events } = await this.session.events(all, options.signal);
    return eventRecordTable(events.map(({ record, position }) => ({ record, bar: position.bar })));
  }

  async metrics(): Promise<Table> {
    const { riskFreeRate } = this.#prepared.config.metrics;
    const hold = await this.#hold();
    const closed = await this.#events('POSITION_CLOSE', {});
    const moved = await this.#excursions(closed, {});
    const trades = keptTrades(closed);
    const nodes = this.session.core.engine.topology.portfolios;
    const measured = await Promise.all(
      nodes.map(async ({ spec: { id }, metrics: { metrics } }) => {
        const isOwn = (_: unknown, row: number) => closed.owners[row] === id;
        const equityCurve = await this.#curve(id);
        return {
          ...summaryMetrics({ metrics, equityCurve }, hold?.portfolio ?? null, riskFreeRate),
          ...excursionMetrics(moved.filter(isOwn)),
          ...medianMetrics(trades.filter(isOwn)),
        };
      }),
    );
    const named = measured.map(namedRunMetrics);
    return metricsTable(
      nodes.map(({ spec: { id } }, i) => ({ id, valueAt: (name) => named[i][name] ?? null })),
    );
  }

  async benchmark(): Promise<EquityLine | null> {
    const found = await this.#hold();
    const curve = found?.portfolio.equityCurve ?? null;
    if (found === null || curve === null) return null;
    const { symbol, portfolio } = found;
    return {
      label: symbol,
      time: this.openings(curve.timestamp),
      equity: curve.equity,
      initial: portfolio.initialCash,
    };
  }

  async benchmarkMetrics(): Promise<Record<string, number | null> | null> {
    const found = await this.#hold();
    if (found === null) return null;
    const { riskFreeRate } = this.#prepared.config.metrics;
    return namedRunMetrics(summaryMetrics(found.portfolio, null, riskFreeRate));
  }

  async initialCash(options: TableOptions = {}): Promise<number> {
    const { portfolio } = this.focusOf(options);
    return this.#spec.portfolios.find(({ id }) => id === portfolio)?.cash ?? Number.NaN;
  }

  async funnel(options: TableOptions = {}): Promise<OrderFunnelCounts> {
    const { portfolio } = this.focusOf(options);
    const { portfolios } = this.session.core.engine.topology;
    return portfolios.find(({ spec }) => spec.id === portfolio)?.funnel.counts as OrderFunnelCounts;
  }

  async containers(): Promise<ContainerMap> {
    const { containers, routers } = this.session.core.engine.topology;
    return {
      containers: containers.map(({ id, parent }) => ({ id, parent: parent?.id ?? null })),
      routes: routers.map((router) => router.inspect()),
    };
  }

  async splits(symbol: string): Promise<readonly PriceSplit[]> {
    this.focusOf({ symbol });
    const { actions, openTime } = this.seriesOf(symbol);
    return actions.flatMap(({ index, ratio }) => (ratio === 1 ? [] : [{ time: openTime[index], ratio }]));
  }

  /** Opening times for the ends of bars of this run. */
  openings(moments: ArrayLike<number>): Float64Array {
    return openingTimes(moments, this.#prepared.series);
  }

  /** The bars of a symbol. */
  seriesOf(symbol: string): BarSeries {
    return this.#prepared.series.find((series) => series.symbol === symbol) as BarSeries;
  }

  /** Whose values are meant. @throws UserError for a name that the run does not have. */
  focusOf({ portfolio, strategy, symbol }: TableOptions) {
    const given = { portfolio, strategy, symbol };
    return this.session.core.checkedFocus(
      Object.fromEntries(Object.entries(given).filter(([, name]) => name !== undefined)),
    );
  }

  /** What `series` of the session takes. */
  windowOf(options: TableOptions) {
    const { from, to, signal } = options;
    return { focus: this.focusOf(options), from, to, signal };
  }

  /** The benchmark's run up to the cursor, made when it is first asked for there. */
  #hold(): Promise<Benchmark | null> {
    const until = this.session.time;
    if (this.#benchmark === undefined || !Object.is(this.#benchmark.until, until))
      this.#benchmark = { until, run: runBenchmark(withEquity(this.#prepared), until) };
    return this.#benchmark.run;
  }

  get #prepared() {
    return this.session.core.branch.prepared;
  }

  get #spec() {
    return this.#prepared.spec;
  }

  /** Of one portfolio where it is named: to read those of all would be to run all of them again. */
  async #events(type: string, options: TableOptions): Promise<EventColumns> {
    this.focusOf(options);
    const { from, to, signal, portfolio } = options;
    // A name that a pattern cannot hold is looked for among the events of all.
    const isNamed = portfolio !== undefined && OF_PORTFOLIOS.has(type) && !/[\s:*]/.test(portfolio);
    const wanted = isNamed ? `portfolio_${portfolio}:${type}` : type;
    return new EventColumns(await this.session.eventSeries(wanted, { from, to, signal }));
  }

  /** Of closed trades, in their order. */
  async #excursions(closed: EventColumns, options: TableOptions): Promise<Excursion[]> {
    const rules = new TradeRules(await this.#events('FILL', options));
    const number = (name: string) => closed.number(name);
    const [entry, exit] = [number('entryIndex'), number('exitIndex')];
    const [entryPrice, exitPrice] = [number('entryPrice'), number('exitPrice')];
    const [quantity, multiplier] = [number('quantity'), number('multiplier')];
    const direction = closed.text('direction') as readonly ('long' | 'short')[];
    return closed.text('symbol').map((symbol, row) => {
      const trade = {
        symbol,
        direction: direction[row],
        quantity: quantity[row],
        multiplier: multiplier[row],
        entryPrice: entryPrice[row],
        exitPrice: exitPrice[row],
        entryIndex: entry[row],
        exitIndex: exit[row],
      };
      return excursionOf(trade, rules.of(closed.owners[row], trade), this.seriesOf(symbol));
    });
  }

  /** Equity at the ends of bars. */
  async #curve(portfolio: string): Promise<EquityColumns> {
    const read = await this.session.series(
      ['equity', 'portfolio.gross_exposure'],
      this.windowOf({ portfolio }),
    );
    return {
      timestamp: Float64Array.from(read.time),
      equity: read.columns.equity,
      grossExposure: read.columns['portfolio.gross_exposure'],
    };
  }

  /** The table with the openings of its bars in place of their ends. */
  #atBars(table: Table): Table {
    const { session } = this;
    const bars = table.numbers('bar');
    const ends = Float64Array.from(bars, (bar) => session.core.timeOf(bar));
    return new Table({ columns: table.columns, times: table.times, time: this.openings(ends) });
  }

  /** Number of the bar of the run that ended at a time. */
  #barOf(end: number): number {
    const { core } = this.session;
    return firstWhere(1, core.bars + 1, (bar) => core.timeOf(bar) >= end);
  }
}

function withEquity(prepared: PreparedRun): PreparedRun {
  const { spec } = prepared;
  return {
    ...prepared,
    spec: { ...spec, portfolios: spec.portfolios.map((one) => ({ ...one, keepEquity: true })) },
  };
}

function ownedBy(table: Table, portfolio: string | undefined): Table {
  if (portfolio === undefined) return table;
  const owners = table.texts('portfolio');
  return table.filter((row) => owners[row] === portfolio);
}

function keptTrades(closed: EventColumns): KeptTrade[] {
  const names = [
    'pnl',
    'quantity',
    'entryPrice',
    'multiplier',
    'barsHeld',
    'entryTime',
    'exitTime',
  ] as const satisfies readonly (keyof KeptTrade)[];
  const columns = names.map((name) => closed.number(name));
  return Array.from(
    { length: closed.length },
    (_, row) => Object.fromEntries(names.map((name, i) => [name, columns[i][row]])) as unknown as KeptTrade,
  );
}
