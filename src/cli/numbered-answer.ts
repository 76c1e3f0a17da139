import type { Executed } from '../debugger/commands/execute.ts';
import { findCommand } from '../debugger/commands/table.ts';
import type { EventList } from '../debugger/look/event-list.ts';
import type { Listing } from '../debugger/look/look.ts';

/** An answer that is a list, each row with a number in front, and what the number stands for. */
export interface NumberedAnswer {
  readonly text: string;
  /** The command that row 1, 2, … is a shortcut to. */
  readonly commands: readonly string[];
}

interface Rows {
  /** Lines of the answer before its rows. */
  readonly before: number;
  readonly commands: readonly string[];
  /** What a number does. */
  readonly does: string;
}

/**
 * For whoever hears the screen instead of seeing it: rows of a list get numbers, by which they are chosen. Null for what is no
 * list, or an empty one.
 */
export function numberedAnswer({ text, answer }: Executed): NumberedAnswer | null {
  const [word = ''] = /[A-Za-z-]+/.exec(text) ?? [];
  const rows = answer === null ? undefined : rowsOf(findCommand(word)?.name, answer.given ?? answer.data);
  if (rows === undefined || answer === null || rows.commands.length === 0) return null;
  const { before, commands, does } = rows;
  const lines = answer.text.trimEnd().split('\n');
  const numbered = lines.map((line, i) => {
    const number = i - before + 1;
    return number >= 1 && number <= commands.length ? `${number}. ${line.trim()}` : line;
  });
  return { text: [...numbered, does].join('\n'), commands };
}

function rowsOf(command: string | undefined, given: unknown): Rows | undefined {
  switch (command) {
    case 'events': {
      const { events } = given as EventList;
      const commands = events.map(({ record }) => `goto ${record.id}`);
      return { before: 1, commands, does: 'a number goes to that event' };
    }
    case 'ls': {
      const { path, names } = given as Listing;
      const below = (name: string) => (path === 'root' ? name : `${path}.${name}`);
      const commands = names.map(({ name, kind }) => {
        if (kind === 'container') return `ls ${name}`;
        return `${kind === 'value' ? 'print' : 'ls'} ${below(name)}`;
      });
      return { before: 1, commands, does: 'a number opens that name' };
    }
    case 'marks': {
      const marks = given as readonly { readonly name: string }[];
      return {
        before: 0,
        commands: marks.map(({ name }) => `goto @${name}`),
        does: 'a number goes to that mark',
      };
    }
    default:
      return undefined;
  }
}
