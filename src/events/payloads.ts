import { z } from 'zod';

/**
 * The payload of each event type as people and programs outside the engine see it. One schema a type, with a
 * version that rises when its meaning changes. Money is in the account's currency, quantities are signed units
 * (shares, contracts, coins), times are UTC milliseconds since 1970.
 */

const symbol = z.string();
const index = z.int().min(0).describe('index of the bar in its series');
const money = z.number();
const price = z.number();
const time = z.number().describe('UTC milliseconds since 1970');

export const ACTIONS = ['BUY', 'SELL', 'EXIT'] as const;
export const ORDER_TYPES = ['market', 'limit', 'stop', 'trailing_stop'] as const;
export const TIMES_IN_FORCE = ['GTC', 'DAY'] as const;
export const FILL_RULES = ['open', 'limit', 'stop', 'close'] as const;
export const DIRECTIONS = ['long', 'short'] as const;
export const CONDITION_OPERATORS = ['above', 'below', 'crossover', 'crossunder', 'is'] as const;
export const HALT_ACTIONS = ['halt', 'close'] as const;
export const TRACE_LIMIT_POLICIES = ['spill', 'shrink', 'stop'] as const;

/** A comparison that a strategy made, with the values it read. */
const conditionSchema = z.strictObject({
  left: z.string(),
  operator: z.enum(CONDITION_OPERATORS),
  right: z.string(),
  leftValue: z.number(),
  rightValue: z.number(),
  leftPrevious: z.number().nullable(),
  rightPrevious: z.number().nullable(),
  met: z.boolean(),
});

const orderTerms = {
  orderNumber: z.int().min(1).describe('counts the order requests of a portfolio'),
  portfolioId: z.string(),
  strategyId: z.string(),
  symbol,
  units: z.number().describe('signed: above 0 buys'),
  orderType: z.enum(ORDER_TYPES),
  price: price.nullable().describe('limit or stop price; where a trailing stop stands'),
  timeInForce: z.enum(TIMES_IN_FORCE),
  decisionIndex: index,
  decisionPrice: price.describe('close of the bar it was decided on'),
};

const rejection = {
  stage: z.enum(['sizing', 'risk']),
  code: z.string(),
  reason: z.string(),
  value: z.number().nullable().describe('the number that was tested'),
  limit: z.number().nullable().describe('what it was tested against'),
};

export const payloadSchemas = {
  BAR: z.strictObject({
    symbol,
    index,
    openTime: time,
    closeTime: time,
    open: price,
    high: price,
    low: price,
    close: price,
    volume: z.number().nullable(),
    synthetic: z.boolean(),
  }),
  FEATURES: z.strictObject({
    symbol,
    index,
    values: z.record(z.string(), z.number()).describe('features that have a value at this bar'),
  }),
  SIGNAL: z.strictObject({
    strategyId: z.string(),
    symbol,
    index,
    action: z.enum(ACTIONS),
    target: z.number().gt(0).max(1).nullable().describe('share of the full size; null: all of it'),
    limit: price.nullable(),
    stop: price.nullable(),
    timeInForce: z.enum(TIMES_IN_FORCE),
    exits: z
      .strictObject({
        stopLoss: price.nullable(),
        takeProfit: price.nullable(),
        trailingStop: price.nullable().describe('distance in points of price'),
        maxBars: z.number().nullable(),
      })
      .nullable()
      .describe('what is to end the position; null: what the portfolio says'),
    strength: z.number().min(0).max(1),
    confidence: z.number().min(0).max(1),
    reason: z.string(),
    conditions: z.array(conditionSchema),
    values: z.record(z.string(), z.number()).describe('features the strategy read'),
    price: price.describe('close of the bar'),
  }),
  ORDER_REQUEST: z.strictObject({
    ...orderTerms,
    sizing: z.strictObject({
      rule: z.string(),
      fullUnits: z.number(),
      target: z.number(),
      weight: z.number(),
      equity: money,
    }),
  }),
  ORDER: z.strictObject(orderTerms),
  ORDER_REJECTED: z.strictObject({ ...orderTerms, orderNumber: z.int().min(0), ...rejection }),
  ORDER_CANCELLED: z.strictObject({ ...orderTerms, code: z.string(), reason: z.string() }),
  ORDER_EXPIRED: z.strictObject({ ...orderTerms, code: z.string(), reason: z.string() }),
  FILL: z.strictObject({
    ...orderTerms,
    index: index.describe('bar whose prices filled the order'),
    rule: z.enum(FILL_RULES),
    fillPrice: price,
    referencePrice: price.describe('before slippage'),
    slippage: money.describe('cost against the reference price'),
    commission: money,
    cashChange: money,
    multiplier: z.number().describe('money for one unit and one point of price'),
  }),
  POSITION_OPEN: z.strictObject({
    tradeNumber: z.int().min(1),
    symbol,
    direction: z.enum(DIRECTIONS),
    units: z.number(),
    price,
    costs: money,
    index,
  }),
  POSITION_CLOSE: z.strictObject({
    tradeNumber: z.int().min(1),
    symbol,
    direction: z.enum(DIRECTIONS),
    quantity: z.number().describe('largest number of units held'),
    entryTime: time,
    exitTime: time,
    entryIndex: index,
    exitIndex: index,
    entryPrice: price,
    exitPrice: price,
    multiplier: z.number(),
    grossPnl: money,
    costs: money,
    pnl: money.describe('net of entry and exit costs'),
    barsHeld: z.int().min(0),
  }),
  PORTFOLIO_UPDATE: z.strictObject({
    cash: money,
    equity: money,
    grossExposure: money,
    netExposure: money,
  }),
  CORPORATE_ACTION: z.strictObject({
    portfolioId: z.string(),
    symbol,
    index: index.describe('first bar without what was paid or split'),
    ratio: z.number().describe('new shares for an old one; 1 for no split'),
    dividend: money.describe('for a share after the split; 0 for none'),
    unitsBefore: z.number(),
    unitsAfter: z.number(),
    price: price.nullable().describe('the last close, in new shares; null before the first'),
    cashInLieu: money.describe('for fractions of a lot'),
    dividendCash: money.describe('below 0 where it was paid on a short position'),
    cashChange: money,
  }),
  RISK_BREACH: z.strictObject({
    portfolioId: z.string(),
    code: z.string().describe('the limit that broke'),
    reason: z.string(),
    value: z.number().describe('the number that was tested'),
    limit: z.number().describe('what it was tested against'),
    equity: money,
    action: z.enum(HALT_ACTIONS).describe('what becomes of orders and positions'),
  }),
  FINANCING: z.strictObject({
    portfolioId: z.string(),
    days: z.int().min(1),
    borrowCost: money.describe('for the short positions'),
    interest: money.describe('earned on cash'),
    marginInterest: money.describe('paid for borrowed cash'),
    cashChange: money,
    shortValue: money.describe('of the short positions, at their marks'),
    cash: money.describe('before'),
  }),
  ERROR: z.strictObject({
    componentId: z.string(),
    eventId: z.string().nullable().describe('event that was being handled'),
    message: z.string(),
    stack: z.string(),
  }),
  LIFECYCLE: z.strictObject({ from: z.string(), to: z.string() }),
  TRACE_LIMIT: z.strictObject({
    policy: z.enum(TRACE_LIMIT_POLICIES),
    limitBytes: z.int().min(1).nullable().describe('null: the limit is on events alone'),
    limitEvents: z.int().min(1).nullable(),
    heldBytes: z.int().min(0).describe('before anything was done about it'),
    eventsReleased: z.int().min(0).describe('no longer in memory'),
    maxEvents: z.int().min(0).nullable().describe('size of the window from now on; null: no window'),
  }),
  DEAD_LETTER: z.strictObject({
    eventId: z.string().describe('event that was not delivered'),
    route: z.string(),
    componentId: z.string().nullable().describe('component that threw; null: the container takes nothing'),
    reason: z.string(),
    attempts: z.int().min(0),
  }),
  MEMORY_LIMIT: z.strictObject({
    policy: z.enum(TRACE_LIMIT_POLICIES),
    limitBytes: z.int().min(1),
    stateBytes: z.int().min(0).describe('of components, before anything was done about it'),
    queueBytes: z.int().min(0).describe('of events that wait, and of dead letters'),
    released: z.int().min(0).describe('dead letters no longer kept'),
    stopped: z.boolean().describe('whether the container takes nothing from now on'),
  }),
} as const;

/** What an event carries, by its type: `Payloads['FILL']`. */
export type Payloads = { [T in keyof typeof payloadSchemas]: z.infer<(typeof payloadSchemas)[T]> };
/** A comparison that a strategy made before it decided, with the values that it compared. */
export type Condition = z.infer<typeof conditionSchema>;
export type Action = (typeof ACTIONS)[number];
export type OrderType = (typeof ORDER_TYPES)[number];
export type TimeInForce = (typeof TIMES_IN_FORCE)[number];
export type FillRule = (typeof FILL_RULES)[number];
