import type { EventRecord } from '../../events/event.ts';
import { toValue, type Value } from '../../tracing/expression/value.ts';
import type { Focus } from '../names/scope.ts';

/** A portfolio at one moment; money in the account's currency. What is missing is NaN. */
export interface PortfolioView {
  readonly cash: number;
  readonly equity: number;
  readonly grossExposure: number;
  readonly netExposure: number;
  readonly openPositions: number;
  readonly waitingOrders: number;
  /** A fraction ≤ 0 of the highest equity so far. */
  readonly drawdown: number;
  /** Signed; of the symbol in focus by default. */
  units(symbol?: string): number;
  /** By its name in results, `sharpe`, `max_drawdown`. */
  metric(name: string): number;
}

/** The last bar of a symbol at one moment; NaN before its first. */
export interface MarketView {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

/** What a predicate written as a function may read: the run at one moment, and nothing after it. */
export interface RunView {
  /** From 1. */
  readonly bar: number;
  /** UTC milliseconds. */
  readonly time: number;
  /** Just published, and nobody has acted on it; null at the end of a bar. */
  readonly event: EventRecord | null;
  /** The portfolio in focus. */
  readonly portfolio: PortfolioView;
  /** The symbol in focus. */
  readonly market: MarketView;
  /** By its id in the configuration. */
  portfolioOf(id: string): PortfolioView;
  marketOf(symbol: string): MarketView;
  /** Any name that expressions know, `strategy.fast`, `features.sma_20`; null where it is missing. */
  value(path: string): Value;
}

/** Where a view gets its values from. */
export interface Reading {
  readonly bar: number;
  readonly time: number;
  readonly event: EventRecord | null;
  /** How a name is read, again and again. @throws UserError for one that does not exist. */
  reader(path: string): () => unknown;
}

type NumberReader = (path: string) => () => number;

export function runViewOf(reading: Reading, { portfolio, symbol }: Focus): RunView {
  const readerOf = once((path) => reading.reader(path));
  const value = (path: string): Value => toValue(readerOf(path)());
  const number: NumberReader = (path) => {
    let read: (() => unknown) | null = null;
    return () => {
      read ??= readerOf(path);
      const found = read();
      return typeof found === 'number' ? found : Number.NaN;
    };
  };
  const portfolioOf = once((id) => portfolioView(`portfolio_${id}`, symbol, number));
  const marketOf = once((name) => marketView(`data_${name}`, number));
  const [ownPortfolio, ownMarket] = [portfolioOf(portfolio), marketOf(symbol)];
  return {
    get bar() {
      return reading.bar;
    },
    get time() {
      return reading.time;
    },
    get event() {
      return reading.event;
    },
    portfolio: ownPortfolio,
    market: ownMarket,
    portfolioOf,
    marketOf,
    value,
  };
}

/** Made when it is first asked for: predicates ask at every bar. */
function once<T>(make: (name: string) => T): (name: string) => T {
  const made = new Map<string, T>();
  return (name) => {
    const known = made.get(name);
    if (known !== undefined) return known;
    const view = make(name);
    made.set(name, view);
    return view;
  };
}

function portfolioView(container: string, symbol: string, number: NumberReader): PortfolioView {
  const at = (name: string) => number(`${container}.${name}`);
  const units = once((of) => at(`positions.${of}.units`));
  const metric = once((name) => at(`metrics.${name}`));
  return readOnly(
    {
      cash: at('cash'),
      equity: at('equity'),
      grossExposure: at('gross_exposure'),
      netExposure: at('net_exposure'),
      openPositions: at('open_positions'),
      waitingOrders: at('waiting_orders'),
      drawdown: at('drawdown'),
    },
    {
      units: (of: string = symbol) => units(of)(),
      metric: (name: string) => metric(name)(),
    },
  );
}

function marketView(container: string, number: NumberReader): MarketView {
  const at = (name: string) => number(`${container}.${name}`);
  return readOnly(
    { open: at('open'), high: at('high'), low: at('low'), close: at('close'), volume: at('volume') },
    {},
  );
}

/** An object whose properties are read when they are asked for. */
function readOnly<K extends string, M extends object>(
  getters: Readonly<Record<K, () => number>>,
  methods: M,
): Readonly<Record<K, number>> & M {
  const descriptors = Object.entries<() => number>(getters).map(
    ([name, get]) => [name, { get, enumerable: true }] as const,
  );
  return Object.freeze(Object.defineProperties(methods, Object.fromEntries(descriptors))) as Readonly<
    Record<K, number>
  > &
    M;
}
