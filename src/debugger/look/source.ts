import { readFileSync } from 'node:fs';
import { MetricsObserver } from '../../analytics/metrics-observer.ts';
import type { EventRecord } from '../../events/event.ts';
import { Broker } from '../../execution/broker.ts';
import { nameHint } from '../../foundation/nearest-name.ts';
import { UserError } from '../../foundation/user-error.ts';
import { PositionTracker } from '../../portfolio/position-tracker.ts';
import { OrderManager } from '../../risk/order-manager.ts';
import { RiskManager } from '../../risk/risk-manager.ts';
import { decidesOnAll } from '../../strategies/universe.ts';
import type { Session } from '../session.ts';
import {
  type AnyFunction,
  type CodePlace,
  functionPlace,
  methodOf,
  placeText,
  shownFile,
} from './function-place.ts';

/** A window of source text with the line in question. */
export interface SourceWindow extends CodePlace {
  /** What it is the source of: `decide of strategy_trend`. */
  readonly what: string;
  /** As people read it. */
  readonly shown: string;
  /** Number of the first line in `lines`. */
  readonly first: number;
  readonly lines: readonly string[];
}

interface Handler {
  readonly what: string;
  readonly fn: AnyFunction;
}

const BEFORE = 3;
const AFTER = 12;

/**
 * The source of what acts on the event at the cursor (at the end of a bar: the focused strategy), or of a strategy,
 * container or component by its name.
 *
 * @throws UserError for a name that has no source, with the nearest one; for a file that cannot be read.
 */
export function listSource(session: Session, what?: string): SourceWindow {
  const handler = what === undefined ? currentHandler(session) : namedHandler(session, what.trim());
  const place = functionPlace(handler.fn);
  if (place === null) {
    throw new UserError(`${handler.what} was not loaded from a file`, { code: 'no_source' });
  }
  return windowAt(handler.what, place);
}

/** Lines around a place. */
function windowAt(what: string, place: CodePlace): SourceWindow {
  let text: string;
  try {
    text = readFileSync(place.file, 'utf8');
  } catch (error) {
    throw new UserError(`${shownFile(place.file)} cannot be read`, { code: 'no_source', cause: error });
  }
  const lines = text.split(/\r?\n/);
  const first = Math.max(1, place.line - BEFORE);
  const shown = placeText(place);
  return { ...place, what, shown, first, lines: lines.slice(first - 1, place.line + AFTER) };
}

/** The place, then numbered lines with `→` before the one in question. */
export function sourceText({ what, shown, first, line, lines }: SourceWindow): string {
  const width = String(first + lines.length - 1).length;
  const numbered = lines.map((text, i) => {
    const number = String(first + i).padStart(width);
    return `${first + i === line ? '→' : ' '} ${number}  ${text}`.trimEnd();
  });
  return `${[`${what}, ${shown}`, ...numbered].join('\n')}\n`;
}

function currentHandler(session: Session): Handler {
  const { event } = session;
  if (event === null) return strategyHandler(session, session.focus.strategy);
  const handler = HANDLERS[event.type];
  if (handler !== undefined) return handler;
  if (event.type === 'FEATURES') return strategyHandler(session, strategyReading(session, event));
  throw new UserError(`nothing of ours acts on ${event.type}`, {
    code: 'no_source',
    hint: 'name a component',
  });
}

/** The focused strategy where it reads these features, else the first one that does. */
function strategyReading(session: Session, { payload }: EventRecord): string {
  const { strategies } = session.branch.prepared.spec;
  const { symbol } = payload as { readonly symbol?: string };
  const reading = strategies.filter(({ symbols }) => symbols.includes(symbol ?? ''));
  const focused = reading.find(({ id }) => id === session.focus.strategy);
  return (focused ?? reading[0] ?? strategies[0]).id;
}

/** What acts first on an event of each type. */
const HANDLERS: Readonly<Record<string, Handler>> = {
  BAR: { what: 'onMarket of the broker', fn: methodOf(Broker.prototype, 'onMarket') },
  SIGNAL: { what: 'onSignal of order_manager', fn: methodOf(OrderManager.prototype, 'onSignal') },
  ORDER_REQUEST: {
    what: 'onOrderRequest of risk_manager',
    fn: methodOf(RiskManager.prototype, 'onOrderRequest'),
  },
  ORDER: { what: 'onOrder of the broker', fn: methodOf(Broker.prototype, 'onOrder') },
  ORDER_CANCELLED: { what: 'onCancelled of the broker', fn: methodOf(Broker.prototype, 'onCancelled') },
  ORDER_EXPIRED: { what: 'onExpired of order_manager', fn: methodOf(OrderManager.prototype, 'onExpired') },
  FILL: { what: 'onFill of positions', fn: methodOf(PositionTracker.prototype, 'onFill') },
  POSITION_CLOSE: { what: 'listenTo of metrics', fn: methodOf(MetricsObserver.prototype, 'listenTo') },
  PORTFOLIO_UPDATE: { what: 'listenTo of metrics', fn: methodOf(MetricsObserver.prototype, 'listenTo') },
};

const COMPONENTS: Readonly<Record<string, Handler>> = {
  broker: { what: 'onMarket of the broker', fn: methodOf(Broker.prototype, 'onMarket') },
  order_manager: HANDLERS.SIGNAL,
  risk_manager: HANDLERS.ORDER_REQUEST,
  positions: HANDLERS.FILL,
  metrics: HANDLERS.PORTFOLIO_UPDATE,
};

function namedHandler(session: Session, name: string): Handler {
  const { strategies, portfolios, execution } = session.branch.prepared.spec;
  const bare = name.replace(/^strategy_/, '');
  if (name === 'strategy') return strategyHandler(session, session.focus.strategy);
  if (strategies.some(({ id }) => id === bare)) return strategyHandler(session, bare);
  if (Object.hasOwn(COMPONENTS, name)) return COMPONENTS[name];
  if (name.startsWith('execution_')) return COMPONENTS.broker;
  if (name === 'portfolio' || name.startsWith('portfolio_')) {
    if (name === 'portfolio' || portfolios.some(({ id }) => `portfolio_${id}` === name)) {
      return COMPONENTS.order_manager;
    }
  }
  const { portfolio } = session.focus;
  const focused = portfolios.find(({ id }) => id === portfolio) ?? portfolios[0];
  const models: Readonly<Record<string, Handler>> = {
    sizing: { what: `sizing of ${focused.id}`, fn: methodOf(focused.sizing, 'rule') },
    slippage: { what: 'slippage', fn: methodOf(execution, 'slippage') },
    commission: { what: 'commission', fn: methodOf(execution, 'commission') },
  };
  if (Object.hasOwn(models, name)) return models[name];
  const known = [
    ...strategies.map(({ id }) => id),
    ...Object.keys(COMPONENTS),
    ...Object.keys(models),
    ...session.containers.map(({ id }) => id),
  ];
  throw new UserError(`there is no source of "${name}"`, { code: 'no_source', hint: nameHint(name, known) });
}

function strategyHandler(session: Session, id: string): Handler {
  const strategy = session.branch.prepared.spec.strategies.find((one) => one.id === id);
  if (strategy === undefined) throw new UserError(`there is no strategy "${id}"`, { code: 'no_source' });
  const { definition } = strategy;
  return decidesOnAll(definition)
    ? { what: `decideAll of strategy_${id}`, fn: methodOf(definition, 'decideAll') }
    : { what: `decide of strategy_${id}`, fn: methodOf(definition, 'decide') };
}
