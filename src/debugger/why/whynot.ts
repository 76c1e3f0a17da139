import type { PortfolioNode, StrategyNode } from '../../engine/topology.ts';
import type { EventRecord } from '../../events/event.ts';
import type { OrderType, Payloads } from '../../events/payloads.ts';
import { nameHint } from '../../foundation/nearest-name.ts';
import { UserError } from '../../foundation/user-error.ts';
import type { PlacedEvent } from '../branch.ts';
import { engineAt, indexInBar } from '../look/side-stage.ts';
import { endOf } from '../position.ts';
import type { Session } from '../session.ts';
import { askAgain, decidePlace } from './decision.ts';
import { fateOf, type OrderFate, type WaitingOrder, waitingOrder } from './order-fate.ts';
import { heldBy, orderTerms, type RiskStep, type SizingStep, sizingOfSignal } from './order-terms.ts';
import { type Precedent, precedentOf, type UnmetAnswer, unmetAnswer } from './unmet.ts';
import { actionsFor, type Wanted, wantedOf } from './wanted.ts';

export interface WhynotOptions {
  /** `BUY`, `SELL`, `EXIT`, `entry`, `exit`, `fill`, `trade` …; whatever might have happened without. */
  readonly what?: string;
  /** The cursor's without. */
  readonly bar?: number;
  /** By id; all that the focused portfolio follows without. */
  readonly strategy?: string;
}

/** What a strategy's signal came to in the focused portfolio. */
export type SignalOutcome =
  | {
      readonly kind: 'rejected';
      readonly event: PlacedEvent;
      /** How the size came out, for one that was refused for its size. */
      readonly sizing: SizingStep | null;
      readonly risk: RiskStep | null;
    }
  | { readonly kind: 'ordered'; readonly order: PlacedEvent; readonly fate: OrderFate }
  /** The focused portfolio does not follow the strategy. */
  | { readonly kind: 'not_followed' };

/** Why one strategy did nothing, on one symbol. */
export interface WhynotStrategy {
  readonly strategyId: string;
  readonly symbol: string;
  /** Close of the bar. */
  readonly close: number;
  /** Where `decide` is written. */
  readonly place: string | null;
  /** Units that it held before its decision, signed. */
  readonly heldUnits: number;
  /** The signal that it gave at this bar. */
  readonly signal: PlacedEvent | null;
  /** What came of that signal, where it is of the kind in question. */
  readonly outcome: SignalOutcome | null;
  /** What it tested, where it gave no such signal. */
  readonly unmet: UnmetAnswer | null;
  /** Whether a certain kind of signal is in question, and not just any. */
  readonly oneKind: boolean;
  /** The last signal of that kind before this bar. */
  readonly precedent: Precedent | null;
}

/** Why something did not happen at a bar: what each strategy tested and what became of its signals, and what waits. */
export interface WhynotAnswer {
  readonly wanted: Wanted | null;
  readonly bar: number;
  /** UTC milliseconds. */
  readonly time: number;
  readonly portfolio: string;
  readonly strategies: readonly WhynotStrategy[];
  /** Orders of the focused portfolio that waited at the end of the bar, or did not fill up to the cursor's place in it. */
  readonly waiting: readonly WaitingOrder[];
}

/**
 * Why something did not happen at a bar: the nearest unmet condition and by how much, or what refused the signal, or how far
 * the market stayed from the order; and that it did happen, where it did. The cursor stays where it is.
 *
 * @throws UserError for an unknown word, strategy or bar, and for a bar that the cursor has not come to the end of.
 */
export function whynot(session: Session, { what, bar: asked, strategy }: WhynotOptions = {}): WhynotAnswer {
  const wanted = what === undefined || what.trim() === '' ? null : wantedOf(what);
  const bar = asked ?? session.position.bar;
  checkBar(session, bar);
  const { topology } = session.branch.recording.engine;
  const portfolio = topology.portfolios.find(
    ({ spec }) => spec.id === session.focus.portfolio,
  ) as PortfolioNode;
  const strategies = chosenStrategies(session, portfolio, strategy);
  const answers = strategies.flatMap((node) =>
    node.runners.flatMap((runner, symbolIndex) =>
      runner === undefined || indexInBar(session, symbolIndex, bar) < 0
        ? []
        : [strategyAnswer(session, wanted, bar, portfolio, node, symbolIndex)],
    ),
  );
  return {
    wanted,
    bar,
    time: session.timeOf(bar),
    portfolio: portfolio.spec.id,
    strategies: answers,
    waiting: waitingAt(session, portfolio, bar),
  };
}

function checkBar(session: Session, bar: number): void {
  if (!Number.isInteger(bar) || bar < 1) {
    throw new UserError(bar === 0 ? 'before the first bar nothing is decided' : `there is no bar ${bar}`, {
      code: 'no_such_bar',
      hint: `bars up to the cursor are 1 to ${session.position.bar}`,
    });
  }
  session.refuseFuture(bar);
  if (bar === session.position.bar && session.position.event !== null) {
    throw new UserError(`bar ${bar} is not done: what may still happen lies after the cursor`, {
      code: 'in_the_future',
      hint: 'finish it first',
    });
  }
}

function chosenStrategies(
  session: Session,
  { spec }: PortfolioNode,
  asked: string | undefined,
): StrategyNode[] {
  const { strategies } = session.branch.recording.engine.topology;
  if (asked === undefined) {
    return strategies.filter((node) => spec.strategies.some(({ id }) => id === node.spec.id));
  }
  const bare = asked.replace(/^strategy_/, '');
  const node = strategies.find((one) => one.spec.id === bare);
  if (node !== undefined) return [node];
  throw new UserError(`the run has no strategy "${asked}"`, {
    code: 'unknown_strategy',
    hint: nameHint(
      bare,
      strategies.map((one) => one.spec.id),
    ),
  });
}

function strategyAnswer(
  session: Session,
  wanted: Wanted | null,
  bar: number,
  portfolio: PortfolioNode,
  node: StrategyNode,
  symbolIndex: number,
): WhynotStrategy {
  const strategyId = node.spec.id;
  const { series } = session.branch.recording.engine.topology.symbols[symbolIndex];
  const { symbol } = series;
  const before = engineAt(session, endOf(bar - 1)).topology.portfolios.find(
    ({ spec }) => spec.id === portfolio.spec.id,
  );
  const heldUnits = heldBy(before as PortfolioNode, strategyId, symbol);
  const actions = actionsFor(wanted, heldUnits);
  const close = series.close[indexInBar(session, symbolIndex, bar)];
  const signal = signalAt(session, bar, strategyId, symbol);
  const meant =
    signal !== null &&
    (actions === null || actions.includes((signal.record as EventRecord<'SIGNAL'>).payload.action));
  const precedent = meant || actions === null ? null : precedentOf(session, node, symbol, actions, bar);
  return {
    strategyId,
    symbol,
    close,
    place: decidePlace(node),
    heldUnits,
    signal,
    outcome: meant ? outcomeOf(session, portfolio, signal) : null,
    unmet: meant ? null : unmetAnswer(askAgain(session, strategyId, symbolIndex, bar), close, precedent),
    oneKind: actions !== null,
    precedent,
  };
}

function signalAt(session: Session, bar: number, strategyId: string, symbol: string): PlacedEvent | null {
  const events = session.eventsOf(bar);
  const event = events.findIndex(({ type, payload }) => {
    if (type !== 'SIGNAL') return false;
    const signal = payload as unknown as Payloads['SIGNAL'];
    return signal.strategyId === strategyId && signal.symbol === symbol;
  });
  return event < 0 ? null : { position: { bar, event }, record: events[event] };
}

/** What a portfolio made of a signal: all of it follows in the signal's own bar, but for what becomes of the order. */
function outcomeOf(session: Session, portfolio: PortfolioNode, signal: PlacedEvent): SignalOutcome {
  const { bar } = signal.position;
  const own = session
    .eventsOf(bar)
    .flatMap((record, event): PlacedEvent[] =>
      record.containerId === portfolio.container.id ? [{ position: { bar, event }, record }] : [],
    );
  const causedBy = (id: string, type: string) =>
    own.find(({ record }) => record.causationId === id && record.type === type);
  const request = causedBy(signal.record.id, 'ORDER_REQUEST');
  const rejected = causedBy((request ?? signal).record.id, 'ORDER_REJECTED');
  if (rejected !== undefined) {
    const terms = request === undefined ? null : orderTerms(session, request);
    const sizing = terms?.sizing ?? sizingOfSignal(session, portfolio.container.id, signal);
    return { kind: 'rejected', event: rejected, sizing, risk: terms?.risk ?? null };
  }
  const order = request === undefined ? undefined : causedBy(request.record.id, 'ORDER');
  if (order === undefined) return { kind: 'not_followed' };
  return { kind: 'ordered', order, fate: fateOf(session, portfolio, order) };
}

interface InspectedOrder {
  readonly orderNumber: number;
  readonly symbol: string;
  readonly units: number;
  readonly type: OrderType;
  readonly price: number | null;
  readonly decidedAtBar: number;
}

function waitingAt(session: Session, portfolio: PortfolioNode, bar: number): WaitingOrder[] {
  const { portfolios } = engineAt(session, endOf(bar)).topology;
  const node = portfolios.find(({ spec }) => spec.id === portfolio.spec.id) as PortfolioNode;
  const waiting = node.broker.inspect().waiting as InspectedOrder[];
  return waiting.map(({ type, decidedAtBar, ...order }) =>
    waitingOrder(session, { ...order, orderType: type, decisionIndex: decidedAtBar }, bar),
  );
}
