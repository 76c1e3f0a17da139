import type { UserError } from '../../src/index.ts';
import type { Note } from './frame.ts';

/** Something to be said; null for nothing. */
export function said(text: string): Note | null {
  return text === '' ? null : { kind: 'said', text, column: null };
}

/** A mistake in one line, with the column in what was typed. */
export function mistake(error: UserError): Note {
  const hint = error.hint === undefined ? '' : ` (${error.hint})`;
  return { kind: 'mistake', text: `${error.message}${hint}`, column: error.location?.column ?? null };
}
