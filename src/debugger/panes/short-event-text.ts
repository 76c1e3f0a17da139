import type { EventRecord } from '../../events/event.ts';
import { eventText } from '../../tracing/event-text.ts';
import { moneyText } from '../look/value-text.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What an event says in few words: wordings from long to short, so that none has to be cut amid a number. */
export function shortEventTexts(event: EventRecord): readonly string[] {
  const payload = event.payload as Fields;
  const symbol = text(payload.symbol);
  switch (event.type) {
    case 'BAR': {
      const [open, high, low, close] = [payload.open, payload.high, payload.low, payload.close].map(price);
      return [
        `${symbol} O ${open} H ${high} L ${low} C ${close}`,
        `O ${open} H ${high} L ${low} C ${close}`,
        `O ${open} C ${close}`,
        `C ${close}`,
      ];
    }
    case 'FEATURES': {
      const all = Object.entries(payload.values as Record<string, number>).map(
        ([name, value]) => `${name} ${price(value)}`,
      );
      return all.length === 0 ? [''] : all.map((_, i) => all.slice(0, all.length - i).join('  '));
    }
    case 'SIGNAL': {
      const what = `${text(payload.action)} ${symbol} @ ${price(payload.price)}`;
      return [`${what}  ${text(payload.reason)}`, what];
    }
    case 'ORDER':
    case 'ORDER_REQUEST': {
      const at = payload.price === null ? '' : ` ${price(payload.price)}`;
      return [`${sideOf(payload.units)} ${symbol} ${text(payload.orderType)}${at}`, sideOf(payload.units)];
    }
    case 'FILL': {
      const what = `${sideOf(payload.units)} ${symbol} @ ${price(payload.fillPrice)}`;
      return [
        `${what} (${text(payload.rule)})`,
        what,
        `${sideOf(payload.units)} @ ${price(payload.fillPrice)}`,
      ];
    }
    case 'ORDER_REJECTED':
      if (payload.stage === 'sizing') return [`${symbol}: ${text(payload.reason)}`, text(payload.code)];
      return [`${sideOf(payload.units)} ${symbol}: ${text(payload.reason)}`, text(payload.code)];
    case 'POSITION_OPEN': {
      const what = `${text(payload.direction)} ${units(payload.units)}`;
      return [`${what} ${symbol} @ ${price(payload.price)}`, what];
    }
    case 'POSITION_CLOSE': {
      const pnl = `pnl ${money(payload.pnl)}`;
      const bars = `${text(payload.barsHeld)} ${payload.barsHeld === 1 ? 'bar' : 'bars'}`;
      return [`${text(payload.direction)} ${symbol}  ${pnl}  ${bars}`, pnl];
    }
    case 'PORTFOLIO_UPDATE': {
      const equity = `equity ${money(payload.equity)}`;
      return [`${equity}  cash ${money(payload.cash)}`, equity];
    }
    default:
      return [eventText(event)];
  }
}

const SHORT: readonly (readonly [string, string])[] = [
  ['portfolio-update-', 'update-'],
  ['position-', ''],
  ['order-request-', 'request-'],
  ['order-rejected-', 'rejected-'],
];

/** An id without its container, `fill-12`, and its type in a word: rows have little room. */
export function shortId(id: string): string {
  const name = id.slice(id.lastIndexOf('/') + 1);
  const found = SHORT.find(([long]) => name.startsWith(long));
  return found === undefined ? name : found[1] + name.slice(found[0].length);
}

/** Two decimals, more for what is small. */
function price(value: unknown): string {
  if (typeof value !== 'number' || Number.isNaN(value)) return '–';
  const size = Math.abs(value);
  return size >= 10 || size === 0 ? value.toFixed(2) : String(Number(value.toPrecision(5)));
}

function money(value: unknown): string {
  return typeof value === 'number' ? moneyText(value) : '–';
}

function sideOf(value: unknown): string {
  return typeof value === 'number' ? `${value < 0 ? 'sell' : 'buy'} ${units(Math.abs(value))}` : '';
}

function units(value: unknown): string {
  return typeof value === 'number' ? String(Number(value.toPrecision(9))) : '–';
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '–';
}
