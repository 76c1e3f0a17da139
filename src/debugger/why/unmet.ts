import type { StrategyNode } from '../../engine/topology.ts';
import type { EventRecord } from '../../events/event.ts';
import { type EventKey, eventKey } from '../../events/event-id.ts';
import { TYPE } from '../../events/event-type.ts';
import type { Action, Condition, Payloads } from '../../events/payloads.ts';
import type { PlacedEvent } from '../branch.ts';
import { EventScan } from '../look/event-scan.ts';
import type { Session } from '../session.ts';
import { type ConditionGap, compareGaps, gapOf } from './condition-gap.ts';
import { type Asked, withPlaces } from './decision.ts';

/** A condition as it was tested at a bar, and how far it was from being met. */
export interface TestedGap {
  readonly condition: Condition;
  readonly place: string | null;
  /** Null for one that was met. */
  readonly gap: ConditionGap | null;
  /** Whether it was met at the last signal of the kind in question; true for all where there was none. */
  readonly matters: boolean;
}

/** Why a strategy gave no signal of the kind in question. */
export type UnmetAnswer =
  | {
      readonly kind: 'conditions';
      /** In the order in which they were tested. */
      readonly tested: readonly TestedGap[];
      /** The nearest of those that matter; null when all that it tested was met. */
      readonly nearest: TestedGap | null;
      /** Conditions of the last such signal that were not even tested here, since one before them failed. */
      readonly untested: readonly string[];
      /** What it answers to this bar when it is asked, which may be another kind of signal. */
      readonly answer: string | null;
    }
  /** A strategy that compares in its own way: all that is known is what it read. */
  | {
      readonly kind: 'silent';
      readonly values: Readonly<Record<string, number>>;
      readonly answer: string | null;
    }
  | { readonly kind: 'threw'; readonly message: string };

/** A signal of the kind in question that came before. */
export interface Precedent {
  readonly event: PlacedEvent;
  readonly action: Action;
  readonly conditions: readonly Condition[];
}

/** Signals looked at, backwards, for one of the kind in question. */
const LOOKED_AT = 256;

/** The last signal of a strategy, before a bar, that wanted one of these actions. */
export function precedentOf(
  session: Session,
  { container }: StrategyNode,
  symbol: string,
  actions: readonly Action[],
  bar: number,
): Precedent | null {
  const signals = new Set([TYPE.SIGNAL]);
  const own = (one: number) => one === container.number;
  const wish = {
    accepts: (key: EventKey) => key === eventKey(container.number, TYPE.SIGNAL),
    test: ({ payload }: EventRecord) => {
      const signal = payload as unknown as Payloads['SIGNAL'];
      return signal.symbol === symbol && actions.includes(signal.action);
    },
  };
  const { branch } = session;
  let before: number | undefined = branch.barBefore(bar, signals, own);
  for (let looked = 0, block = 4; before !== undefined && looked < LOOKED_AT; block *= 2) {
    // Bars are run forward, so some are looked through at a time.
    const bars: number[] = [];
    for (; before !== undefined && bars.length < block; before = branch.barBefore(before, signals, own)) {
      bars.unshift(before);
    }
    looked += bars.length;
    const found = bars.flatMap((one) => EventScan.of(branch.runnerOf(one).recording).bar(one, wish));
    const event = found.at(-1);
    if (event !== undefined) {
      const { action, conditions } = (event.record as EventRecord<'SIGNAL'>).payload;
      return { event, action, conditions };
    }
  }
  return null;
}

/** @param price close of the bar. */
export function unmetAnswer(asked: Asked, price: number, precedent: Precedent | null): UnmetAnswer {
  if (asked.kind === 'threw') return asked;
  if (asked.kind === 'no_bar') return { kind: 'silent', values: {}, answer: null };
  const answer = asked.signal?.action ?? null;
  if (asked.conditions.length === 0) return { kind: 'silent', values: asked.values, answer };
  const telling = new Set(precedent?.conditions.map(nameOf));
  const tested = withPlaces(asked).map(({ condition, place }): TestedGap => {
    const matters = telling.size === 0 || telling.has(nameOf(condition));
    return { condition, place, gap: condition.met ? null : gapOf(condition, price), matters };
  });
  const unmet = tested.filter(({ gap }) => gap !== null);
  const relevant = unmet.filter(({ matters }) => matters);
  // A strategy with several ways to one signal may have been kept by another of them.
  const [nearest = null] = (relevant.length > 0 ? relevant : unmet).toSorted((a, b) =>
    compareGaps(a.gap as ConditionGap, b.gap as ConditionGap),
  );
  const here = new Set(asked.conditions.map(nameOf));
  const untested = [...telling].filter((name) => !here.has(name));
  return { kind: 'conditions', tested, nearest, untested, answer };
}

/** A condition by what it compares, whatever the values. */
function nameOf({ left, operator, right }: Condition): string {
  return operator === 'is' ? left : `${left} ${operator} ${right}`;
}
