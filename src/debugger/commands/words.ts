import { UserError } from '../../foundation/user-error.ts';

/** A part of a line, and where it stands in it. */
export interface Word {
  /** Without the quotes around it. */
  readonly text: string;
  /** Place of its first character in the line, from 0. */
  readonly start: number;
  /** Place behind its last one. */
  readonly end: number;
}

/** One command of a line: what stood before its name, the name, and what follows. */
export interface CommandLine {
  /** As it was typed, without spaces around it. */
  readonly text: string;
  /** `5` of `5n`. */
  readonly count: Word | null;
  readonly name: Word;
  readonly words: Words;
}

/** The words behind the name of a command, taken one after the other. */
export class Words {
  /** Name of the command, for messages. */
  command: string;
  readonly #line: string;
  readonly #words: readonly Word[];
  readonly #end: number;
  readonly #origins = new Map<string, Word>();
  readonly #count: Word | null;
  #next = 0;
  #countTaken = false;

  /**
   * @param command its name, for messages.
   * @param line the whole line.
   * @param from where the words begin in it, and where they end.
   * @param count what stood before the name.
   */
  constructor(command: string, line: string, from: number, to: number, count: Word | null = null) {
    this.command = command;
    this.#line = line;
    this.#words = wordsOf(line, from, to);
    this.#end = to;
    this.#count = count;
  }

  get left(): number {
    return this.#words.length - this.#next;
  }

  /** Whether a count stood before the name. */
  get counted(): boolean {
    return this.#count !== null;
  }

  /** The next word without taking it. */
  get peek(): string | undefined {
    return this.#words[this.#next]?.text;
  }

  /** The next word, for this parameter; undefined when there is none. */
  take(parameter: string): string | undefined {
    const word = this.#words[this.#next];
    if (word === undefined) return undefined;
    this.#next++;
    this.#origins.set(parameter, word);
    return word.text;
  }

  /** All that is left as it was typed, with its quotes; undefined when nothing is. */
  rest(parameter: string): string | undefined {
    const first = this.#words[this.#next];
    if (first === undefined) return undefined;
    const text = this.#line.slice(first.start, this.#end).trimEnd();
    this.#next = this.#words.length;
    this.#origins.set(parameter, { text, start: first.start, end: first.start + text.length });
    return text;
  }

  /** All that is left, word by word. */
  all(parameter: string): string[] {
    const words = this.#words.slice(this.#next);
    this.#next = this.#words.length;
    if (words.length > 0) this.#origins.set(parameter, words[0]);
    return words.map(({ text }) => text);
  }

  /** The count before the name, where words may follow that are none; undefined when there is none. */
  countBefore(parameter = 'count'): number | undefined {
    if (this.#count === null) return undefined;
    this.#countTaken = true;
    this.#origins.set(parameter, this.#count);
    return Number(this.#count.text);
  }

  /** A whole number behind the name or before it, `n 5` or `5n`; undefined when there is none. */
  count(parameter = 'count'): number | undefined {
    const behind = this.#words[this.#next];
    if (this.#count !== null) {
      if (behind !== undefined)
        throw this.mistake(`there is a count before the name already, found "${behind.text}"`, behind);
      return this.countBefore(parameter);
    }
    return this.number(parameter);
  }

  /** A whole number behind the name; undefined when there is none. */
  number(parameter: string): number | undefined {
    const behind = this.#words[this.#next];
    if (behind === undefined) return undefined;
    if (!/^[+-]?\d[\d_]*$/.test(behind.text)) {
      throw this.mistake(`${parameter} must be a whole number, found "${behind.text}"`, behind);
    }
    this.take(parameter);
    return Number(behind.text.replaceAll('_', ''));
  }

  /** The word that a parameter was read from. */
  wordOf(parameter: string): Word | undefined {
    return this.#origins.get(parameter);
  }

  /** @throws UserError when words are left that nobody took. */
  end(): void {
    if (this.#count !== null && !this.#countTaken) throw this.mistake('takes no count', this.#count);
    const word = this.#words[this.#next];
    if (word !== undefined) throw this.mistake(`"${word.text}" is one word too many`, word);
  }

  /** A mistake at a word: which, where in the line, and what is expected. */
  mistake(message: string, at?: Word, hint = `see "help ${this.command}"`): UserError {
    return new UserError(`${this.command}: ${message}`, {
      code: 'bad_command',
      hint,
      excerpt: caretAt(this.#line, at?.start ?? this.#behind),
    });
  }

  /** The place where one more word would stand. */
  get #behind(): number {
    return this.#line.slice(0, this.#end).trimEnd().length + 1;
  }

  /** A mistake found in a parameter, with the place that it was read from. */
  placed(error: unknown, parameter: string): unknown {
    if (!(error instanceof UserError) || error.excerpt !== undefined) return error;
    const { message, code, hint = `see "help ${this.command}"` } = error;
    const at = this.#origins.get(parameter)?.start ?? this.#behind;
    return new UserError(message, { code, hint, excerpt: caretAt(this.#line, at) });
  }
}

/** Cuts a line at `;`, but not inside quotes. Empty commands are left out, and what follows a `#` behind a space. */
export function splitCommands(line: string): { readonly start: number; readonly end: number }[] {
  const parts: { start: number; end: number }[] = [];
  let start = 0;
  const add = (end: number) => {
    if (line.slice(start, end).trim() !== '') parts.push({ start, end });
    start = end + 1;
  };
  for (let i = 0; i < line.length; i++) {
    if (isQuote(line[i])) i = endOfQuoted(line, i);
    else if (line[i] === ';') add(i);
    else if (line[i] === '#' && (i === 0 || /\s/.test(line[i - 1]))) {
      add(i);
      return parts;
    }
  }
  add(line.length);
  return parts;
}

const LEAD = /^(?:(\d[\d_]*)(?=\s*[:%A-Za-z]))?\s*[:%]?([A-Za-z][\w-]*(?=\s|$)|\S+)/;

/** Reads `5n`, `n 5`, `:goto 2008-09-15` between two places of a line. */
export function readCommand(line: string, start: number, end: number): CommandLine {
  const text = line.slice(start, end).trim();
  const from = line.indexOf(text, start);
  const match = LEAD.exec(text);
  if (match === null) throw new RangeError('a command is not empty');
  const [all, count, name] = match;
  const nameStart = from + all.length - name.length;
  const behind = nameStart + name.length;
  const countWord =
    count === undefined ? null : { text: count.replaceAll('_', ''), start: from, end: from + count.length };
  return {
    text,
    count: countWord,
    name: { text: name, start: nameStart, end: behind },
    words: new Words(name, line, behind, end, countWord),
  };
}

/** The line with a caret below one of its places; a long one is cut around it. */
export function caretAt(line: string, place: number): string {
  const around = 60;
  const from = Math.max(0, place - around);
  const to = Math.min(line.length, place + around);
  const shown = `${from > 0 ? '…' : ''}${line.slice(from, to)}${to < line.length ? '…' : ''}`;
  return `  | ${shown.replaceAll(/\s/g, ' ')}\n  | ${' '.repeat(place - from + (from > 0 ? 1 : 0))}^`;
}

function wordsOf(line: string, from: number, to: number): Word[] {
  const words: Word[] = [];
  let i = from;
  while (i < to) {
    if (/\s/.test(line[i])) {
      i++;
      continue;
    }
    const start = i;
    while (i < to && !/\s/.test(line[i])) i = isQuote(line[i]) ? endOfQuoted(line, i) + 1 : i + 1;
    const end = Math.min(i, to);
    words.push({ text: unquoted(line.slice(start, end)), start, end });
  }
  return words;
}

function isQuote(character: string): boolean {
  return character === '"' || character === "'" || character === '`';
}

/** Place of the closing quote, or of the last character when there is none. */
function endOfQuoted(line: string, open: number): number {
  for (let i = open + 1; i < line.length; i++) {
    if (line[i] === '\\') i++;
    else if (line[i] === line[open]) return i;
  }
  return line.length - 1;
}

function unquoted(text: string): string {
  const closed = text.length > 1 && isQuote(text[0]) && text.at(-1) === text[0];
  return closed && endOfQuoted(text, 0) === text.length - 1 ? text.slice(1, -1) : text;
}
