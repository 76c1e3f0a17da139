import { eventTypeNames } from '../../events/event-type.ts';
import { nameHint } from '../../foundation/nearest-name.ts';
import { UserError } from '../../foundation/user-error.ts';
import { matchesPattern } from '../../tracing/pattern.ts';
import type { EventFilter } from './event-list.ts';

const NUMBERS = ['from', 'to', 'last', 'first'] as const;

/**
 * Reads a filter as it is typed: types, patterns of types in capitals and of containers, `from`, `to`, `last` and `first` with numbers, and at the
 * end `where` with an expression.
 *
 *     FILL,POSITION_CLOSE portfolio_* from 100 to 200 last 5 where pnl < 0
 *
 * @throws UserError for words that it cannot read.
 */
export function parseEventFilter(text: string): EventFilter {
  const [, head, where] = /^(.*?)(?:(?:^|\s)where\s+(.*))?$/s.exec(text.trim()) as RegExpExecArray;
  const types: string[] = [];
  const numbers: Partial<Record<(typeof NUMBERS)[number], number>> = {};
  let container: string | undefined;
  const words = head.split(/[\s,]+/).filter((word) => word !== '');
  const known = eventTypeNames();
  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    const key = NUMBERS.find((name) => name === word);
    const type = word.toUpperCase().replaceAll('-', '_');
    if (key !== undefined) {
      const value = words[++i];
      if (value === undefined || !/^\d+$/.test(value)) {
        throw badWord(`${key} needs a number, found ${value ?? 'nothing'}`, 'for example last 5');
      }
      numbers[key] = Number(value);
    } else if (known.includes(type)) {
      types.push(type);
    } else if (isTypePattern(word) && known.some((name) => matchesPattern(word, name))) {
      types.push(...known.filter((name) => matchesPattern(word, name)));
    } else if (container === undefined && /[*]|^(data|features|strategy|portfolio|execution)_/.test(word)) {
      container = word;
    } else {
      throw badWord(`"${word}" is neither an event type nor a container`, nameHint(type, known));
    }
  }
  return {
    ...numbers,
    ...(types.length === 0 ? {} : { types }),
    ...(container === undefined ? {} : { container }),
    ...(where === undefined ? {} : { where }),
  };
}

/** `*REJECTED`, in capitals as stops take it: `portfolio_*` are containers, and `*` alone is all of them. */
function isTypePattern(word: string): boolean {
  return word.includes('*') && /[A-Z]/.test(word) && !/[a-z]/.test(word);
}

function badWord(message: string, hint: string): UserError {
  return new UserError(`events: ${message}`, { code: 'bad_filter', hint });
}
