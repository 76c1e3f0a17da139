import type { EventRecord } from '../../events/event.ts';
import { TYPE } from '../../events/event-type.ts';
import type { Payloads } from '../../events/payloads.ts';
import { nameHint, nearestName } from '../../foundation/nearest-name.ts';
import { UserError } from '../../foundation/user-error.ts';
import { belongsToTrade } from '../../tracing/why.ts';
import type { PlacedEvent } from '../branch.ts';
import { eventsBefore, namedEvent } from '../look/find-event.ts';
import { isDeed, isNews } from '../news.ts';
import type { Session } from '../session.ts';

/** What is asked about: one event, or all that happened in a trade. */
export type Subject =
  | { readonly kind: 'event'; readonly event: PlacedEvent }
  | {
      readonly kind: 'trade';
      /** `portfolio_main/trade-7` */
      readonly trade: string;
      /** Its fills, opening and closing, in order. */
      readonly events: readonly PlacedEvent[];
    };

/** Words for the last event of a kind. */
const KINDS: Readonly<Record<string, number>> = {
  fill: TYPE.FILL,
  order: TYPE.ORDER,
  signal: TYPE.SIGNAL,
  rejection: TYPE.ORDER_REJECTED,
  cancellation: TYPE.ORDER_CANCELLED,
  expiry: TYPE.ORDER_EXPIRED,
  error: TYPE.ERROR,
};

const TRADE_TYPES: ReadonlySet<number> = new Set([TYPE.FILL, TYPE.POSITION_OPEN, TYPE.POSITION_CLOSE]);

/** Types worth asking about at the end of a bar, the most telling first. */
const TELLING = [
  'FILL',
  'RISK_BREACH',
  'ORDER_REJECTED',
  'ORDER_CANCELLED',
  'ORDER_EXPIRED',
  'ORDER',
  'SIGNAL',
  'CORPORATE_ACTION',
  'POSITION_CLOSE',
  'POSITION_OPEN',
  'ERROR',
];

/**
 * Reads what a user asks about: nothing (the event at the cursor, or what happened in this bar), an id (`fill-12`), a trade
 * (`trade-7`, `t7`), an order by its number (`order #12`), or a word for the last one (`fill`, `signal`, `rejection`).
 *
 * @throws UserError for what is not there, is not known yet, or fits several.
 */
export function subjectOf(session: Session, what = ''): Subject {
  const name = what.trim();
  if (name === '') return { kind: 'event', event: atCursor(session) };
  const word = name.toLowerCase();
  if (word === 'trade') return lastTrade(session);
  if (Object.hasOwn(KINDS, word)) return { kind: 'event', event: lastOf(session, word) };
  const order = /^order\s*#\s*(\d+)$/i.exec(name);
  if (order !== null) return { kind: 'event', event: orderNumbered(session, Number(order[1])) };
  const trade = /^(?:(.+)\/)?(?:trade[- ]?|t)(\d+)$/i.exec(name);
  if (trade !== null) return tradeNumbered(session, trade[1], Number(trade[2]));
  const words = [...Object.keys(KINDS), 'trade'];
  if (nearestName(word, words) !== undefined && !/\d/.test(word)) {
    throw new UserError(`there is no "${name}" to ask about`, {
      code: 'unknown_event',
      hint: nameHint(word, words),
    });
  }
  return { kind: 'event', event: namedEvent(session, name) };
}

/** Whether a container, by its number, is the focused portfolio, its execution or the focused strategy. */
export function isFocused(session: Session): (container: number) => boolean {
  const { portfolios, strategies } = session.branch.recording.engine.topology;
  const { portfolio, strategy } = session.focus;
  const numbers = new Set<number>();
  for (const { spec, container, execution } of portfolios) {
    if (spec.id === portfolio) numbers.add(container.number).add(execution.number);
  }
  for (const { spec, container } of strategies) if (spec.id === strategy) numbers.add(container.number);
  return (container) => numbers.has(container);
}

function atCursor(session: Session): PlacedEvent {
  const { event, position } = session;
  if (event !== null) return { position, record: event };
  const { bar } = position;
  const events = bar === 0 ? [] : session.eventsOf(bar);
  const ids = session.containers.map(({ id }) => id);
  const focused = isFocused(session);
  const isMine = (one: EventRecord) => focused(ids.indexOf(one.containerId));
  const rounds = [(one: EventRecord) => isNews(one) && isMine(one), isNews, isMine, isDeed];
  for (const accepts of rounds) {
    for (const type of TELLING) {
      const at = events.findLastIndex((one) => one.type === type && accepts(one));
      if (at >= 0) return { position: { bar, event: at }, record: events[at] };
    }
  }
  throw new UserError(`nothing but prices and marks happened at bar ${bar}`, {
    code: 'nothing_happened',
    hint: 'ask whynot, or name an event: why fill-12',
  });
}

/** The last one of the focused containers. */
function lastOf(session: Session, word: string): PlacedEvent {
  const [found] = eventsBefore(session, new Set([KINDS[word]]), isFocused(session));
  if (found !== undefined) return found;
  const { portfolio, strategy } = session.focus;
  throw new UserError(`there is no ${word} up to bar ${session.position.bar}`, {
    code: 'unknown_event',
    hint: `looked at strategy ${strategy} and portfolio ${portfolio}`,
  });
}

/** A portfolio numbers its order requests from 1, so that the index tells in which bar each was made. */
function orderNumbered(session: Session, number: number): PlacedEvent {
  const focused = isFocused(session);
  const requests = session.branch.between(0, session.position.bar, new Set([TYPE.ORDER_REQUEST]), focused);
  const bar = requests[number - 1]?.bar;
  const { portfolio } = session.focus;
  const events = bar === undefined ? [] : session.eventsOf(bar);
  const event = events.findIndex(({ type, payload }) => {
    if (type !== 'ORDER' && type !== 'ORDER_REJECTED') return false;
    const terms = payload as unknown as Payloads['ORDER'];
    return terms.orderNumber === number && terms.portfolioId === portfolio;
  });
  if (bar !== undefined && event >= 0) return { position: { bar, event }, record: events[event] };
  throw new UserError(`portfolio ${portfolio} has no order #${number} yet`, { code: 'unknown_event' });
}

function lastTrade(session: Session): Subject {
  const { record } = lastTradeEvent(session);
  const [, container, number] = /^(.*)\/trade-(\d+)$/.exec(record.correlationId ?? '') as RegExpExecArray;
  return tradeNumbered(session, container, Number(number));
}

function lastTradeEvent(session: Session): PlacedEvent {
  const [found] = eventsBefore(
    session,
    new Set([TYPE.POSITION_OPEN, TYPE.POSITION_CLOSE]),
    isFocused(session),
  );
  if (found !== undefined) return found;
  throw new UserError(`portfolio ${session.focus.portfolio} has no trade up to bar ${session.position.bar}`, {
    code: 'unknown_trade',
  });
}

function tradeNumbered(session: Session, given: string | undefined, number: number): Subject {
  const { portfolios } = session.branch.recording.engine.topology;
  const id = given ?? `portfolio_${session.focus.portfolio}`;
  const node = portfolios.find(({ container }) => container.id === id);
  if (node === undefined) {
    const hint = nameHint(
      id,
      portfolios.map(({ container }) => container.id),
    );
    throw new UserError(`there is no portfolio "${id}"`, { code: 'unknown_container', hint });
  }
  const { container, execution } = node;
  const trade = `${id}/trade-${number}`;
  const own = (one: number) => one === container.number || one === execution.number;
  // Events know their trade's number; whose trade it is, their records say.
  const indexed = session.branch.between(0, session.position.bar, TRADE_TYPES, own);
  const bars = new Set(indexed.filter((one) => one.trade === number).map(({ bar }) => bar));
  const events = [...bars].flatMap((bar) =>
    session.eventsOf(bar).flatMap((record, event) => {
      return belongsToTrade(record, trade) ? [{ position: { bar, event }, record }] : [];
    }),
  );
  if (events.length > 0) return { kind: 'trade', trade, events };
  throw new UserError(`${id} has no trade ${number} up to bar ${session.position.bar}`, {
    code: 'unknown_trade',
    hint: 'events POSITION_OPEN lists them',
  });
}
