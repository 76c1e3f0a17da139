import { UserError } from '../../foundation/user-error.ts';
import { timeText } from '../../tracing/event-text.ts';
import { hintFor } from '../../workflows/config/hint.ts';
import { quoted } from '../../workflows/config/path.ts';
import { columnLines } from '../forks/columns.ts';
import { comparePositions, type Position } from '../position.ts';
import type { Session } from '../session.ts';

/** A place with a name. */
export interface Mark {
  readonly name: string;
  readonly position: Position;
}

const LONGEST_NAME = 40;

/** Places of one run that a user wants to find again. */
export class Marks {
  readonly #positions = new Map<string, Position>();

  readonly #changed: () => void;

  /** @param changed called after each change. @throws UserError for a name or a place that cannot be. */
  constructor(marks: readonly Mark[] = [], changed: () => void = () => {}) {
    this.#changed = changed;
    for (const { name, position } of marks) this.set(name, position);
  }

  /**
   * Marks a place; a mark of this name moves there.
   *
   * @returns where the mark was before; null when it is new.
   * @throws UserError for a name that is not one.
   */
  set(name: string, position: Position): Position | null {
    if (name.length > LONGEST_NAME || !/^[\p{L}_][\p{L}\p{N}_-]*$/u.test(name)) {
      throw new UserError(`a mark cannot be called ${quoted(name)}`, {
        code: 'bad_mark_name',
        hint: `begin with a letter, go on with letters, digits, "-" and "_", at most ${LONGEST_NAME} in all`,
      });
    }
    const before = this.#positions.get(name) ?? null;
    this.#positions.set(name, { bar: position.bar, event: position.event });
    this.#changed();
    return before;
  }

  /** Where a mark stands, its name with or without `@`. @throws UserError with the nearest name. */
  get(name: string): Position {
    const bare = name.startsWith('@') ? name.slice(1) : name;
    const position = this.#positions.get(bare);
    if (position !== undefined) return position;
    const hint = this.#positions.size === 0 ? 'none are set yet' : hintFor(bare, this.#positions.keys());
    throw new UserError(`there is no mark ${quoted(bare)}`, { code: 'unknown_mark', hint });
  }

  /** Takes a mark away, and tells where it was. @throws UserError with the nearest name. */
  delete(name: string): Position {
    const position = this.get(name);
    this.#positions.delete(name.startsWith('@') ? name.slice(1) : name);
    this.#changed();
    return position;
  }

  /** All marks in the order of the run. */
  list(): Mark[] {
    const marks = [...this.#positions].map(([name, position]) => ({ name, position }));
    return marks.sort((a, b) => comparePositions(a.position, b.position) || (a.name < b.name ? -1 : 1));
  }
}

/** Marks as a table; a line that says so when there are none. */
export function marksText(session: Session, marks: readonly Mark[]): string {
  if (marks.length === 0) return 'no marks\n';
  const rows = marks.map(({ name, position: { bar, event } }) => {
    const time = session.timeOf(bar);
    return [
      `@${name}`,
      event === null ? `bar ${bar}` : `bar ${bar}, event ${event + 1}`,
      Number.isNaN(time) ? 'before the first bar' : timeText(time),
    ];
  });
  return `${columnLines(rows, 3).join('\n')}\n`;
}
