import type { StrategyNode } from '../../engine/topology.ts';
import type { EventRecord } from '../../events/event.ts';
import type { Condition } from '../../events/payloads.ts';
import type { Explanation } from '../../strategies/strategy-runner.ts';
import { decidesOnAll } from '../../strategies/universe.ts';
import type { PlacedEvent } from '../branch.ts';
import { functionPlace, methodOf, placeText, stackPlace } from '../look/function-place.ts';
import { engineAt, indexInBar } from '../look/side-stage.ts';
import { endOf } from '../position.ts';
import type { Session } from '../session.ts';

/** A condition that a strategy tested. */
export interface TestedCondition {
  readonly condition: Condition;
  /** `src/strategies/sma-crossover.ts:23:14`, where it is tested; null where that is not known. */
  readonly place: string | null;
}

/** What a strategy decided at a bar, and on what grounds. */
export interface Decision {
  readonly strategyId: string;
  readonly type: string;
  readonly symbol: string;
  readonly bar: number;
  /** Where `decide` is written. */
  readonly place: string | null;
  readonly reason: string;
  /** Met and not met, in the order in which they were tested. */
  readonly conditions: readonly TestedCondition[];
  readonly values: Readonly<Record<string, number>>;
}

/** What a strategy said, or would have said, when it was asked at a bar once more. */
export type Asked =
  | ({ readonly kind: 'answered' } & Explanation)
  /** It has no bar there. */
  | { readonly kind: 'no_bar' }
  | { readonly kind: 'threw'; readonly message: string };

/**
 * Asks a strategy once more what it tests at a bar, in the state in which it was then: as the bar before left it. Publishes
 * nothing, and moves nothing.
 */
export function askAgain(session: Session, strategyId: string, symbolIndex: number, bar: number): Asked {
  const index = indexInBar(session, symbolIndex, bar);
  if (index < 0) return { kind: 'no_bar' };
  const { strategies } = engineAt(session, endOf(bar - 1)).topology;
  const runner = strategies.find(({ spec }) => spec.id === strategyId)?.runners[symbolIndex];
  if (runner === undefined) return { kind: 'no_bar' };
  try {
    return { kind: 'answered', ...runner.explain(index) };
  } catch (error) {
    return { kind: 'threw', message: error instanceof Error ? error.message : String(error) };
  }
}

/** The grounds of a SIGNAL. */
export function decisionOf(session: Session, { record, position }: PlacedEvent): Decision {
  const { strategyId, symbol, reason, conditions, values } = (record as EventRecord<'SIGNAL'>).payload;
  const { topology } = engineAt(session, endOf(position.bar - 1));
  const node = topology.strategies.find(({ spec }) => spec.id === strategyId) as StrategyNode;
  const symbolIndex = topology.symbols.findIndex(({ series }) => series.symbol === symbol);
  const asked = askAgain(session, strategyId, symbolIndex, position.bar);
  return {
    strategyId,
    type: node.spec.definition.type,
    symbol,
    bar: position.bar,
    place: decidePlace(node),
    reason,
    conditions: testedConditions(conditions, asked),
    values,
  };
}

export function decidePlace({ spec }: StrategyNode): string | null {
  const { definition } = spec;
  const place = functionPlace(
    decidesOnAll(definition) ? methodOf(definition, 'decideAll') : methodOf(definition, 'decide'),
  );
  return place === null ? null : placeText(place);
}

/** Conditions with their places, those that were not met too, as long as the strategy says the same as it did then. */
function testedConditions(then: readonly Condition[], asked: Asked): TestedCondition[] {
  if (asked.kind === 'answered') {
    const met = asked.conditions.filter((condition) => condition.met);
    if (JSON.stringify(met) === JSON.stringify(then)) return withPlaces(asked);
  }
  return then.map((condition) => ({ condition, place: null }));
}

export function withPlaces({ conditions, calls }: Explanation): TestedCondition[] {
  return conditions.map((condition, i) => ({ condition, place: callPlace(calls[i]) }));
}

/** The frame that called into the conditions: the first that is not theirs. */
function callPlace(stack: string): string | null {
  const frames = stack.split('\n').filter((line) => line.trimStart().startsWith('at '));
  const outside = frames.find((line) => !/\bConditions\.|\/strategies\/conditions\.[jt]s/.test(line));
  const place = outside === undefined ? null : stackPlace(outside);
  return place === null ? null : placeText(place);
}
