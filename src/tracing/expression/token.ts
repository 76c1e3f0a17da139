import { type ExpressionSource, expressionError } from './expression-error.ts';

/** Symbols of the language, longest first, so that `===` is not read as `==` and `=`. */
const SYMBOLS = [
  '===', '!==', '==', '!=', '<=', '>=', '&&', '||', '<', '>', '!', '+', '-', '*', '/', '%', '(', ')', '[', ']', ',', '.',
] as const; // biome-ignore format: one line reads like a table
type Symbol = (typeof SYMBOLS)[number];

/** Words that stand for a symbol. */
const WORDS: Readonly<Record<string, Symbol>> = { and: '&&', or: '||', not: '!' };

/** One piece of an expression; `at` is its offset in the text. */
export type Token =
  | { readonly kind: 'number'; readonly at: number; readonly text: string; readonly value: number }
  | { readonly kind: 'string'; readonly at: number; readonly text: string; readonly value: string }
  | { readonly kind: 'name'; readonly at: number; readonly text: string }
  | { readonly kind: 'symbol'; readonly at: number; readonly text: string; readonly symbol: Symbol }
  | { readonly kind: 'end'; readonly at: number; readonly text: '' };

const SPACE = /\s+/y;
const NUMBER = /(?:\d+(?:_\d+)*(?:\.\d+)?|\.\d+)(?:[eE][-+]?\d+)?/y;
const NAME = /[\p{L}_][\p{L}\p{N}_]*/uy;
const STRING = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/sy;

/** @throws UserError for characters that are not of the language, and for text that is not closed. */
export function tokenise(source: ExpressionSource): Token[] {
  const { text } = source;
  const tokens: Token[] = [];
  let at = 0;
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  while (at < text.length) {
    const space = match(SPACE);
    if (space !== undefined) {
      at += space.length;
      continue;
    }
    const token = nextToken(source, at, match, tokens.at(-1));
    tokens.push(token);
    at += token.text.length;
  }
  tokens.push({ kind: 'end', at, text: '' });
  return tokens;
}

function nextToken(
  source: ExpressionSource,
  at: number,
  match: (pattern: RegExp) => string | undefined,
  previous: Token | undefined,
): Token {
  const signed = signedWord(source, at, previous);
  if (signed !== undefined) return { kind: 'name', at, text: signed };
  // Behind a name a dot begins the next step of a path, also where a digit follows: `conditions.0`.
  const inPath = previous?.kind === 'name' && source.text[at] === '.';
  const number = inPath ? undefined : match(NUMBER);
  if (number !== undefined) {
    return { kind: 'number', at, text: number, value: Number(number.replaceAll('_', '')) };
  }
  const name = match(NAME);
  if (name !== undefined) {
    const symbol = Object.hasOwn(WORDS, name) ? WORDS[name] : undefined;
    // `payload.not` is a field all the same.
    const isStep = previous?.kind === 'symbol' && previous.symbol === '.';
    if (symbol === undefined || isStep) return { kind: 'name', at, text: name };
    return { kind: 'symbol', at, text: name, symbol };
  }
  const quoted = match(STRING);
  if (quoted !== undefined) return { kind: 'string', at, text: quoted, value: unquote(source, quoted, at) };
  const symbol = SYMBOLS.find((candidate) => source.text.startsWith(candidate, at));
  if (symbol !== undefined) return { kind: 'symbol', at, text: symbol, symbol };
  throw strange(source, at);
}

const IN_NAME = /[\p{L}\p{N}_]/u;

/** The longest name with signs in it that stands here as a whole: `BRK-B` is no difference where a symbol is called so. */
function signedWord(
  { text, words }: ExpressionSource,
  at: number,
  previous: Token | undefined,
): string | undefined {
  if (words === undefined) return undefined;
  const isStep = previous?.kind === 'symbol' && previous.symbol === '.';
  return (isStep ? words.steps : words.roots)
    .filter((word) => text.startsWith(word, at) && !IN_NAME.test(text.charAt(at + word.length)))
    .sort((a, b) => b.length - a.length)
    .at(0);
}

function unquote(source: ExpressionSource, quoted: string, at: number): string {
  return quoted.slice(1, -1).replaceAll(/\\(.)/gsu, (_, escaped: string, offset: number) => {
    if (escaped === '\\' || escaped === "'" || escaped === '"') return escaped;
    const hint = `write \\\\, \\' or \\"`;
    throw expressionError(source, at + 1 + offset, `there is no escape \\${escaped}`, hint);
  });
}

function strange(source: ExpressionSource, at: number): Error {
  const character = String.fromCodePoint(source.text.codePointAt(at) as number);
  if (character === "'" || character === '"') {
    return expressionError(source, at, 'text is not closed', `end it with ${character}`);
  }
  const meant: Record<string, string> = { '=': '== compares', '&': '&& is and', '|': '|| is or' };
  const hint = Object.hasOwn(meant, character) ? meant[character] : undefined;
  return expressionError(source, at, `unexpected ${JSON.stringify(character)}`, hint);
}
