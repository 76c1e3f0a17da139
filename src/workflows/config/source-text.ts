import { upperBound } from '../../foundation/binary-search.ts';
/** The text of a file with its line starts: offsets to lines and columns, and excerpts with carets. */
export class SourceText {
  readonly file: string;
  readonly text: string;
  readonly #lineStarts: number[] = [0];

  constructor(text: string, file: string) {
    this.file = file;
    this.text = text;
    for (let i = text.indexOf('\n'); i !== -1; i = text.indexOf('\n', i + 1)) this.#lineStarts.push(i + 1);
  }

  /** Line and column of an offset, both from 1; columns count UTF-16 units, as editors do. */
  position(offset: number): { line: number; column: number } {
    const starts = this.#lineStarts;
    const line = Math.max(1, upperBound(starts, offset));
    return { line, column: Math.min(offset, this.text.length) - starts[line - 1] + 1 };
  }

  /** The offset of a line and column, both from 1. */
  offset(line: number, column: number): number {
    return Math.min((this.#lineStarts[line - 1] ?? this.text.length) + column - 1, this.text.length);
  }

  /** The line of `start` under its number, with carets from `start` to `end` or to the end of that line. */
  excerpt(start: number, end: number): string {
    const { line, column } = this.position(start);
    const lineStart = this.#lineStarts[line - 1];
    const lineEnd = this.#lineStarts[line] ?? this.text.length + 1;
    const whole = this.text.slice(lineStart, lineEnd - 1).replace(/\r$/, '');
    const from = column - 1;
    const to = Math.max(from + 1, Math.min(end - lineStart, whole.length));

    // A long line is shown around the caret only.
    const cutFrom = whole.length <= 2 * WINDOW || from < WINDOW ? 0 : from - WINDOW;
    const cutTo = Math.min(whole.length, cutFrom + 2 * WINDOW);
    const lead = cutFrom > 0 ? '…' : '';
    const tail = cutTo < whole.length ? '…' : '';
    const visible = (part: string) => part.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}]/gu, ' ');
    const before = lead + visible(whole.slice(cutFrom, from));
    const marked = visible(whole.slice(from, Math.min(to, cutTo)));

    const gutter = `  ${line} | `;
    const blank = `${' '.repeat(gutter.length - 2)}| `;
    const caret = ' '.repeat(displayWidth(before)) + '^'.repeat(Math.max(1, displayWidth(marked)));
    return `${gutter}${lead}${visible(whole.slice(cutFrom, cutTo))}${tail}\n${blank}${caret}`;
  }
}

/** Characters shown on each side of the caret. */
const WINDOW = 60;

const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;

/** Terminal columns of a text: East Asian characters and emoji take two, combining marks none. */
function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += /\p{Mn}/u.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return width;
}
