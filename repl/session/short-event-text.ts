import { type EventRecord, eventText } from '../../src/index.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What an event says, in the few words that a row of a list has room for. */
export function shortEventText(event: EventRecord): string {
  const payload = event.payload as Fields;
  switch (event.type) {
    case 'BAR':
      return `${text(payload.symbol)} O ${price(payload.open)} H ${price(payload.high)} L ${price(payload.low)} C ${price(payload.close)}`;
    case 'FEATURES':
      return Object.entries(payload.values as Record<string, number>)
        .map(([name, value]) => `${name} ${price(value)}`)
        .join('  ');
    case 'SIGNAL':
      return `${text(payload.action)} ${text(payload.symbol)} @ ${price(payload.price)}  ${text(payload.reason)}`;
    case 'ORDER':
    case 'ORDER_REQUEST':
      return `${sideOf(payload.units)} ${text(payload.symbol)} ${text(payload.orderType)}${payload.price === null ? '' : ` ${price(payload.price)}`}`;
    case 'FILL':
      return `${sideOf(payload.units)} ${text(payload.symbol)} @ ${price(payload.fillPrice)} (${text(payload.rule)})`;
    case 'ORDER_REJECTED':
      return `${sideOf(payload.units)} ${text(payload.symbol)}: ${text(payload.reason)}`;
    case 'POSITION_OPEN':
      return `${text(payload.direction)} ${units(payload.units)} ${text(payload.symbol)} @ ${price(payload.price)}`;
    case 'POSITION_CLOSE':
      return `${text(payload.direction)} ${text(payload.symbol)}  pnl ${money(payload.pnl)}  ${text(payload.barsHeld)} bars`;
    case 'PORTFOLIO_UPDATE':
      return `equity ${money(payload.equity)}  cash ${money(payload.cash)}`;
    default:
      return eventText(event);
  }
}

/** Two decimals, more for what is small. */
export function price(value: unknown): string {
  if (typeof value !== 'number' || Number.isNaN(value)) return '–';
  const size = Math.abs(value);
  return size >= 10 || size === 0 ? value.toFixed(2) : String(Number(value.toPrecision(5)));
}

export function money(value: unknown): string {
  return typeof value === 'number'
    ? value.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })
    : '–';
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
