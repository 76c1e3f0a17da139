/**
 * What goes into and comes out of the naive engine: plain data, so that any engine's run can be put into the same shape
 * and compared. Times are UTC milliseconds, prices and money in the instrument's currency, units signed (sells negative).
 */

export interface PlainBar {
  openTime: number;
  closeTime: number;
  open: number;
  high: number;
  low: number;
  close: number;
  volume: number;
  /** Made up to fill a gap: marks positions, never fills an order. */
  synthetic?: boolean;
  /** New shares for an old one, from this bar on. */
  split?: number;
  /** Cash for a share as it is after the split, for those who held it before this bar. */
  dividend?: number;
}

export interface PlainInstrument {
  lotSize: number;
  multiplier: number;
}

export interface PlainSignal {
  action: 'BUY' | 'SELL' | 'EXIT' | 'HOLD';
  /** Share of the full size, above 0 and at most 1. */
  target?: number;
  limit?: number;
  stop?: number;
  timeInForce?: 'GTC' | 'DAY';
  /** Prices, a distance, and bars. */
  stopLoss?: number;
  takeProfit?: number;
  trailingStop?: number;
  maxBars?: number;
}

interface StrategyBase {
  id: string;
  /** All symbols when absent. */
  symbols?: string[];
}

export type BuiltInStrategy =
  | { type: 'sma_crossover'; params: { fast: number; slow: number } }
  | {
      type: 'rsi_mean_reversion';
      params: { period: number; oversold: number; overbought: number; exit: number };
    }
  | { type: 'buy_and_hold'; params: Record<string, never> }
  | { type: 'ema_crossover'; params: { fast: number; slow: number } }
  | { type: 'macd_trend'; params: { fast: number; slow: number; signal: number } }
  | { type: 'momentum'; params: { period: number; threshold: number } }
  | { type: 'donchian_breakout'; params: { entry: number; exit: number } }
  | { type: 'volatility_breakout'; params: { period: number; multiple: number; atr_period: number } }
  | { type: 'bollinger_reversion'; params: { period: number; std_devs: number } }
  | { type: 'z_score_reversion'; params: { period: number; entry: number; exit: number } };

type Every = number | 'week' | 'month' | 'quarter' | 'year';

/** Strategies that look at all their symbols at once. */
export type UniverseStrategy =
  | { type: 'pairs'; params: { period: number; entry: number; exit: number; first?: string } }
  | { type: 'dual_momentum'; params: { period: number; hold: number; threshold: number; every: Every } }
  | { type: 'rebalance'; params: { every: Every; weights?: { [symbol: string]: number } } };

/** A signal for each bar of each symbol, by bar index; past its end a script says nothing. */
export interface SignalScript {
  script: { [symbol: string]: (PlainSignal | null)[] };
}

export interface SignalFunction {
  signals: (symbol: string, index: number) => PlainSignal | null;
}

/** Strategies as JSON. */
export type PlainStrategy = StrategyBase & (BuiltInStrategy | UniverseStrategy | SignalScript);

export type PlainSizing =
  | { type: 'fixed'; quantity: number }
  | { type: 'percent_of_equity'; percent: number }
  | { type: 'equal_weight'; percent: number; positions?: number }
  | {
      type: 'volatility_target';
      percent: number;
      period: number;
      periods_per_year: number;
      max_percent: number;
    }
  | { type: 'kelly'; fraction: number; min_trades: number; initial_percent: number; max_percent: number }
  | {
      type: 'risk_per_trade';
      percent: number;
      atr_multiple: number;
      atr_period: number;
      max_percent: number;
    };

/** Exits of every position of a portfolio, in percent; `max_bars` in bars. */
export interface PlainExits {
  stop_loss_percent?: number;
  take_profit_percent?: number;
  trailing_stop_percent?: number;
  max_bars?: number;
  live_from: 'next_bar' | 'entry_bar';
}

export type PlainRiskRule =
  | { type: 'max_position'; units: number }
  | { type: 'max_position'; percent: number }
  | { type: 'max_exposure'; percent: number }
  | { type: 'max_net_exposure'; percent: number }
  | { type: 'max_leverage'; leverage: number }
  | { type: 'max_positions'; positions: number }
  | { type: 'max_orders_per_bar'; orders: number }
  | { type: 'cooldown'; bars: number }
  | { type: 'drawdown_stop'; percent: number; action: 'halt' | 'close'; bars?: number }
  | { type: 'daily_loss'; percent: number; action: 'halt' | 'close' };

export type PlainDirection = 'long_only' | 'short_only' | 'long_short';

export interface PlainPortfolio {
  id: string;
  strategies: { id: string; weight: number }[];
  cash: number;
  direction: PlainDirection;
  sizing: PlainSizing;
  risk: PlainRiskRule[];
  exits?: PlainExits;
  leverage: number;
}

export type PlainSlippage =
  | { type: 'none' }
  | { type: 'bps'; bps: number }
  | { type: 'range_share'; fraction: number }
  | { type: 'volume_share'; impact: number; max_share: number }
  | { type: 'volatility'; multiple: number; period: number; max_percent: number };

export interface PlainRate {
  percent: number;
  per_unit: number;
  fixed: number;
}

export interface PlainVenue {
  name: string;
  symbols?: string[];
  maker?: PlainRate;
  taker: PlainRate;
  sale?: PlainRate;
  minimum: number;
  maximum_percent?: number;
}

export type PlainCommission =
  | { type: 'none' }
  | { type: 'percent'; percent: number; minimum?: number }
  | { type: 'per_share'; amount: number; minimum?: number }
  | { type: 'fixed'; amount: number; minimum?: number }
  | {
      type: 'tiered';
      by: 'value' | 'units';
      tiers: { from: number; percent: number; per_unit: number }[];
      minimum?: number;
    }
  | { type: 'schedule'; exchanges: PlainVenue[] };

export interface PlainExecution {
  profile: 'next_open' | 'same_close';
  slippage: PlainSlippage;
  commission: PlainCommission;
  closeAtEnd: boolean;
  /** Percent a year. */
  financing?: { borrow_percent: number; interest_percent: number; margin_percent: number };
  /** What a day is, where it is no UTC date: `starts` is a clock time, from noon on that of the evening before. */
  day?: { timezone: string; starts: string };
}

/** A whole case as JSON: what the random generator makes. */
export interface PlainCase {
  bars: { [symbol: string]: PlainBar[] };
  /** One unit to the lot and a multiplier of 1 where absent. */
  instruments?: { [symbol: string]: PlainInstrument };
  strategies: PlainStrategy[];
  portfolios: PlainPortfolio[];
  execution: PlainExecution;
}

/** A case whose strategies may also be functions. */
export interface PlainInput extends Omit<PlainCase, 'strategies'> {
  strategies: (PlainStrategy | (StrategyBase & SignalFunction))[];
}

export type OrderStatus = 'filled' | 'cancelled' | 'rejected' | 'expired' | 'open_at_end';

export interface PlainOrder {
  /** Counts from 1 within the portfolio; refused signals count too. */
  number: number;
  /** Null for the orders of `closeAtEnd`, which belong to no strategy. */
  strategy: string | null;
  symbol: string;
  /** 0 when refused before it had a size. */
  units: number;
  type: 'market' | 'limit' | 'stop' | 'trailing_stop';
  price: number | null;
  timeInForce: 'GTC' | 'DAY';
  decidedSlice: number;
  decidedTime: number;
  status: OrderStatus;
  stage: 'sizing' | 'risk' | null;
  code: string | null;
  /** What the order is when it is no strategy's: `stop_loss`, `time_exit`, `drawdown_stop`, `split`; else null. */
  exit: string | null;
  /** The two sides of the comparison that a risk refusal failed. */
  value: number | null;
  limit: number | null;
  /** When it was filled, cancelled, refused or expired; null while open at the end. */
  endSlice: number | null;
  endTime: number | null;
}

export type FillRule = 'open' | 'limit' | 'stop' | 'close';

export interface PlainFill {
  order: number;
  strategy: string | null;
  symbol: string;
  slice: number;
  time: number;
  units: number;
  price: number;
  referencePrice: number;
  rule: FillRule;
  commission: number;
  cashAfter: number;
}

export interface PlainRoundTrip {
  symbol: string;
  direction: 'long' | 'short';
  entryTime: number;
  exitTime: number;
  /** The largest |units| held. */
  quantity: number;
  entryPrice: number;
  exitPrice: number;
  /** Gross. */
  realised: number;
  costs: number;
  netPnl: number;
  /** Index of the symbol's bar of the exit minus that of the entry. */
  barsHeld: number;
  exitIndex: number;
}

export interface PlainPosition {
  symbol: string;
  units: number;
  averagePrice: number;
  /** Gross profit already taken by partial closes of the open round trip. */
  realised: number;
  costs: number;
  mark: number;
}

export interface PlainEquity {
  slice: number;
  time: number;
  cash: number;
  equity: number;
}

export type OrderEventType =
  | 'ORDER'
  | 'ORDER_REJECTED'
  | 'ORDER_CANCELLED'
  | 'ORDER_EXPIRED'
  | 'FILL'
  | 'POSITION_OPEN'
  | 'POSITION_CLOSE';

/** What happened, in order; `order` is the order's number. */
export interface PlainEvent {
  type: OrderEventType;
  slice: number;
  time: number;
  order: number;
}

/** A limit that stops trading broke. */
export interface PlainBreach {
  slice: number;
  time: number;
  code: string;
  value: number;
  limit: number;
  equity: number;
  action: 'halt' | 'close';
}

export interface PlainResult {
  portfolio: string;
  orders: PlainOrder[];
  fills: PlainFill[];
  roundTrips: PlainRoundTrip[];
  positions: PlainPosition[];
  equity: PlainEquity[];
  events: PlainEvent[];
  breaches: PlainBreach[];
  financing: PlainFinancing[];
  actions: PlainAction[];
}

/** What a split or a dividend made of a position. */
export interface PlainAction {
  slice: number;
  time: number;
  symbol: string;
  ratio: number;
  dividend: number;
  unitsBefore: number;
  unitsAfter: number;
  /** The mark, in new shares; null before the first. */
  price: number | null;
  cashInLieu: number;
  dividendCash: number;
  cashAfter: number;
}

/** What the days since the last slice brought and cost. */
export interface PlainFinancing {
  slice: number;
  time: number;
  borrowCost: number;
  interest: number;
  marginInterest: number;
  cashAfter: number;
}
