/** Something done with the mouse, at a cell of the screen; both count from 0. */
export interface MousePress {
  readonly kind: 'click' | 'wheel-up' | 'wheel-down';
  readonly x: number;
  readonly y: number;
}

/** Presses and the wheel are reported (1000), as text of any length (1006). */
export const MOUSE_ON = '\u001b[?1000h\u001b[?1006h';
export const MOUSE_OFF = '\u001b[?1006l\u001b[?1000l';

// biome-ignore lint/suspicious/noControlCharactersInRegex: reports of the mouse are escape sequences
const REPORT = /\u001b\[<(\d+);(\d+);(\d+)([Mm])/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above
const BEGUN = /\u001b\[<[\d;]*$/;
const KINDS: Readonly<Record<number, MousePress['kind']>> = { 0: 'click', 64: 'wheel-up', 65: 'wheel-down' };

/** Takes what the mouse did out of what comes from a terminal. */
export class MouseReader {
  readonly #onPress: (press: MousePress) => void;
  /** The beginning of a report whose end has not come yet. */
  #begun = '';

  constructor(onPress: (press: MousePress) => void) {
    this.#onPress = onPress;
  }

  /** @returns the rest: keys and pastes. */
  strip(text: string): string {
    const whole = this.#begun + text;
    this.#begun = BEGUN.exec(whole)?.[0] ?? '';
    return whole
      .slice(0, whole.length - this.#begun.length)
      .replaceAll(REPORT, (_, button: string, column: string, row: string, end: string) => {
        const kind = KINDS[Number(button)];
        if (kind !== undefined && end === 'M')
          this.#onPress({ kind, x: Number(column) - 1, y: Number(row) - 1 });
        return '';
      });
  }
}

/** A terminal's input without what the mouse did: Ink reads keys alone. */
export function withoutMouse(stdin: NodeJS.ReadStream, reader: MouseReader): NodeJS.ReadStream {
  const read = (): string | null => {
    for (;;) {
      const chunk = stdin.read() as string | Buffer | null;
      if (chunk === null) return null;
      const rest = reader.strip(String(chunk));
      if (rest !== '') return rest;
    }
  };
  return new Proxy(stdin, {
    get(target, name) {
      if (name === 'read') return read;
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}
