import type { Deed } from './link.ts';

/** Keys while the widget has the focus, and no field of it is typed in. */
export const KEYS: readonly (readonly [keys: readonly string[], deed: Deed | Act, words: string])[] = [
  [['n', 'ArrowRight'], { what: 'next' }, 'next bar'],
  [['N', 'ArrowLeft'], { what: 'back' }, 'back one bar'],
  [['s'], { what: 'step' }, 'next event'],
  [['S'], { what: 'step-back' }, 'back one event'],
  [['f'], { what: 'fill' }, 'next fill'],
  [['F'], { what: 'fill-back' }, 'previous fill'],
  [['c'], { what: 'continue' }, 'run to the next stop'],
  [['C'], { what: 'continue-back' }, 'back to the stop before'],
  [['Home'], { what: 'start' }, 'start of the run'],
  [['End'], { what: 'end' }, 'end of the run'],
  [[' '], 'play', 'play or pause'],
  [['>', '.'], 'faster', 'faster'],
  [['<', ','], 'slower', 'slower'],
  [['r'], 'turn', 'turn the direction of play'],
  [['+', '='], { what: 'zoom', by: -1 }, 'more of each bar'],
  [['-'], { what: 'zoom', by: 1 }, 'more bars'],
  [['w'], { what: 'why', of: null }, 'why of what happened at the cursor'],
  [['W'], { what: 'whynot' }, 'why nothing happened'],
  [['u', '/'], 'until', 'type where to run to'],
  [['Escape'], { what: 'pause' }, 'stop whatever runs'],
  [['?'], 'help', 'these keys'],
];

export type Act = 'play' | 'faster' | 'slower' | 'turn' | 'until' | 'help';

export function isModified({ ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  return ctrlKey || metaKey || altKey;
}

/** What a key means; undefined for one that is none of ours. */
export function deedOf(event: KeyboardEvent): Deed | Act | undefined {
  return KEYS.find(([keys]) => keys.includes(event.key))?.[1];
}

/** Whether keys go into what has the focus. */
export function isTypedIn(target: EventTarget | null, key: string): boolean {
  const element = target as HTMLElement | null;
  if (element === null) return false;
  if (element instanceof HTMLInputElement && element.type === 'text') return true;
  if (element instanceof HTMLSelectElement) return true;
  if (element instanceof HTMLInputElement) return key.startsWith('Arrow') || key === 'Home' || key === 'End';
  // Buttons are pressed by the space bar.
  return element instanceof HTMLButtonElement && (key === ' ' || key === 'Enter');
}
