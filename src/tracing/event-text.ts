import type { EventRecord } from '../events/event.ts';
import type { Condition, Payloads } from '../events/payloads.ts';

/** Digits of a number that people see; nine are enough for any price, and hide what binary fractions add. */
const DIGITS = 9;

/** What an event says, in one line: the fields of its payload that people ask for first. */
export function eventText(event: EventRecord): string {
  const describe = TEXTS[event.type as keyof Payloads] as ((payload: unknown) => string) | undefined;
  try {
    return describe?.(event.payload) ?? fieldsText(event.payload);
  } catch {
    // Of a trace whose payloads are not as we know them, such as one made by another program.
    return fieldsText(event.payload);
  }
}

/** `fast 86.44 crossed above slow 85.85`, with the values before for a crossing. */
export function conditionText(condition: Condition): string {
  const { left, operator, right, leftValue, rightValue, leftPrevious, rightPrevious } = condition;
  if (operator === 'is') return left;
  const words = { above: 'above', below: 'below', crossover: 'crossed above', crossunder: 'crossed below' };
  const before =
    leftPrevious === null ? '' : ` (before: ${numberText(leftPrevious)} and ${numberText(rightPrevious)})`;
  return `${operandText(left, leftValue)} ${words[operator]} ${operandText(right, rightValue)}${before}`;
}

/** `sma_20 = 86.905, sma_5 = 82.936` */
export function valuesText(values: Readonly<Record<string, number>>): string {
  const list = Object.entries(values).map(([name, value]) => `${name} = ${numberText(value)}`);
  return list.length === 0 ? 'no values' : list.join(', ');
}

/** A number as people read it; `–` for none. */
export function numberText(value: number | null): string {
  return value === null ? '–' : String(Number(value.toPrecision(DIGITS)));
}

/**
 * `2000-03-28`, `2000-03-28T14:30:00Z`: UTC, no more than is needed. A daily bar opens with the first millisecond of its day
 * and is known with the last one: both are that day for people.
 */
export function timeText(timestamp: number): string {
  const date = new Date(timestamp);
  if (Number.isNaN(date.getTime())) return String(timestamp);
  return date
    .toISOString()
    .replace(/T(?:00:00:00\.000|23:59:59\.999)Z$/, '')
    .replace('.000Z', 'Z');
}

const TEXTS: { readonly [T in keyof Payloads]: (payload: Payloads[T]) => string } = {
  BAR: (p) =>
    `${p.symbol} open ${numberText(p.open)} high ${numberText(p.high)} low ${numberText(p.low)} close ${numberText(p.close)}${p.volume === null ? '' : ` volume ${numberText(p.volume)}`}${p.synthetic ? ' (synthetic)' : ''}`,
  FEATURES: (p) => `${p.symbol} ${valuesText(p.values)}`,
  SIGNAL: (p) =>
    `${p.action} ${p.symbol} at ${numberText(p.price)}${p.target === null ? '' : ` target ${numberText(p.target)}`}${p.limit === null ? '' : ` limit ${numberText(p.limit)}`}${p.stop === null ? '' : ` stop ${numberText(p.stop)}`}${exitsText(p.exits ?? null)}: ${p.reason}`,
  ORDER_REQUEST: (p) =>
    `${termsText(p)}; ${p.sizing.rule}: ${numberText(p.sizing.target)} of ${numberText(p.sizing.fullUnits)} units, weight ${numberText(p.sizing.weight)}, equity ${numberText(p.sizing.equity)}`,
  ORDER: termsText,
  ORDER_REJECTED: (p) =>
    `${p.stage === 'sizing' ? `no order in ${p.symbol} for ${p.strategyId}` : termsText(p)}; ${p.stage}: ${p.reason}${p.value === null ? '' : ` (${numberText(p.value)}${p.limit === null ? '' : ` against ${numberText(p.limit)}`})`}`,
  ORDER_CANCELLED: (p) => `${termsText(p)}; ${p.reason}`,
  ORDER_EXPIRED: (p) => `${termsText(p)}; ${p.reason}`,
  FILL: (p) =>
    `${p.units > 0 ? 'bought' : 'sold'} ${numberText(Math.abs(p.units))} ${p.symbol} at ${numberText(p.fillPrice)} (${p.rule} of bar ${p.index + 1}, reference ${numberText(p.referencePrice)}), slippage ${numberText(p.slippage)}, commission ${numberText(p.commission)}`,
  POSITION_OPEN: (p) =>
    `#${p.tradeNumber} ${p.direction} ${numberText(Math.abs(p.units))} ${p.symbol} at ${numberText(p.price)}, costs ${numberText(p.costs)}`,
  POSITION_CLOSE: (p) =>
    `#${p.tradeNumber} ${p.direction} ${numberText(p.quantity)} ${p.symbol}, ${numberText(p.entryPrice)} to ${numberText(p.exitPrice)} in ${barsText(p.barsHeld)}, pnl ${numberText(p.pnl)}`,
  PORTFOLIO_UPDATE: (p) =>
    `equity ${numberText(p.equity)}, cash ${numberText(p.cash)}, exposure ${numberText(p.netExposure)} net, ${numberText(p.grossExposure)} gross`,
  CORPORATE_ACTION: (p) =>
    [
      p.ratio === 1
        ? ''
        : `${p.symbol} split ${numberText(p.ratio)} for 1: ${numberText(p.unitsBefore)} became ${numberText(p.unitsAfter)}${p.cashInLieu === 0 ? '' : `, ${numberText(p.cashInLieu)} for the fraction`}`,
      p.dividend === 0
        ? ''
        : `${p.symbol} dividend ${numberText(p.dividend)} a share on ${numberText(p.unitsAfter)}: ${numberText(p.dividendCash)}`,
    ]
      .filter((part) => part !== '')
      .join('; '),
  RISK_BREACH: (p) =>
    `${p.code}: ${p.reason} (${numberText(p.value)} against ${numberText(p.limit)}), equity ${numberText(p.equity)}: ${p.action === 'close' ? 'all positions are closed' : 'nothing new is opened'}`,
  FINANCING: (p) =>
    `${p.days} days: borrow ${numberText(p.borrowCost)} on ${numberText(p.shortValue)} short, interest ${numberText(p.interest)}, margin ${numberText(p.marginInterest)}, cash ${numberText(p.cashChange)}`,
  ERROR: (p) => `${p.componentId}: ${p.message}`,
  LIFECYCLE: (p) => `${p.from} to ${p.to}`,
  TRACE_LIMIT: (p) =>
    `${p.policy}: ${numberText(p.heldBytes)} of ${p.limitBytes === null ? `${p.limitEvents} events` : `${numberText(p.limitBytes)} bytes`} held, ${p.eventsReleased} events released`,
  DEAD_LETTER: (p) =>
    `${p.eventId} on route ${p.route}: ${p.componentId === null ? '' : `${p.componentId} threw `}${p.reason}${p.attempts > 1 ? ` (${p.attempts} attempts)` : ''}`,
  MEMORY_LIMIT: (p) =>
    `${p.policy}: ${numberText(p.stateBytes + p.queueBytes)} of ${numberText(p.limitBytes)} bytes held, ${p.released} dead letters released${p.stopped ? ', stopped' : ''}`,
};

function barsText(count: number): string {
  return `${count} ${count === 1 ? 'bar' : 'bars'}`;
}

function exitsText(exits: Payloads['SIGNAL']['exits']): string {
  if (exits === null) return '';
  const { stopLoss, takeProfit, trailingStop, maxBars } = exits;
  const parts = [
    stopLoss === null ? [] : `stop loss ${numberText(stopLoss)}`,
    takeProfit === null ? [] : `take profit ${numberText(takeProfit)}`,
    trailingStop === null ? [] : `trailing by ${numberText(trailingStop)}`,
    maxBars === null ? [] : `for at most ${barsText(maxBars)}`,
  ];
  return ` (${parts.flat().join(', ')})`;
}

function termsText(terms: Payloads['ORDER']): string {
  const { orderNumber, units, symbol, orderType, price, timeInForce, strategyId } = terms;
  const at = price === null ? '' : ` ${numberText(price)}`;
  return `#${orderNumber} ${units > 0 ? 'buy' : 'sell'} ${numberText(Math.abs(units))} ${symbol} ${orderType}${at} ${timeInForce} for ${strategyId}`;
}

function operandText(name: string, value: number): string {
  // A number is its own name.
  return Number(name) === value ? numberText(value) : `${name} ${numberText(value)}`;
}

function fieldsText(payload: Readonly<Record<string, unknown>>): string {
  return Object.entries(payload)
    .map(([name, value]) => `${name} ${typeof value === 'number' ? numberText(value) : plain(value)}`)
    .join(', ');
}

function plain(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
