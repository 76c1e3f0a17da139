import type { EventRecord } from '../../events/event.ts';
import { Broker } from '../../execution/broker.ts';
import { matchBar } from '../../execution/fill-rules.ts';
import { numberText } from '../../tracing/event-text.ts';
import type { PlacedEvent } from '../branch.ts';
import { functionPlace, methodOf, placeText } from '../look/function-place.ts';
import { barOfIndex, isBarKnown, symbolIndexOf } from '../look/side-stage.ts';
import type { Session } from '../session.ts';

/** How a fill came to its price. */
export interface FillPrice {
  /** The bar that filled the order. */
  readonly bar: number;
  readonly open: number;
  /** Null while the cursor stands inside that bar, before it is known. */
  readonly high: number | null;
  readonly low: number | null;
  readonly close: number | null;
  readonly rule: string;
  /** The rule in words, with the numbers that it compared. */
  readonly told: string;
  /** `matchBar src/execution/fill-rules.ts:12:17`, where it is written. */
  readonly place: string | null;
  /** Before slippage. */
  readonly reference: number;
  readonly price: number;
  /** Money; and as a share of the reference price. */
  readonly slippage: number;
  readonly slippageShare: number;
  readonly commission: number;
  readonly cashChange: number;
}

/** The price path of a FILL. */
export function fillPriceOf(session: Session, { record }: PlacedEvent): FillPrice {
  const { payload } = record as EventRecord<'FILL'>;
  const { symbol, index, rule, fillPrice, referencePrice, slippage, commission, cashChange } = payload;
  const { series } = session.branch.recording.engine.topology.symbols[symbolIndexOf(session, symbol)];
  const bar = barOfIndex(session, symbol, index);
  const known = isBarKnown(session, symbol, bar);
  const atClose = rule === 'close';
  const code = functionPlace(atClose ? methodOf(Broker.prototype, 'onOrder') : matchBar);
  return {
    bar,
    open: series.open[index],
    high: known ? series.high[index] : null,
    low: known ? series.low[index] : null,
    close: known ? series.close[index] : null,
    rule,
    told: ruleText(payload, known ? { high: series.high[index], low: series.low[index] } : null),
    place: code === null ? null : `${atClose ? 'Broker.onOrder' : 'matchBar'} ${placeText(code)}`,
    reference: referencePrice,
    price: fillPrice,
    slippage,
    slippageShare: referencePrice === 0 ? 0 : Math.abs(fillPrice - referencePrice) / referencePrice,
    commission,
    cashChange,
  };
}

function ruleText(
  { rule, orderType, price, units, referencePrice, strategyId }: EventRecord<'FILL'>['payload'],
  range: { readonly high: number; readonly low: number } | null,
): string {
  if (rule === 'close') {
    return strategyId === 'close_at_end'
      ? 'the run closes its positions at the last close'
      : 'profile same_close: a market order fills at the close of the bar it was decided on';
  }
  if (orderType === 'market') return 'a market order fills at the open of the first bar after its decision';
  const asked = numberText(price);
  // A buy limit and a sell stop wait for low prices.
  const below = (orderType === 'limit') === units > 0;
  if (rule === 'open') {
    const better = orderType === 'limit' ? 'better than' : 'beyond';
    return `the bar opened at ${numberText(referencePrice)}, at or ${better} the ${orderType} ${asked}: it fills at the open`;
  }
  const reached =
    range === null
      ? 'the bar'
      : below
        ? `the low ${numberText(range.low)}`
        : `the high ${numberText(range.high)}`;
  return `${reached} reached the ${orderType} ${asked}: it fills there`;
}
