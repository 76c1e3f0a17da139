/** A line that is being typed; it may hold newlines, which come from a paste. */
export interface Line {
  readonly text: string;
  /** Place of the cursor, in UTF-16 units from 0. */
  readonly cursor: number;
}

export const EMPTY_LINE: Line = { text: '', cursor: 0 };

export function lineOf(text: string): Line {
  return { text, cursor: text.length };
}

export function insert({ text, cursor }: Line, typed: string): Line {
  return { text: text.slice(0, cursor) + typed + text.slice(cursor), cursor: cursor + typed.length };
}

/** Ways to change a line or to move in it, by the names that readline has for them. */
export type Edit =
  | 'left'
  | 'right'
  | 'word-left'
  | 'word-right'
  | 'start'
  | 'end'
  | 'delete-back'
  | 'delete'
  | 'delete-word-back'
  | 'kill-start'
  | 'kill-end';

export function edit(line: Line, how: Edit): Line {
  const { text, cursor } = line;
  const cut = (from: number, to: number): Line => ({
    text: text.slice(0, from) + text.slice(to),
    cursor: from,
  });
  switch (how) {
    case 'left':
      return { text, cursor: glyphBefore(text, cursor) };
    case 'right':
      return { text, cursor: glyphAfter(text, cursor) };
    case 'word-left':
      return { text, cursor: wordBefore(text, cursor) };
    case 'word-right':
      return { text, cursor: cursor + (/^\W*\w*/.exec(text.slice(cursor))?.[0].length ?? 0) };
    case 'start':
      return { text, cursor: 0 };
    case 'end':
      return { text, cursor: text.length };
    case 'delete-back':
      return cut(glyphBefore(text, cursor), cursor);
    case 'delete':
      return cut(cursor, glyphAfter(text, cursor));
    case 'delete-word-back':
      return cut(wordBefore(text, cursor), cursor);
    case 'kill-start':
      return cut(0, cursor);
    case 'kill-end':
      return { text: text.slice(0, cursor), cursor };
  }
}

/** Replaces the text from `start` to the cursor: how a completion is put in. */
export function replace({ text, cursor }: Line, start: number, by: string): Line {
  return { text: text.slice(0, start) + by + text.slice(cursor), cursor: start + by.length };
}

function glyphBefore(text: string, cursor: number): number {
  if (cursor === 0) return 0;
  return cursor - (Array.from(text.slice(0, cursor)).at(-1)?.length ?? 1);
}

function glyphAfter(text: string, cursor: number): number {
  const [next = ''] = text.slice(cursor);
  return cursor + next.length;
}

function wordBefore(text: string, cursor: number): number {
  return cursor - (/\w*\W*$/.exec(text.slice(0, cursor))?.[0].length ?? 0);
}

/** Lines that were entered, and the way back through them. */
export interface LineHistory {
  readonly lines: readonly string[];
  /** How many lines back; 0 is the one being typed. */
  readonly back: number;
  /** What was being typed before the way back began. */
  readonly draft: string;
}

export const NO_HISTORY: LineHistory = { lines: [], back: 0, draft: '' };
const LONGEST = 1000;

export function remember(history: LineHistory, text: string): LineHistory {
  const lines = text.trim() === '' ? history.lines : [...history.lines.filter((one) => one !== text), text];
  return { lines: lines.slice(-LONGEST), back: 0, draft: '' };
}

/** @param by 1 for an older line, −1 for a newer one. */
export function recall(history: LineHistory, line: Line, by: 1 | -1): { history: LineHistory; line: Line } {
  const back = Math.max(0, Math.min(history.lines.length, history.back + by));
  if (back === history.back) return { history, line };
  const draft = history.back === 0 ? line.text : history.draft;
  return {
    history: { ...history, back, draft },
    line: lineOf(back === 0 ? draft : (history.lines.at(-back) as string)),
  };
}
