import { describeConditions } from './describe-condition.ts';
import type { EventSource } from './event-sink.ts';
import { type BuiltInEventType, EVENT_TYPES } from './event-type.ts';
import { orNull } from './or-null.ts';
import {
  ACTIONS,
  CONDITION_OPERATORS,
  type Condition,
  DIRECTIONS,
  FILL_RULES,
  HALT_ACTIONS,
  ORDER_TYPES,
  type Payloads,
  TIMES_IN_FORCE,
  TRACE_LIMIT_POLICIES,
} from './payloads.ts';

type Decoders = { [T in keyof Payloads]: (from: EventSource) => Payloads[T] };

/** The payload of an event of this type that `EngineEvent.encode` wrote: what its `payload()` gave at the time. */
export function decodePayload(type: number, from: EventSource): Record<string, unknown> {
  const name: BuiltInEventType | undefined = EVENT_TYPES[type];
  if (name !== undefined && name in decoders) return decoders[name as keyof Payloads](from);
  return structuredClone(from.data());
}

// Members of an object literal are evaluated in the order in which they stand: that of the `encode` methods.
const decoders: Decoders = {
  BAR: (from) => from.bar(),
  FEATURES: (from) => from.features(),
  SIGNAL: decodeSignal,
  ORDER_REQUEST: (from) => ({
    ...decodeTerms(from),
    sizing: {
      rule: from.name(),
      fullUnits: from.number(),
      target: from.number(),
      weight: from.number(),
      equity: from.number(),
    },
  }),
  ORDER: decodeTerms,
  ORDER_REJECTED: (from) => ({
    ...decodeTerms(from),
    stage: from.name() as 'sizing' | 'risk',
    code: from.name(),
    reason: from.name(),
    value: optional(from),
    limit: optional(from),
  }),
  ORDER_CANCELLED: decodeEnd,
  ORDER_EXPIRED: decodeEnd,
  FILL: (from) => ({
    ...decodeTerms(from),
    index: from.number(),
    rule: FILL_RULES[from.number()],
    fillPrice: from.number(),
    referencePrice: from.number(),
    slippage: from.number(),
    commission: from.number(),
    cashChange: from.number(),
    multiplier: from.number(),
  }),
  POSITION_OPEN: (from) => ({
    tradeNumber: from.tradeNumber,
    symbol: from.name(),
    direction: decodeDirection(from),
    units: from.number(),
    price: from.number(),
    costs: from.number(),
    index: from.number(),
  }),
  POSITION_CLOSE: decodeClose,
  PORTFOLIO_UPDATE: (from) => ({
    cash: from.number(),
    equity: from.number(),
    grossExposure: from.number(),
    netExposure: from.number(),
  }),
  RISK_BREACH: (from) => ({
    portfolioId: from.name(),
    code: from.name(),
    reason: from.name(),
    value: from.number(),
    limit: from.number(),
    equity: from.number(),
    action: HALT_ACTIONS[from.number()],
  }),
  CORPORATE_ACTION: (from) => ({
    portfolioId: from.name(),
    symbol: from.name(),
    index: from.number(),
    ratio: from.number(),
    dividend: from.number(),
    unitsBefore: from.number(),
    unitsAfter: from.number(),
    price: optional(from),
    cashInLieu: from.number(),
    dividendCash: from.number(),
    cashChange: from.number(),
  }),
  FINANCING: (from) => ({
    portfolioId: from.name(),
    days: from.number(),
    borrowCost: from.number(),
    interest: from.number(),
    marginInterest: from.number(),
    cashChange: from.number(),
    shortValue: from.number(),
    cash: from.number(),
  }),
  ERROR: (from) => {
    const componentId = from.name();
    const known = from.number() === 1;
    const eventId = from.text();
    return { componentId, eventId: known ? eventId : null, message: from.text(), stack: from.text() };
  },
  LIFECYCLE: (from) => ({ from: from.name(), to: from.name() }),
  TRACE_LIMIT: (from) => ({
    policy: TRACE_LIMIT_POLICIES[from.number()],
    limitBytes: optional(from),
    limitEvents: optional(from),
    heldBytes: from.number(),
    eventsReleased: from.number(),
    maxEvents: optional(from),
  }),
  DEAD_LETTER: (from) => {
    const eventId = from.text();
    const route = from.name();
    const known = from.number() === 1;
    const componentId = from.name();
    return {
      eventId,
      route,
      componentId: known ? componentId : null,
      reason: from.text(),
      attempts: from.number(),
    };
  },
  MEMORY_LIMIT: (from) => ({
    policy: TRACE_LIMIT_POLICIES[from.number()],
    limitBytes: from.number(),
    stateBytes: from.number(),
    queueBytes: from.number(),
    released: from.number(),
    stopped: from.number() === 1,
  }),
};

function decodeTerms(from: EventSource): Payloads['ORDER'] {
  return {
    orderNumber: from.number(),
    portfolioId: from.name(),
    strategyId: from.name(),
    symbol: from.name(),
    units: from.number(),
    orderType: ORDER_TYPES[from.number()],
    price: optional(from),
    timeInForce: TIMES_IN_FORCE[from.number()],
    decisionIndex: from.number(),
    decisionPrice: from.number(),
  };
}

function decodeEnd(from: EventSource): Payloads['ORDER_CANCELLED'] {
  return { ...decodeTerms(from), code: from.name(), reason: from.name() };
}

function decodeClose(from: EventSource): Payloads['POSITION_CLOSE'] {
  const payload = {
    tradeNumber: from.tradeNumber,
    symbol: from.name(),
    direction: decodeDirection(from),
    quantity: from.number(),
    entryTime: from.number(),
    exitTime: from.timestamp,
    entryIndex: from.number(),
    exitIndex: from.number(),
    entryPrice: from.number(),
    exitPrice: from.number(),
    multiplier: from.number(),
    grossPnl: from.number(),
    costs: from.number(),
    pnl: from.number(),
    barsHeld: 0,
  };
  payload.barsHeld = payload.exitIndex - payload.entryIndex;
  return payload;
}

function decodeSignal(from: EventSource): Payloads['SIGNAL'] {
  const terms = {
    strategyId: from.name(),
    symbol: from.name(),
    index: from.number(),
    action: ACTIONS[from.number()],
    target: optional(from),
    limit: optional(from),
    stop: optional(from),
    timeInForce: TIMES_IN_FORCE[from.number()],
    exits: null,
    strength: from.number(),
    confidence: from.number(),
  };
  const price = from.number();
  const exits = from.number() === 1 ? decodeExits(from) : null;
  const given = from.number() === 1 ? from.text() : undefined;
  const conditions = Array.from({ length: from.number() }, () => decodeCondition(from));
  const values: Record<string, number> = {};
  for (let left = from.number(); left > 0; left--) {
    const name = from.name();
    const value = from.number();
    if (!Number.isNaN(value)) values[name] = value;
  }
  return { ...terms, exits, reason: given ?? describeConditions(conditions), conditions, values, price };
}

function decodeExits(from: EventSource): Payloads['SIGNAL']['exits'] {
  return {
    stopLoss: optional(from),
    takeProfit: optional(from),
    trailingStop: optional(from),
    maxBars: optional(from),
  };
}

function decodeCondition(from: EventSource): Condition {
  return {
    left: from.name(),
    operator: CONDITION_OPERATORS[from.number()],
    right: from.name(),
    leftValue: from.number(),
    rightValue: from.number(),
    leftPrevious: optional(from),
    rightPrevious: optional(from),
    met: from.number() === 1,
  };
}

function decodeDirection(from: EventSource): Payloads['POSITION_OPEN']['direction'] {
  return DIRECTIONS[from.number() > 0 ? 0 : 1];
}

function optional(from: EventSource): number | null {
  return orNull(from.number());
}
