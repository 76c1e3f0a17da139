import { UserError } from '../../foundation/user-error.ts';

/** The text of an expression and what it is called in messages: `--where`, `condition`. */
export interface ExpressionSource {
  readonly text: string;
  readonly name: string;
  readonly words?: SignedWords;
}

/** Names that hold signs of the language, each of which is one name all the same: `portfolio_my-main`, `BRK-B`. */
export interface SignedWords {
  /** Those that a path begins with. */
  readonly roots: readonly string[];
  /** Those behind a dot. */
  readonly steps: readonly string[];
}

/** A mistake in an expression, with a caret under the place. @param at offset in the text, from 0. */
export function expressionError(
  { text, name }: ExpressionSource,
  at: number,
  message: string,
  hint?: string,
): UserError {
  const before = Array.from(text.slice(0, at)).length;
  return new UserError(message, {
    code: 'bad_expression',
    location: { file: name, line: 1, column: before + 1 },
    hint,
    excerpt: excerptOf(text, before),
  });
}

const SHOWN_AROUND = 50;

/** A long text is cut around the place, so that the caret stays on the screen. */
function excerptOf(text: string, before: number): string {
  const points = Array.from(text.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, ' '));
  const from = Math.max(0, before - SHOWN_AROUND);
  const to = Math.min(points.length, before + SHOWN_AROUND);
  const shown = `${from > 0 ? '…' : ''}${points.slice(from, to).join('')}${to < points.length ? '…' : ''}`;
  return `  | ${shown}\n  | ${' '.repeat(before - from + (from > 0 ? 1 : 0))}^`;
}
