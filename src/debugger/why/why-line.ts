import type { EventRecord } from '../../events/event.ts';
import { conditionText, numberText } from '../../tracing/event-text.ts';
import { moneyText, percentText, unitsText } from '../look/value-text.ts';
import type { CausalFrame } from '../look/where.ts';
import type { SizingStep, TestedLimit } from './order-terms.ts';
import type { WhyReport } from './why.ts';

/**
 * The whole chain in one line:
 *
 *     fill-12 sold 87 SPX @ 1098.69995 ← order #12 (market, decided bar 1092, eligible bar 1093, filled at open 1098.69995)
 *     ← signal-12 SELL (fast 1125.6675 crossed below slow 1126.9895; src/strategies/sma-crossover.ts:24:14)
 *     ← bar 1092 close 1098.69995; sizing: …; risk: …
 */
export function whyReportLine(report: WhyReport): string {
  const { chain, sizing, risk } = report;
  const parts = chain.flatMap((frame) => partOf(frame, report) ?? []);
  const notes = [
    ...(sizing === null ? [] : [`sizing: ${sizingText(sizing)}`]),
    ...(risk === null || chain[0].record.type === 'ORDER_REJECTED' ? [] : [`risk: ${limitsText(risk)}`]),
  ];
  return [parts.join(' ← '), ...notes].join('; ');
}

function partOf({ record, position, text }: CausalFrame, report: WhyReport): string | null {
  const name = record.id.slice(record.id.lastIndexOf('/') + 1);
  switch (record.type) {
    // Said by the signal, the order and the bar.
    case 'FEATURES':
    case 'ORDER_REQUEST':
      return null;
    case 'FILL': {
      const { units, symbol, fillPrice } = (record as EventRecord<'FILL'>).payload;
      const side = units > 0 ? 'bought' : 'sold';
      return `${name} ${side} ${unitsText(Math.abs(units))} ${symbol} @ ${numberText(fillPrice)}`;
    }
    case 'ORDER':
      return orderPart(record as EventRecord<'ORDER'>, report);
    case 'SIGNAL': {
      const { action } = (record as EventRecord<'SIGNAL'>).payload;
      const { decision } = report;
      const met = decision?.conditions.filter(({ condition }) => condition.met) ?? [];
      const why = met.map(({ condition }) => conditionText(condition)).join(', ');
      const place = met.find((one) => one.place !== null)?.place ?? decision?.place ?? null;
      const grounds = [why === '' ? (decision?.reason ?? '') : why, place ?? ''].filter((one) => one !== '');
      return `${name} ${action}${grounds.length === 0 ? '' : ` (${grounds.join('; ')})`}`;
    }
    case 'BAR': {
      const { close } = (record as EventRecord<'BAR'>).payload;
      return `bar ${position.bar} close ${numberText(close)}`;
    }
    default:
      return `${name} ${text}`;
  }
}

function orderPart({ payload }: EventRecord<'ORDER'>, { timeline, price }: WhyReport): string {
  const { orderNumber, orderType, price: asked } = payload;
  const at = asked === null ? '' : ` ${numberText(asked)}`;
  const steps = timeline.flatMap(({ step, bar }) =>
    step === 'decided' || step === 'eligible' ? [`${step} bar ${bar}`] : [],
  );
  const slipped =
    price === null || price.slippage === 0 ? '' : ` with slippage ${percentText(price.slippageShare)}`;
  const filled =
    price === null
      ? []
      : [
          `filled at ${price.rule} ${numberText(price.reference)}${slipped}${price.place === null ? '' : `, ${price.place}`}`,
        ];
  return `order #${orderNumber} (${[`${orderType}${at}`, ...steps, ...filled].join(', ')})`;
}

/** `percent_of_equity 68 units of 68.4, held 0, order 68; equity 100,000.00, cash 100,000.00` */
export function sizingText(sizing: SizingStep): string {
  const { rule, weight, target, fullUnits, heldUnits, orderUnits, lotSize, price, multiplier, equity, cash } =
    sizing;
  if (rule === 'close_at_end') return `all ${unitsText(heldUnits)} held are closed`;
  const wanted = orderUnits === 0 ? null : Number((heldUnits + orderUnits).toPrecision(12));
  const full = `full size ${unitsText(fullUnits)}`;
  const share = target === 1 ? '' : `, ${percentText(target)} of it asked for`;
  const part = weight === 1 ? '' : `, weight ${numberText(weight)}`;
  const lot = lotSize === 1 ? '' : `, lots of ${numberText(lotSize)}`;
  const asked = wanted === 0 ? 'flat is wanted' : `${rule}: ${full}${part}${share}${lot}`;
  const order = orderUnits === 0 ? '' : `, order ${orderUnits > 0 ? '+' : ''}${unitsText(orderUnits)}`;
  const worth = orderUnits === 0 ? '' : `, worth ${moneyText(Math.abs(orderUnits) * price * multiplier)}`;
  return `${asked}, held ${unitsText(heldUnits)}${order}${worth}; equity ${moneyText(equity)}, cash ${moneyText(cash)}`;
}

function limitsText({
  checked,
  limits,
}: {
  readonly checked: boolean;
  readonly limits: readonly TestedLimit[];
}): string {
  return checked ? limits.map(limitText).join(', ') : 'not checked, as it only reduces';
}

/** `buying_power 94,500.00 of 100,000.00, passed`; what a limit counts in, money or units, is its own. */
export function limitText({ code, value, limit, passed }: TestedLimit): string {
  const numbers = value === null || limit === null ? '' : ` ${moneyText(value)} of ${moneyText(limit)}`;
  return `${code ?? 'limit'}${numbers}, ${passed ? 'passed' : 'refused'}`;
}
