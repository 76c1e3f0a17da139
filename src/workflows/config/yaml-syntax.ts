import { Lexer, type YAMLError } from 'yaml';

interface SyntaxMessage {
  readonly message: string;
  readonly hint?: string;
  /** Offsets of what to point at. */
  readonly start: number;
  readonly end: number;
}

/** What a person is told about a syntax error; the parser's own words are kept where they are plain enough. */
export function syntaxMessage(error: YAMLError, text: string): SyntaxMessage {
  const [start, end] = error.pos;
  const said = `YAML syntax: ${error.message.charAt(0).toLowerCase()}${error.message.slice(1)}`;
  if (/closing ["']quote|Flow (map|sequence)/.test(error.message)) {
    // The parser notices where the text ends or goes on; a person has to look at what was opened.
    const opened = openedBefore(text, start);
    if (opened !== undefined) {
      const { at, mark } = opened;
      return { message: `YAML syntax: this ${mark} is never closed`, start: at, end: at + 1 };
    }
  }
  switch (error.code) {
    case 'TAB_AS_INDENT':
      return { message: 'a tab is used for indentation', hint: 'YAML allows spaces only', start, end };
    case 'MULTIPLE_DOCS':
      return {
        message: 'a second document begins here',
        hint: 'one file holds one configuration',
        start,
        end,
      };
    case 'BLOCK_AS_IMPLICIT_KEY':
    case 'MULTILINE_IMPLICIT_KEY':
      return { message: said, hint: 'is a ":" missing, or one too many on this line?', start, end };
    case 'BAD_INDENT':
      return { message: said, hint: 'keys of one map start in the same column', start, end };
    default:
      return { message: said, start, end };
  }
}

/** The innermost bracket or quote that is still open at an offset. */
function openedBefore(text: string, offset: number): { at: number; mark: string } | undefined {
  const open: { at: number; mark: string }[] = [];
  let at = 0;
  for (const token of new Lexer().lex(text)) {
    // The lexer's own marks take no characters of the text.
    if (token === '\x02' || token === '\x1f' || token === '\x18') continue;
    if (at >= offset) break;
    const mark = token[0];
    if (token === '[' || token === '{') open.push({ at, mark });
    else if (token === ']' || token === '}') open.pop();
    else if (mark === '"' || mark === "'") {
      const closed = token.length > 1 && token.endsWith(mark);
      if (!closed) return { at, mark };
    }
    at += token.length;
  }
  return open.at(-1);
}
