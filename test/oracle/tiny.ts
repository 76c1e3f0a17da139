import { runNaive } from './naive-engine.ts';
import type {
  PlainBar,
  PlainExecution,
  PlainInput,
  PlainPortfolio,
  PlainResult,
  PlainSignal,
} from './plain.ts';

export const DAY = 86_400_000;

type Prices = [open: number, high: number, low: number, close: number];

/** Bars from [open, high, low, close] rows, `barsPerDay` a day, from the start of day `from`; null leaves a hole. */
export function barsOf(rows: (Prices | null)[], barsPerDay = 1, from = 0): PlainBar[] {
  const length = DAY / barsPerDay;
  const bars: PlainBar[] = [];
  rows.forEach((row, i) => {
    if (row === null) return;
    const openTime = from * DAY + i * length;
    const [open, high, low, close] = row;
    bars.push({ openTime, closeTime: openTime + length - 1, open, high, low, close, volume: 1 });
  });
  return bars;
}

/** Daily bars that stand still at each price. */
export function flat(...prices: number[]): PlainBar[] {
  return barsOf(prices.map((price): Prices => [price, price, price, price]));
}

/** A portfolio `p` of the strategy `s`: 10 units a trade, 10 000 in cash, long and short. */
export function portfolioOf(change: Partial<PlainPortfolio> = {}): PlainPortfolio {
  return {
    id: 'p',
    strategies: [{ id: 's', weight: 1 }],
    cash: 10_000,
    direction: 'long_short',
    sizing: { type: 'fixed', quantity: 10 },
    risk: [],
    leverage: 1,
    ...change,
  };
}

/** Fills at the next open, at no cost; what is open at the end stays so. */
export function executionOf(change: Partial<PlainExecution> = {}): PlainExecution {
  return {
    profile: 'next_open',
    slippage: { type: 'none' },
    commission: { type: 'none' },
    closeAtEnd: false,
    ...change,
  };
}

interface Tiny {
  bars: PlainInput['bars'];
  /** Signals of the one strategy `s`. */
  script?: { [symbol: string]: (PlainSignal | null)[] };
  strategies?: PlainInput['strategies'];
  portfolio?: Partial<PlainPortfolio>;
  portfolios?: Partial<PlainPortfolio>[];
  execution?: Partial<PlainExecution>;
  instruments?: PlainInput['instruments'];
}

/** Runs a case of which only what matters is written: 10 units a trade, 10 000 in cash, long and short, no costs. */
export function runAll({ bars, script = {}, instruments, execution, ...rest }: Tiny): PlainResult[] {
  const strategies = rest.strategies ?? [{ id: 's', script }];
  const portfolios = rest.portfolios ?? [rest.portfolio ?? {}];
  return runNaive({
    bars,
    instruments,
    strategies,
    portfolios: portfolios.map((portfolio, i) =>
      portfolioOf({
        id: `p${i}`,
        strategies: strategies.map(({ id }) => ({ id, weight: 1 / strategies.length })),
        ...portfolio,
      }),
    ),
    execution: executionOf(execution),
  });
}

/** The same for a case with one portfolio. */
export function run(tiny: Tiny): PlainResult {
  return runAll(tiny)[0];
}

export const BUY: PlainSignal = { action: 'BUY' };
export const SELL: PlainSignal = { action: 'SELL' };
export const EXIT: PlainSignal = { action: 'EXIT' };

/** Status, code and units of each order that signals lead to, on daily bars that stand still at 100. */
export function outcomes(
  signals: (PlainSignal | null)[],
  portfolio: Partial<PlainPortfolio> = {},
): unknown[] {
  const { orders } = run({ bars: { X: STILL }, script: { X: signals }, portfolio });
  return orders.map(({ status, code, units }) => [status, code, units]);
}

/** Five daily bars that stand still at 100. */
export const STILL = flat(100, 100, 100, 100, 100);
