import type { EventRecord } from '../../events/event.ts';
import { conditionText, numberText, timeText, valuesText } from '../../tracing/event-text.ts';
import { moneyText, percentText } from '../look/value-text.ts';
import type { CausalFrame } from '../look/where.ts';
import type { FillPrice } from './fill-price.ts';
import type { TimelineStep } from './timeline.ts';
import type { WhyAnswer, WhyReport } from './why.ts';
import { limitText, sizingText, whyReportLine } from './why-line.ts';

const INDENT = '  ';

/** The answer as people read it: one line, the tree of causes, the timeline. */
export function whyAnswerText({ subject, reports }: WhyAnswer): string {
  if (reports.length === 1 && reports[0].chain[0].record.id === subject) return reportText(reports[0]);
  return `${[`${subject}\n`, ...reports.map(reportText)].join('\n')}`;
}

function reportText(report: WhyReport): string {
  const timeline = report.timeline.length < 2 ? [] : ['', `timeline: ${timelineText(report.timeline)}`];
  return `${[whyReportLine(report), '', ...treeLines(report), ...timeline].join('\n')}\n`;
}

/** `decided bar 1092 → submitted bar 1092 → eligible bar 1093 → filled bar 1093 (2004-05-10)` */
export function timelineText(steps: readonly TimelineStep[]): string {
  return steps.map(({ step, bar, time }) => `${step} bar ${bar} (${timeText(time)})`).join(' → ');
}

function treeLines(report: WhyReport): string[] {
  return report.chain.flatMap((frame, depth) => {
    const margin = depth === 0 ? '' : `${INDENT.repeat(depth - 1)}└ `;
    const below = INDENT.repeat(depth + 1);
    const { record, position, text } = frame;
    const head = `${margin}${record.type} ${record.id}  bar ${position.bar}, ${timeText(record.timestamp)}`;
    return [head, ...[text, ...evidence(frame, report)].map((line) => `${below}${line}`)];
  });
}

/** What is known about one event of the chain beyond what it says itself. */
export function evidence({ record }: CausalFrame, report: WhyReport): string[] {
  switch (record.type) {
    case 'FILL':
      return report.price === null ? [] : priceLines(report.price);
    case 'ORDER':
      return riskLines(report);
    case 'ORDER_REJECTED':
      return (record as EventRecord<'ORDER_REJECTED'>).payload.stage === 'risk'
        ? riskLines(report)
        : sizingLines(report);
    case 'ORDER_REQUEST':
      return sizingLines(report);
    case 'SIGNAL':
      return decisionLines(report);
    default:
      return [];
  }
}

function priceLines(price: FillPrice): string[] {
  const { bar, open, high, low, close, told, place, slippage, slippageShare, commission, reference } = price;
  const known = [
    ['open', open],
    ['high', high],
    ['low', low],
    ['close', close],
  ] as const;
  const path = known.flatMap(([name, value]) => (value === null ? [] : [`${name} ${numberText(value)}`]));
  const slipped =
    slippage === 0
      ? 'no slippage'
      : `slippage ${moneyText(slippage)} (${percentText(slippageShare)} of ${numberText(reference)})`;
  return [
    `bar ${bar}: ${path.join(', ')}`,
    `price: ${told}${place === null ? '' : ` (${place})`}`,
    `costs: ${slipped}, ${commission === 0 ? 'no commission' : `commission ${moneyText(commission)}`}; cash ${price.cashChange < 0 ? '' : '+'}${moneyText(price.cashChange)}`,
  ];
}

function riskLines({ risk }: WhyReport): string[] {
  if (risk === null) return [];
  if (!risk.checked) return ['risk: not checked, as it only reduces'];
  return risk.limits.map((limit) => `risk: ${limitText(limit)}`);
}

function sizingLines({ sizing }: WhyReport): string[] {
  return sizing === null ? [] : [`sizing: ${sizingText(sizing)}`];
}

function decisionLines({ decision }: WhyReport): string[] {
  if (decision === null) return [];
  const { conditions, values, place, type } = decision;
  return [
    ...conditions.map(({ condition, place: at }) => {
      const text = `${condition.met ? 'met' : 'not met'}: ${conditionWords(condition)}`;
      return at === null ? text : `${text}  ${at}`;
    }),
    ...(Object.keys(values).length === 0 ? [] : [`read: ${valuesText(values)}`]),
    `decided by ${type}${place === null ? '' : ` (${place})`}`,
  ];
}

/** `fast 86.4 crossed above slow 85.8`, `fast 84 did not cross above slow 85.8`. */
export function conditionWords(condition: Parameters<typeof conditionText>[0]): string {
  const text = conditionText(condition);
  if (condition.met) return text;
  const { operator } = condition;
  if (operator === 'is') return `not ${text}`;
  if (operator === 'above' || operator === 'below') return text.replace(` ${operator} `, ` not ${operator} `);
  return text.replace(' crossed ', ' did not cross ');
}
