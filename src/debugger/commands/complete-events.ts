import { keyContainer, keyType, typeSlug } from '../../events/event-id.ts';
import { eventTypeNames, eventTypeNumber, TYPE } from '../../events/event-type.ts';
import { RECORDED_TYPES } from '../recorded-types.ts';
import type { Candidate } from './candidate.ts';
import type { Desk } from './desk.ts';

/** The last ones are what people ask about. */
const LAST = 30;

/** Events and trades up to the cursor, by their ids: kinds first, and numbers of a kind once it is typed. */
export function eventCandidates({ session }: Desk, typed: string): Candidate[] {
  const kinds = eventTypeNames().map((name) => ({ name, text: `${typeSlug(name)}-` }));
  // A trade is what a portfolio closes, before it is a market's print.
  if (typed.startsWith('t')) return trades(session.core);
  const begun = kinds.find(({ text }) => typed.startsWith(text));
  if (begun === undefined) return prefixes(kinds);
  const type = eventTypeNumber(begun.name);
  if (type === undefined || !RECORDED_TYPES.includes(type)) return [];
  const { branch } = session.core;
  const { containers } = branch.recording.engine.topology.containers[0].bus;
  // Of several containers that count for themselves, only a whole id tells which is meant.
  const events = branch
    .between(0, lastDone(session.core), new Set([type]))
    .filter((event) => keyType(event.key) === type)
    .slice(-LAST)
    .reverse();
  const isOne = new Set(events.map(({ key }) => keyContainer(key))).size === 1;
  return events.map(({ key, sequence, bar }) => ({
    text: isOne ? `${begun.text}${sequence}` : `${containers[keyContainer(key)]}/${begun.text}${sequence}`,
    help: `bar ${bar}`,
  }));
}

function prefixes(kinds: readonly { readonly name: string; readonly text: string }[]): Candidate[] {
  return kinds.map(({ name, text }) => ({ text, help: `a ${name} by its number` }));
}

/** Trades of the portfolio in focus that were opened up to the cursor, the last first. */
export function tradeCandidates(desk: Desk): Candidate[] {
  return trades(desk.session.core);
}

function trades(core: Desk['session']['core']): Candidate[] {
  const { branch, focus } = core;
  const portfolio = branch.recording.engine.topology.portfolios.find(
    ({ spec }) => spec.id === focus.portfolio,
  );
  const accepts = (container: number) => container === portfolio?.container.number;
  return branch
    .between(0, lastDone(core), new Set([TYPE.POSITION_OPEN]), accepts)
    .slice(-LAST)
    .reverse()
    .map(({ trade, bar }) => ({ text: `trade-${trade}`, help: `opened at bar ${bar}` }));
}

/** The last bar that the cursor has come to the end of: what lies after it is not offered. */
function lastDone({ position: { bar, event } }: Desk['session']['core']): number {
  return event === null ? bar : bar - 1;
}
