import { displayOf, type Shown } from '../facade/shown.ts';
import type { Motion } from '../status.ts';
import type { Answer } from './command.ts';

/** A motion as the answer to a command. */
export function movedAnswer(motion: Motion): Answer {
  return {
    text: motion.toString(),
    data: motion.toJSON(),
    ...(motion.failure === null ? {} : { failure: motion.failure }),
    ...(motion.end === 'interrupted' ? { interrupted: true } : {}),
  };
}

/** What a method gave, as the answer to a command. @param data what is left out of JSON is left out here. */
export function answerOf<T extends object>(given: Shown<T>, data: unknown = given): Answer {
  return { text: given.toString(), data, given, display: () => displayOf(given) };
}

/** A value as it is written in a call of the typed API. */
export function literal(value: unknown): string {
  if (typeof value === 'string') {
    return `'${JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
  }
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, one]) => one !== undefined);
    return `{ ${entries.map(([name, one]) => `${propertyName(name)}: ${literal(one)}`).join(', ')} }`;
  }
  return JSON.stringify(value) ?? 'undefined';
}

function propertyName(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : literal(name);
}

/** Arguments of a call; missing ones at the end are left out. */
export function callText(method: string, ...given: readonly unknown[]): string {
  const last = given.findLastIndex((value) => value !== undefined);
  return `session.${method}(${given
    .slice(0, last + 1)
    .map(literal)
    .join(', ')})`;
}

/** A call whose answer is waited for. */
export function awaited(method: string, ...given: readonly unknown[]): string {
  return `await ${callText(method, ...given)}`;
}

/** A place as a call names it: bars by their numbers. */
export function placeArgument(place: string | undefined): string | number | undefined {
  return place !== undefined && /^\d+$/.test(place) ? Number(place) : place;
}
