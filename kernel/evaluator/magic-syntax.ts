/** A magic where it stands in a cell. Positions are UTF-16 units. */
export interface MagicCall {
  /** `!` for a line that begins so. */
  readonly name: string;
  readonly argument: string;
  /** Place of the argument. */
  readonly argumentStart: number;
  /** Rest of the cell, of a `%%name` alone. */
  readonly body: string | undefined;
  readonly start: number;
  /** End of the line, or of the cell. */
  readonly end: number;
}

const CELL = /^\s*%%(\p{ID_Start}[\p{ID_Continue}-]*)[ \t]*(.*)/u;
const LINE = /%(\p{ID_Start}[\p{ID_Continue}-]*)[ \t]*(.*)/uy;
/** `!ls`, and neither `!(a)` nor `!!a`. */
const SHELL = /!([ \t]*([\p{ID_Continue}$./~-].*))/uy;
/** A text, a comment, or what lies between them. */
const TOKEN =
  /\/\*[\s\S]*?(?:\*\/|$)|\/\/.*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\[\s\S]|[^`\\])*(?:`|$)|[^"'`/\n]+|[\s\S]/y;

/**
 * Finds the magics of a cell: lines that begin, in the first column, with `%name`, and outside of texts and comments; with
 * `!command`; or a first line that begins with `%%name`.
 *
 * @param isName whether a name is a variable: `!ready` negates it
 */
export function findMagics(code: string, isName: (name: string) => boolean): MagicCall[] {
  // Few cells have any.
  if (!/^\s*%%|^[%!]/m.test(code)) return [];
  const whole = CELL.exec(code);
  if (whole !== null) {
    const [head, name, argument] = whole;
    const end = code.length;
    const body = code.slice(head.length + 1);
    return [{ ...trimmed(argument, head.length - argument.length), name, body, start: 0, end }];
  }
  const calls: MagicCall[] = [];
  for (let at = 0; at < code.length; ) {
    const call = magicAt(code, at, isName);
    if (call !== undefined) calls.push(call);
    at = call === undefined ? nextLine(code, at) : call.end + 1;
  }
  return calls;
}

/** Puts TypeScript in the place of magics: `await __magic(0)` for the first. */
export function replaceMagics(code: string, calls: readonly MagicCall[]): string {
  return spliced(code, calls, (_call, index) => `await __magic(${index});`);
}

/** Blanks magics out, so that all else stays where it is. @param isCode whether what a magic is given is TypeScript */
export function maskMagics(
  code: string,
  calls: readonly MagicCall[],
  isCode: (name: string) => boolean,
): string {
  return spliced(code, calls, ({ name, argumentStart, argument, body, start, end }) => {
    const text = code.slice(start, end);
    if (!isCode(name)) return blank(text);
    const from = body === undefined ? argumentStart : argumentStart + argument.length;
    return blank(text.slice(0, from - start)) + text.slice(from - start);
  });
}

/** Where a position of what `replaceMagics` returned lies in the cell. */
export function positionBefore(code: string, calls: readonly MagicCall[], position: number): number {
  let at = position;
  for (const [index, { start, end }] of calls.entries()) {
    if (at <= start) break;
    const longer = `await __magic(${index});`.length - (end - start);
    at = Math.max(start, at - longer);
  }
  return Math.min(at, code.length);
}

function magicAt(code: string, at: number, isName: (name: string) => boolean): MagicCall | undefined {
  LINE.lastIndex = at;
  const line = LINE.exec(code);
  if (line !== null) {
    const [text, name, argument] = line;
    const end = at + text.length;
    return { ...trimmed(argument, end - argument.length), name, body: undefined, start: at, end };
  }
  SHELL.lastIndex = at;
  const shell = SHELL.exec(code);
  if (shell === null) return undefined;
  const [text, argument, command] = shell;
  const [word] = /^[\p{ID_Continue}$]*/u.exec(command)!;
  if (isKnown(word, code, isName)) return undefined;
  const end = at + text.length;
  return { ...trimmed(argument, at + 1), name: '!', body: undefined, start: at, end };
}

/** Whether a name is a variable, here or before, or a word of the language. */
function isKnown(word: string, code: string, isName: (name: string) => boolean): boolean {
  if (word === '') return false;
  if (
    isName(word) ||
    word in globalThis ||
    /^(?:await|new|typeof|function|class|this|import|\d.*)$/.test(word)
  )
    return true;
  const name = word.replaceAll('$', String.raw`\$`);
  return new RegExp(
    String.raw`\b(?:const|let|var|function|class|enum|import)\b[^\n=]*(?<![\p{ID_Continue}$])${name}(?![\p{ID_Continue}$])`,
    'u',
  ).test(code);
}

/** Start of the next line that does not lie in a text or comment. */
function nextLine(code: string, from: number): number {
  for (let at = from; at < code.length; at = TOKEN.lastIndex) {
    if (code[at] === '\n') return at + 1;
    TOKEN.lastIndex = at;
    TOKEN.test(code);
  }
  return code.length;
}

function trimmed(argument: string, start: number): Pick<MagicCall, 'argument' | 'argumentStart'> {
  const text = argument.trimStart();
  return { argument: text.trimEnd(), argumentStart: start + argument.length - text.length };
}

function spliced(
  code: string,
  calls: readonly MagicCall[],
  replacement: (call: MagicCall, index: number) => string,
): string {
  let text = '';
  let at = 0;
  for (const [index, call] of calls.entries()) {
    text += code.slice(at, call.start) + replacement(call, index);
    at = call.end;
  }
  return text + code.slice(at);
}

function blank(text: string): string {
  return text.replaceAll(/[^\n]/g, ' ');
}
