import fc from 'fast-check';
import type { PlainBar, PlainSignal, PlainStrategy } from './plain.ts';

const rawSignal = fc.record({
  action: fc.constantFrom('BUY' as const, 'SELL' as const, 'EXIT' as const, 'HOLD' as const),
  target: fc.option(fc.constantFrom(0.5, 1, 0.25, 0.04), { freq: 2 }),
  type: fc.constantFrom('market', 'market', 'limit', 'stop'),
  /** Order price against the close of the decision bar, in ticks; close enough for touches. */
  offset: fc.integer({ min: -15, max: 15 }),
  day: fc.boolean(),
  /** Exits in ticks from the entry; none of a kind where null. */
  exits: fc.option(
    fc.record({
      stopLoss: fc.option(fc.integer({ min: 1, max: 30 })),
      takeProfit: fc.option(fc.integer({ min: 1, max: 30 })),
      trailingStop: fc.option(fc.integer({ min: 1, max: 30 })),
      maxBars: fc.option(fc.integer({ min: 1, max: 6 })),
    }),
    { freq: 1 },
  ),
});

/** More silence than signals, so that orders have bars to wait on; a signal shrinks to silence. */
const signalOrSilence = fc.oneof(
  { withCrossShrink: true },
  { weight: 3, arbitrary: fc.constant(null) },
  { weight: 2, arbitrary: rawSignal },
);

const rawScript = fc.array(signalOrSilence, { maxLength: 40, size: 'max' });

const crossover = fc.record({
  kind: fc.constant('sma_crossover' as const),
  fast: fc.integer({ min: 1, max: 4 }),
  slower: fc.integer({ min: 1, max: 6 }),
});

const meanReversion = fc.record({
  kind: fc.constant('rsi_mean_reversion' as const),
  period: fc.integer({ min: 1, max: 6 }),
  // Not round: an RSI that is exactly 30 on paper may be a last bit off, one way or the other, in a right computation.
  oversold: fc.constantFrom(30.137, 20.291, 45.733),
  overbought: fc.constantFrom(70.319, 80.177, 55.411),
  exit: fc.constantFrom(50.173, 53.37),
});

const scripted = fc.record({
  kind: fc.constant('script' as const),
  scripts: fc.array(rawScript, { minLength: 3, maxLength: 3 }),
  /** Trades the first symbol only. */
  firstOnly: fc.boolean(),
});

// Weights of 1, 1/2 and 1/4, which keep an average of 128ths exact for as long as it could tie with a price.
const dyadic = fc.constantFrom(1, 3);

// Thresholds that are not round, or 0, for the same reason as above.
const indicators = fc.oneof(
  fc.record({ kind: fc.constant('ema_crossover' as const), fast: dyadic, slow: fc.constantFrom(7) }),
  fc.record({
    kind: fc.constant('macd_trend' as const),
    fast: fc.constantFrom(1),
    slow: fc.constantFrom(3, 7),
    signal: fc.constantFrom(3, 7),
  }),
  fc.record({
    kind: fc.constant('momentum' as const),
    period: fc.integer({ min: 1, max: 6 }),
    threshold: fc.constantFrom(0, 0.137, 0.713),
  }),
  fc.record({
    kind: fc.constant('donchian_breakout' as const),
    entry: fc.integer({ min: 1, max: 6 }),
    exit: fc.integer({ min: 1, max: 4 }),
  }),
  fc.record({
    kind: fc.constant('volatility_breakout' as const),
    period: fc.constantFrom(1, 3, 7),
    multiple: fc.constantFrom(0.237, 0.713),
    atr_period: fc.integer({ min: 1, max: 4 }),
  }),
  fc.record({
    kind: fc.constant('bollinger_reversion' as const),
    period: fc.integer({ min: 3, max: 8 }),
    std_devs: fc.constantFrom(0.713, 1.137),
  }),
  fc.record({
    kind: fc.constant('z_score_reversion' as const),
    period: fc.integer({ min: 3, max: 8 }),
    entry: fc.constantFrom(0.713, 1.137),
    exit: fc.constantFrom(0, 0.337),
  }),
);

const every = fc.constantFrom<number | 'week' | 'month' | 'quarter' | 'year'>(
  'week',
  1,
  5,
  'month',
  'quarter',
  'year',
);

const universe = fc.oneof(
  fc.record({
    kind: fc.constant('pairs' as const),
    // Means of 4 or 8 are exact, and with them the sign of a covariance.
    period: fc.constantFrom(4, 8),
    entry: fc.constantFrom(0.713, 1.137),
    exit: fc.constantFrom(0, 0.337),
    second: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('dual_momentum' as const),
    period: fc.integer({ min: 1, max: 6 }),
    hold: fc.integer({ min: 1, max: 3 }),
    threshold: fc.constantFrom(0, 0.137, -0.713),
    every,
  }),
  fc.record({
    kind: fc.constant('rebalance' as const),
    every,
    shares: fc.option(fc.array(fc.constantFrom(0.3, -0.3, 0, 0.25), { minLength: 3, maxLength: 3 })),
  }),
);

export const rawStrategy = fc.oneof(
  { weight: 6, arbitrary: scripted },
  { weight: 1, arbitrary: crossover },
  { weight: 1, arbitrary: meanReversion },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('buy_and_hold' as const) }) },
  { weight: 3, arbitrary: indicators },
  { weight: 2, arbitrary: universe },
);

type RawStrategy = typeof rawStrategy extends fc.Arbitrary<infer T> ? T : never;
type RawSignal = typeof rawSignal extends fc.Arbitrary<infer T> ? T : never;

/** The strategy as JSON; order prices of scripts are set from the bars they are decided on. */
export function strategyFrom(
  raw: RawStrategy,
  id: string,
  bars: { [symbol: string]: PlainBar[] },
  ticksPerUnit: number,
): PlainStrategy {
  if (raw.kind === 'buy_and_hold') return { id, type: raw.kind, params: {} };
  if (raw.kind === 'sma_crossover') {
    return { id, type: raw.kind, params: { fast: raw.fast, slow: raw.fast + raw.slower } };
  }
  if (raw.kind === 'pairs') {
    const { kind, second, ...params } = raw;
    const [one, other] = Object.keys(bars);
    // One symbol has no partner: it is bought and held.
    if (other === undefined) return { id, type: 'buy_and_hold', params: {} };
    const first = second ? other : undefined;
    return {
      id,
      symbols: [one, other],
      type: kind,
      params: first === undefined ? params : { ...params, first },
    };
  }
  if (raw.kind === 'rebalance') {
    const { kind, every, shares } = raw;
    if (shares === null) return { id, type: kind, params: { every } };
    const weights = Object.fromEntries(Object.keys(bars).map((symbol, i) => [symbol, shares[i]]));
    return { id, type: kind, params: { every, weights } };
  }
  if (raw.kind !== 'script') {
    const { kind, ...params } = raw;
    return { id, type: kind, params } as PlainStrategy;
  }
  const symbols = raw.firstOnly ? Object.keys(bars).slice(0, 1) : Object.keys(bars);
  const script: { [symbol: string]: (PlainSignal | null)[] } = {};
  symbols.forEach((symbol, i) => {
    script[symbol] = raw.scripts[i]
      .slice(0, bars[symbol].length)
      .map((signal, index) =>
        signal === null ? null : signalFrom(signal, bars[symbol][index], ticksPerUnit),
      );
  });
  return raw.firstOnly ? { id, symbols, script } : { id, script };
}

function signalFrom(
  { action, target, type, offset, day, exits }: RawSignal,
  bar: PlainBar,
  ticksPerUnit: number,
): PlainSignal {
  if (action === 'HOLD') return { action };
  const signal: PlainSignal = { action };
  if (target !== null && action !== 'EXIT') signal.target = target;
  const price = Math.max(1, Math.round(bar.close * ticksPerUnit) + offset) / ticksPerUnit;
  if (type === 'limit') signal.limit = price;
  if (type === 'stop') signal.stop = price;
  if (day) signal.timeInForce = 'DAY';
  if (exits === null || action === 'EXIT') return signal;
  const { stopLoss, takeProfit, trailingStop, maxBars } = exits;
  const entry = Math.round((signal.limit ?? signal.stop ?? bar.close) * ticksPerUnit);
  const side = action === 'BUY' ? 1 : -1;
  // Prices stay above 0, however low the entry.
  if (stopLoss !== null && entry - side * stopLoss > 0) {
    signal.stopLoss = (entry - side * stopLoss) / ticksPerUnit;
  }
  if (takeProfit !== null && entry + side * takeProfit > 0) {
    signal.takeProfit = (entry + side * takeProfit) / ticksPerUnit;
  }
  if (trailingStop !== null) signal.trailingStop = trailingStop / ticksPerUnit;
  if (maxBars !== null) signal.maxBars = maxBars;
  return signal;
}
