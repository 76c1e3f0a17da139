/**
 * Random whole cases for property tests: bars, strategies, portfolios and costs as plain JSON.
 *
 * Everything is drawn as small whole numbers first and put together afterwards by a pure function, so that fast-check can
 * shrink a failing case to a few bars and one strategy.
 */
import fc from 'fast-check';
import { barsFrom, rawBars } from './case-bars.ts';
import { rawStrategy, strategyFrom } from './case-strategies.ts';
import type { PlainCase, PlainExecution, PlainExits, PlainPortfolio, PlainRiskRule } from './plain.ts';

// Not in the order of code units, which is AAA, CCC, bbb.
const SYMBOLS = ['bbb', 'AAA', 'CCC'];

const risk: fc.Arbitrary<PlainRiskRule> = fc.oneof(
  fc.record({ type: fc.constant('max_position' as const), units: fc.constantFrom(10, 20, 25, 100) }),
  fc.record({ type: fc.constant('max_position' as const), percent: fc.constantFrom(20, 50, 100) }),
  fc.record({ type: fc.constant('max_exposure' as const), percent: fc.constantFrom(30, 80, 100, 150) }),
  fc.record({ type: fc.constant('max_net_exposure' as const), percent: fc.constantFrom(20, 60) }),
  fc.record({ type: fc.constant('max_leverage' as const), leverage: fc.constantFrom(0.5, 1.2) }),
  fc.record({ type: fc.constant('max_positions' as const), positions: fc.constantFrom(1, 2) }),
  fc.record({ type: fc.constant('max_orders_per_bar' as const), orders: fc.constantFrom(1, 2) }),
  fc.record({ type: fc.constant('cooldown' as const), bars: fc.constantFrom(1, 4, 10) }),
  fc.record(
    {
      type: fc.constant('drawdown_stop' as const),
      percent: fc.constantFrom(0.1, 0.5, 3),
      action: fc.constantFrom('halt' as const, 'close' as const),
      bars: fc.constantFrom(1, 3, 9),
    },
    { requiredKeys: ['type', 'percent', 'action'] },
  ),
  fc.record({
    type: fc.constant('daily_loss' as const),
    percent: fc.constantFrom(0.1, 0.5, 2),
    action: fc.constantFrom('halt' as const, 'close' as const),
  }),
);

const percent = fc.constantFrom(0.5, 1, 3);
const exits: fc.Arbitrary<PlainExits> = fc.record(
  {
    stop_loss_percent: percent,
    take_profit_percent: percent,
    trailing_stop_percent: percent,
    max_bars: fc.constantFrom(1, 3, 8),
    live_from: fc.constantFrom('next_bar' as const, 'entry_bar' as const),
  },
  { requiredKeys: ['live_from'] },
);

const sizing = fc.oneof(
  fc.record({ type: fc.constant('fixed' as const), quantity: fc.constantFrom(10, 1, 25, 100, 0.5) }),
  fc.record({
    type: fc.constant('percent_of_equity' as const),
    percent: fc.constantFrom(95, 10, 50, 100, 250),
  }),
  fc.record(
    {
      type: fc.constant('equal_weight' as const),
      percent: fc.constantFrom(95, 60),
      positions: fc.constantFrom(1, 4),
    },
    { requiredKeys: ['type', 'percent'] },
  ),
  fc.record({
    type: fc.constant('volatility_target' as const),
    percent: fc.constantFrom(10, 40),
    period: fc.constantFrom(2, 5),
    periods_per_year: fc.constant(252),
    max_percent: fc.constantFrom(100, 30),
  }),
  fc.record({
    type: fc.constant('kelly' as const),
    fraction: fc.constantFrom(0.5, 1),
    min_trades: fc.constantFrom(1, 3),
    initial_percent: fc.constant(20),
    max_percent: fc.constantFrom(100, 40),
  }),
  fc.record({
    type: fc.constant('risk_per_trade' as const),
    percent: fc.constantFrom(1, 0.2),
    atr_multiple: fc.constantFrom(2, 0.5),
    atr_period: fc.constantFrom(1, 4),
    max_percent: fc.constantFrom(100, 40),
  }),
);

const rawPortfolio = fc.record({
  /** Which of the strategies it follows, as bits; none set means all. */
  follows: fc.nat({ max: 7 }),
  /** 0 shares the weight equally; otherwise every strategy has this one. */
  weight: fc.constantFrom(0, 0.5, 1, 0.3),
  cash: fc.constantFrom(100_000, 1_000, 5_000, 1_000_000),
  direction: fc.constantFrom('long_short' as const, 'long_only' as const, 'short_only' as const),
  sizing,
  risk: fc.array(risk, { maxLength: 2 }),
  exits: fc.option(exits, { freq: 2 }),
  leverage: fc.constantFrom(1, 2, 1.5),
});

const minimum = fc.constantFrom(1, 5);
const amount = fc.constantFrom(0.005, 0.1, 1.234567);
const rate = fc.record({
  percent: fc.constantFrom(0.1, -0.02, 0.025),
  per_unit: fc.constantFrom(0, 0.005, -0.001),
  fixed: fc.constantFrom(0, 1),
});
const venue = fc.record(
  {
    name: fc.constant('any'),
    symbols: fc.constantFrom<string[]>(['AAA'], ['bbb', 'CCC']),
    maker: rate,
    taker: rate,
    sale: rate,
    minimum: fc.constantFrom(0, 1),
    maximum_percent: fc.constantFrom(1, 0.05),
  },
  { requiredKeys: ['name', 'taker', 'minimum'] },
);
const commission: fc.Arbitrary<PlainExecution['commission']> = fc.oneof(
  fc.constant({ type: 'none' as const }),
  fc.record(
    { type: fc.constant('percent' as const), percent: fc.constantFrom(0.1, 0.025), minimum },
    { requiredKeys: ['type', 'percent'] },
  ),
  fc.record(
    { type: fc.constant('per_share' as const), amount, minimum },
    { requiredKeys: ['type', 'amount'] },
  ),
  fc.record({ type: fc.constant('fixed' as const), amount, minimum }, { requiredKeys: ['type', 'amount'] }),
  fc.record({
    type: fc.constant('tiered' as const),
    by: fc.constantFrom('value' as const, 'units' as const),
    tiers: fc.constant<{ from: number; percent: number; per_unit: number }[]>([
      { from: 0, percent: 0.1, per_unit: 0.005 },
      { from: 40, percent: 0.05, per_unit: 0.002 },
      { from: 4_000, percent: 0.025, per_unit: 0 },
    ]),
    minimum,
  }),
  fc.record({
    type: fc.constant('schedule' as const),
    exchanges: fc.array(venue, { minLength: 1, maxLength: 2 }),
  }),
);

const execution: fc.Arbitrary<PlainExecution> = fc.record({
  profile: fc.constantFrom('next_open' as const, 'next_open' as const, 'same_close' as const),
  slippage: fc.oneof(
    fc.constant({ type: 'none' as const }),
    fc.record({ type: fc.constant('bps' as const), bps: fc.constantFrom(1, 5, 25) }),
    fc.record({ type: fc.constant('range_share' as const), fraction: fc.constantFrom(0.1, 0.5, 1) }),
    fc.record({
      type: fc.constant('volume_share' as const),
      impact: fc.constantFrom(0.1, 0.7),
      max_share: fc.constantFrom(1, 0.25),
    }),
    fc.record({
      type: fc.constant('volatility' as const),
      multiple: fc.constantFrom(0.1, 2),
      period: fc.constantFrom(2, 5, 20),
      max_percent: fc.constantFrom(10, 0.5),
    }),
  ),
  commission,
  closeAtEnd: fc.boolean(),
  day: fc.option(
    fc.constantFrom(
      { timezone: 'Australia/Sydney', starts: '00:00' },
      { timezone: 'America/Chicago', starts: '17:00' },
      { timezone: 'Asia/Tokyo', starts: '07:00' },
    ),
    { freq: 2, nil: undefined },
  ),
  financing: fc.option(
    fc.record({
      borrow_percent: fc.constantFrom(0, 3, 40),
      interest_percent: fc.constantFrom(0, 2),
      margin_percent: fc.constantFrom(0, 8),
    }),
    { freq: 2, nil: undefined },
  ),
});

const rawInstrument = fc.record({
  lotSize: fc.constantFrom(1, 0.1, 0.001, 10),
  multiplier: fc.constantFrom(1, 2, 50),
});

const rawCase = fc.record({
  bars: fc.array(rawBars, { minLength: 1, maxLength: SYMBOLS.length }),
  instruments: fc.option(fc.array(rawInstrument, { minLength: 3, maxLength: 3 }), { freq: 3 }),
  strategies: fc.array(rawStrategy, { minLength: 1, maxLength: 3 }),
  portfolios: fc.array(rawPortfolio, { minLength: 1, maxLength: 3 }),
  execution,
});

/** Random cases, ready for JSON. */
export const cases: fc.Arbitrary<PlainCase> = rawCase.map((raw) => {
  const symbols = SYMBOLS.slice(0, raw.bars.length);
  // Sums of 128ths are exact in binary, so that an average built up bar by bar ties with another exactly when one
  // recomputed from scratch does. Cents would let two right answers differ by their last bit, and cross differently, or come to
  // another whole lot of the risk that they measure.
  const averages =
    raw.strategies.some((strategy) => strategy.kind !== 'script') ||
    raw.portfolios.some(({ sizing: { type } }) => type === 'risk_per_trade');
  const ticksPerUnit = averages ? 128 : 100;

  const bars: PlainCase['bars'] = {};
  raw.bars.forEach((series, i) => {
    bars[symbols[i]] = barsFrom(series, ticksPerUnit);
  });
  const strategies = raw.strategies.map((strategy, i) => strategyFrom(strategy, `s${i}`, bars, ticksPerUnit));

  const portfolios = raw.portfolios.map(({ follows, weight, exits, ...rest }, i): PlainPortfolio => {
    const chosen = strategies.filter((_, bit) => (follows & (1 << bit)) !== 0);
    const followed = chosen.length === 0 ? strategies : chosen;
    return {
      id: `p${i}`,
      strategies: followed.map(({ id }) => ({ id, weight: weight === 0 ? 1 / followed.length : weight })),
      ...rest,
      ...(exits === null ? {} : { exits }),
    };
  });

  const { financing, day, ...costs } = raw.execution;
  const execution = {
    ...costs,
    ...(financing === undefined ? {} : { financing }),
    ...(day === undefined ? {} : { day }),
  };
  const made: PlainCase = { bars, strategies, portfolios, execution };
  if (raw.instruments !== null) {
    made.instruments = Object.fromEntries(symbols.map((symbol, i) => [symbol, raw.instruments![i]]));
  }
  return made;
});
