import type { EventRecord } from '../events/event.ts';
import { conditionText, eventText, timeText, valuesText } from './event-text.ts';
import type { MissingCause, WhyStep, WhyTrade } from './why.ts';

const INDENT = '  ';

/**
 * A chain of causes as a tree, effects above their causes:
 *
 *     FILL execution_p/fill-2  2000-05-30
 *       sold 1086 X at 95.36 (open of bar 107, reference 95.36), slippage 0, commission 0
 *     ├ BAR data_X/bar-107  2000-05-30T23:59:59.999Z
 *     │   …
 *     └ ORDER portfolio_p/order-111  2000-05-29T23:59:59.999Z
 *         …
 */
export function whyText(step: WhyStep): string {
  return `${stepLines(step).join('\n')}\n`;
}

/** The chains of a trade below its name. */
export function whyTradeText({ trade, chains }: WhyTrade): string {
  return `${[trade, ...chains.flatMap((chain) => ['', ...stepLines(chain)])].join('\n')}\n`;
}

function stepLines(step: WhyStep): string[] {
  const lines: string[] = [];
  let cause: WhyStep['cause'] = step;
  for (let depth = 0; cause !== null; depth++) {
    const margin = depth === 0 ? '' : `${INDENT.repeat(depth - 1)}└ `;
    const below = INDENT.repeat(depth + 1);
    if ('missing' in cause) {
      lines.push(`${margin}${missingLine(cause)}`);
      return lines;
    }
    const { event, bar } = cause;
    lines.push(`${margin}${headLine(event)}`);
    for (const line of [eventText(event), ...evidence(event)]) lines.push(`${below}${line}`);
    cause = cause.cause;
    if (bar !== undefined) lines.push(...barLines(bar, INDENT.repeat(depth), cause === null));
  }
  return lines;
}

function barLines(bar: NonNullable<WhyStep['bar']>, margin: string, isLast: boolean): string[] {
  const branch = `${margin}${isLast ? '└' : '├'} `;
  if ('missing' in bar) return [`${branch}${missingLine(bar)}`];
  const below = `${margin}${isLast ? ' ' : '│'}   `;
  return [`${branch}${headLine(bar.event)}`, `${below}${eventText(bar.event)}`];
}

function headLine({ type, id, timestamp }: EventRecord): string {
  return `${type} ${id}  ${timeText(timestamp)}`;
}

function missingLine({ missing, reason }: MissingCause): string {
  return `${missing} is not in the trace${reason === undefined ? '' : `: ${reason}`}`;
}

/** What a strategy tested and read. */
function evidence({ type, payload }: EventRecord): string[] {
  if (type !== 'SIGNAL') return [];
  const { conditions, values } = payload as Partial<EventRecord<'SIGNAL'>['payload']>;
  return [
    ...(conditions ?? []).map(
      (condition) => `${condition.met ? 'met' : 'not met'}: ${conditionText(condition)}`,
    ),
    ...(values === undefined || Object.keys(values).length === 0 ? [] : [`read: ${valuesText(values)}`]),
  ];
}
