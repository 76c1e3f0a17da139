/** A key by its name (`n`, `Enter`, `Ctrl-P`), and what it types. */
export interface KeyPress {
  readonly name: string;
  /** Empty for keys that type nothing. */
  readonly text: string;
}

/** What Ink says of a key: those of its fields that matter here. */
export interface RawKey {
  readonly upArrow?: boolean;
  readonly downArrow?: boolean;
  readonly leftArrow?: boolean;
  readonly rightArrow?: boolean;
  readonly pageDown?: boolean;
  readonly pageUp?: boolean;
  readonly home?: boolean;
  readonly end?: boolean;
  readonly return?: boolean;
  readonly escape?: boolean;
  readonly ctrl?: boolean;
  readonly shift?: boolean;
  readonly tab?: boolean;
  readonly backspace?: boolean;
  readonly delete?: boolean;
  readonly meta?: boolean;
}

const NAMED: readonly (readonly [keyof RawKey, string])[] = [
  ['upArrow', '↑'],
  ['downArrow', '↓'],
  ['leftArrow', '←'],
  ['rightArrow', '→'],
  ['pageDown', 'PgDn'],
  ['pageUp', 'PgUp'],
  ['home', 'Home'],
  ['end', 'End'],
  ['return', 'Enter'],
  ['escape', 'Esc'],
  ['tab', 'Tab'],
  ['backspace', 'Backspace'],
  ['delete', 'Delete'],
];

/** Keys of one piece of input: several come at once when they are pressed faster than they are read. */
export function keyPresses(input: string, key: RawKey): KeyPress[] {
  const named = NAMED.find(([field]) => key[field] === true)?.[1];
  if (named !== undefined) return [{ name: withModifiers(named, key), text: '' }];
  if (key.ctrl === true) return [{ name: `Ctrl-${input.toUpperCase()}`, text: '' }];
  if (key.meta === true) return [{ name: `Alt-${input}`, text: '' }];
  return Array.from(input, keyOf);
}

function withModifiers(name: string, { ctrl, shift, meta }: RawKey): string {
  if (ctrl === true) return `Ctrl-${name}`;
  if (shift === true && name !== 'Enter') return `Shift-${name}`;
  // Escape comes with the mark of the Alt key.
  return meta === true && name !== 'Esc' ? `Alt-${name}` : name;
}

const CONTROLS: Readonly<Record<string, string>> = {
  '\r': 'Enter',
  '\n': 'Enter',
  '\t': 'Tab',
  '\u001b': 'Esc',
  '\u007f': 'Backspace',
  '\b': 'Backspace',
};

function keyOf(character: string): KeyPress {
  if (character === ' ') return { name: 'Space', text: ' ' };
  const named = CONTROLS[character];
  if (named !== undefined) return { name: named, text: '' };
  const code = character.charCodeAt(0);
  if (code < 32) return { name: `Ctrl-${String.fromCharCode(code + 64)}`, text: '' };
  return { name: character, text: character };
}
