import { Lexer } from 'yaml';
import type { UserError } from '../../foundation/user-error.ts';

/** Largest configuration that is read, in bytes. */
const MOST_BYTES = 4 * 1024 * 1024;

/** Deepest nesting that is read; a configuration needs about eight levels. */
export const DEEPEST = 100;

/** Most words and marks that are read: enough for 20 000 symbols. The parser takes about 2 kB for each. */
const MOST_TOKENS = 500_000;

const TOO_LARGE = 'keep data in files that "source" names';

type At = (message: string, code: string, start: number, hint?: string) => UserError;

/**
 * Refuses text that the YAML parser should not be given: too large, not text, or nested so deeply that the parser, which
 * is recursive, would spend seconds on running out of stack. Returns the mistake, or undefined when the text is fit.
 */
export function unfitText(text: string, at: At): UserError | undefined {
  return unfitBytes(text, at) ?? unfitStructure(text, at);
}

/** Refuses what is too large, or no text. */
export function unfitBytes(text: string, at: At): UserError | undefined {
  if (text.length > MOST_BYTES || Buffer.byteLength(text) > MOST_BYTES) {
    return at('the configuration is larger than 4 MB', 'too_large', 0, TOO_LARGE);
  }
  // Invalid UTF-8 arrives as U+FFFD, UTF-16 as NULs between letters.
  const bad = /(?![\t\n\r])[\p{Cc}\p{Cs}\ufffd]/u.exec(text);
  if (bad !== null) {
    const code = bad[0].codePointAt(0) ?? 0;
    const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
    return at(`not UTF-8 text: found the character ${name}`, 'not_text', bad.index, 'save the file as UTF-8');
  }
  return undefined;
}

/** Looks at tokens only: the lexer, unlike the parser, is not recursive and keeps nothing. */
function unfitStructure(text: string, at: At): UserError | undefined {
  let offset = 0;
  let tokens = 0;
  let flow = 0;
  // Levels of a block need at least one column of indentation or one `-`, `?` or `:` on the line each.
  let indent = 0;
  let indicators = 0;
  let atLineStart = true;
  for (const token of new Lexer().lex(text)) {
    if (++tokens > MOST_TOKENS)
      return at('the configuration has too many parts', 'too_large', offset, TOO_LARGE);
    const first = token[0];
    if (first === '\n' || first === '\r') {
      atLineStart = true;
      indent = 0;
      indicators = 0;
    } else if (atLineStart && first === ' ') {
      indent = token.length;
      atLineStart = false;
    } else if (first !== '#') {
      atLineStart = false;
      if (token === '[' || token === '{') flow++;
      else if (token === ']' || token === '}') flow--;
      // The lexer gives up on brackets left open.
      else if (token === '\x18') flow = 0;
      else if (token === '-' || token === '?' || token === ':') indicators++;
      if (flow > DEEPEST || indent + flow > 4 * DEEPEST || indicators > 4 * DEEPEST) {
        return at('nested too deeply', 'too_deep', offset, `at most ${DEEPEST} levels`);
      }
    }
    // The lexer's own marks (document, scalar, end of flow) take no characters of the text.
    if (first !== '\x02' && first !== '\x1f' && first !== '\x18') offset += token.length;
  }
  return undefined;
}
