import type { Action } from '../../events/payloads.ts';
import { nameHint } from '../../foundation/nearest-name.ts';
import { UserError } from '../../foundation/user-error.ts';

/** What somebody had expected to happen. */
export const WANTED = ['BUY', 'SELL', 'EXIT', 'entry', 'exit', 'signal', 'order', 'fill', 'trade'] as const;
export type Wanted = (typeof WANTED)[number];

/** @throws UserError for a word that is none of those. */
export function wantedOf(text: string): Wanted {
  const word = text.trim();
  const exact = WANTED.find((one) => one === word);
  // EXIT is what a strategy says, exit is leaving by whatever it says; other words may be written either way.
  const found = exact ?? WANTED.find((one) => one.toLowerCase() === word.toLowerCase());
  if (found !== undefined) return found;
  throw new UserError(`whynot: "${word}" is nothing that could have happened`, {
    code: 'unknown_wish',
    hint: nameHint(word, WANTED),
  });
}

/**
 * The actions that would have done it; any when null.
 *
 * @param held units that the strategy held, signed.
 */
export function actionsFor(wanted: Wanted | null, held: number): readonly Action[] | null {
  switch (wanted) {
    case 'BUY':
    case 'SELL':
    case 'EXIT':
      return [wanted];
    case 'entry':
      return ['BUY', 'SELL'];
    case 'exit':
      if (held > 0) return ['EXIT', 'SELL'];
      return held < 0 ? ['EXIT', 'BUY'] : ['EXIT'];
    case 'signal':
    case 'order':
    case 'fill':
    case 'trade':
    case null:
      return null;
  }
}
