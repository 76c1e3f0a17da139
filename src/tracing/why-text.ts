import type { EventRecord } from '../events/event.ts';
import { conditionText, eventText, timeText, valuesText } from './event-text.ts';
import type { WhyStep, WhyTrade } from './why.ts';

const INDENT = '  ';

/**
 * A chain of causes as a tree, effects above their causes:
 *
 *     FILL execution_p/fill-2  2000-05-30
 *       sold 1086 X at 95.36 (open of bar 106, reference 95.36), slippage 0, commission 0
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
      const { missing, reason } = cause;
      lines.push(`${margin}${missing} is not in the trace${reason === undefined ? '' : `: ${reason}`}`);
      return lines;
    }
    const { event } = cause;
    lines.push(`${margin}${event.type} ${event.id}  ${timeText(event.timestamp)}`);
    for (const line of [eventText(event), ...evidence(event)]) lines.push(`${below}${line}`);
    cause = cause.cause;
  }
  return lines;
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
