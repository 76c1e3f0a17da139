import type { EventRecord } from '../../events/event.ts';
import { numberText, timeText, valuesText } from '../../tracing/event-text.ts';
import { moneyText, unitsText } from '../look/value-text.ts';
import type { TestedGap, UnmetAnswer } from './unmet.ts';
import { limitText, sizingText } from './why-line.ts';
import { conditionWords } from './why-text.ts';
import type { SignalOutcome, WhynotAnswer, WhynotStrategy } from './whynot.ts';

/** The answer as people read it: for each strategy what kept it, the most telling line first. */
export function whynotText(answer: WhynotAnswer): string {
  const { wanted, bar, time, strategies, waiting, portfolio } = answer;
  const lines = [
    `whynot${wanted === null ? '' : ` ${wanted}`} at bar ${bar} (${timeText(time)}), portfolio ${portfolio}`,
  ];
  for (const one of strategies) lines.push(...strategyLines(one, answer));
  if (strategies.length === 0) lines.push('no strategy of this portfolio had a bar then');
  const told = new Set(strategies.flatMap((one) => orderNumberOf(one.outcome) ?? []));
  lines.push(...waiting.filter(({ orderNumber }) => !told.has(orderNumber)).map((order) => order.told));
  return `${lines.join('\n')}\n`;
}

/** The order that a signal came to, of which all is said already. */
function orderNumberOf(outcome: SignalOutcome | null): number | null {
  return outcome?.kind === 'ordered' ? orderOf(outcome.order.record) : null;
}

function orderOf(record: EventRecord): number {
  return (record as EventRecord<'ORDER'>).payload.orderNumber;
}

function strategyLines(one: WhynotStrategy, { wanted }: WhynotAnswer): string[] {
  const { strategyId, symbol, close, heldUnits, signal, outcome, unmet, precedent, oneKind, place } = one;
  const head = `strategy_${strategyId} on ${symbol}, close ${numberText(close)}, held ${unitsText(heldUnits)}`;
  if (signal !== null && outcome !== null) return [head, ...outcomeLines(signal.record, outcome)];
  const lines = [head];
  if (signal !== null) {
    const { action, reason } = (signal.record as EventRecord<'SIGNAL'>).payload;
    lines.push(`  it said ${action} instead: ${reason}`);
  } else {
    lines.push(`  it gave no signal${place === null ? '' : ` (${place})`}`);
  }
  if (unmet !== null) lines.push(...unmetLines(unmet, signal !== null));
  if (precedent !== null) {
    const { event, action, conditions } = precedent;
    const met = conditions.map((condition) => conditionWords(condition)).join(', ');
    const why = met === '' ? '' : `: ${met}`;
    lines.push(
      `  the last ${action} before was ${shortId(event.record.id)} at bar ${event.position.bar}${why}`,
    );
  } else if (oneKind) {
    const kind = wanted === wanted?.toUpperCase() ? wanted : 'such signal';
    lines.push(`  it had given no ${kind} before, so that any of its conditions may be the one`);
  }
  const change = changesNothing(one, wanted);
  if (change !== null) lines.push(`  ${change}`);
  return lines;
}

/** @param said whether it gave another signal at this bar. */
function unmetLines(unmet: UnmetAnswer, said: boolean): string[] {
  if (unmet.kind === 'threw') return [`  when asked again, it threw: ${unmet.message}`];
  if (unmet.kind === 'silent') {
    const read = Object.keys(unmet.values).length === 0 ? 'nothing' : valuesText(unmet.values);
    return [
      `  it tested nothing through conditions, so all that is known is that it read ${read} and answered ${unmet.answer ?? 'nothing'}`,
      '  comparing through `when.above(…)` and the like would tell more',
    ];
  }
  const { tested, nearest, untested, answer } = unmet;
  const others = tested.filter((one) => one !== nearest);
  const since = said ? 'since it had its answer' : 'since one before it failed';
  return [
    ...(said || answer === null || answer === 'HOLD'
      ? []
      : [`  it would answer ${answer}, but its triggers do not ask it at this bar`]),
    ...(nearest === null ? [] : [`  nearest: ${gapLine(nearest)}`]),
    ...others.map((one) => `  ${one.gap === null ? 'met' : 'also not met'}: ${gapLine(one)}`),
    ...untested.map((name) => `  not tested, ${since}: ${name}`),
  ];
}

function gapLine({ condition, place, gap, matters }: TestedGap): string {
  const at = place === null ? '' : `  ${place}`;
  const aside = matters ? '' : ' (for another kind of signal)';
  return `${gap === null ? conditionWords(condition) : `${conditionName(condition)}: ${gap.told}`}${aside}${at}`;
}

const OPERATORS = {
  above: 'above',
  below: 'below',
  crossover: 'crossing above',
  crossunder: 'crossing below',
};

/** `fast 1121.7 crossing above slow 1112.5` */
function conditionName({ left, operator, right, leftValue, rightValue }: TestedGap['condition']): string {
  if (operator === 'is') return left;
  const value = (name: string, number: number) =>
    Number(name) === number ? name : `${name} ${Number.isNaN(number) ? '–' : numberText(number)}`;
  return `${value(left, leftValue)} ${OPERATORS[operator]} ${value(right, rightValue)}`;
}

function outcomeLines(signal: EventRecord, outcome: SignalOutcome): string[] {
  const { action, reason } = (signal as EventRecord<'SIGNAL'>).payload;
  const said = `${shortId(signal.id)} ${action}${reason === '' ? '' : ` (${reason})`}`;
  switch (outcome.kind) {
    case 'not_followed':
      return [`  it said ${said}, and this portfolio does not follow it`];
    case 'rejected': {
      const { code, stage, reason: why } = (outcome.event.record as EventRecord<'ORDER_REJECTED'>).payload;
      const refused = `  refused by ${stage}, ${code}: ${why} (${shortId(outcome.event.record.id)})`;
      const limits = outcome.risk?.limits.map((limit) => `  ${limitText(limit)}`) ?? [];
      return [`  it said ${said}`, refused, ...limits, ...sizingLines(outcome, code)];
    }
    case 'ordered': {
      const { fate, order } = outcome;
      const number = orderOf(order.record);
      if (fate.kind === 'waiting') return [`  it said ${said}`, `  ${fate.order.told}`];
      const { record, position } = fate.event;
      if (fate.kind === 'filled') {
        const { units, fillPrice, symbol } = (record as EventRecord<'FILL'>).payload;
        const what = `${units > 0 ? 'bought' : 'sold'} ${unitsText(Math.abs(units))} ${symbol} at ${numberText(fillPrice)}`;
        return [
          `  it did happen: ${said}, order #${number}, ${shortId(record.id)} at bar ${position.bar}: ${what}`,
        ];
      }
      const { code, reason: why } = (record as EventRecord<'ORDER_CANCELLED'>).payload;
      return [
        `  it said ${said}`,
        `  order #${number} ${fate.kind === 'expired' ? 'expired' : 'was cancelled'} at bar ${position.bar}, ${code}: ${why}`,
      ];
    }
  }
}

function sizingLines({ sizing }: SignalOutcome & { readonly kind: 'rejected' }, code: string): string[] {
  if (sizing === null) return [];
  const { lotSize, price, multiplier } = sizing;
  const lot =
    code === 'size_zero'
      ? `; one lot of ${numberText(lotSize)} costs ${moneyText(lotSize * price * multiplier)}`
      : '';
  return [`  sizing: ${sizingText(sizing)}${lot}`];
}

/** A signal that would have been refused, as the position was as it wants already. */
function changesNothing({ heldUnits, signal }: WhynotStrategy, wanted: string | null): string | null {
  if (signal !== null) return null;
  if ((wanted === 'BUY' && heldUnits > 0) || (wanted === 'SELL' && heldUnits < 0)) {
    return `and ${wanted} would have changed nothing: it held ${unitsText(heldUnits)} already`;
  }
  if ((wanted === 'EXIT' || wanted === 'exit') && heldUnits === 0)
    return 'and it held nothing that it could leave';
  return null;
}

function shortId(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}
