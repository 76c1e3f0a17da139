import { type Mark, type Marks, marksText } from '../keep/marks.ts';
import { type LoggedCommand, writeNotebook } from '../keep/notebook.ts';
import { type RegressionTest, regressionTest, writeRegressionTest } from '../keep/regression-test.ts';
import { saveSession } from '../keep/session-file.ts';
import type { Position } from '../position.ts';
import { Asking } from './asking.ts';
import { savedDisplays, savedStops } from './saved-lists.ts';
import type { Shown } from './shown.ts';

/** Keeping what was found: marks, session files, tests, notebooks. */
export class Keeping extends Asking {
  /** Commands that were carried out, oldest first; all runs of a tree have one history. */
  history: LoggedCommand[] = [];

  /**
   * Gives the cursor's place a name, for `goto('@name')`; a mark of this name moves here.
   *
   * @throws UserError for a name that is not one.
   */
  mark(name: string): Shown<Mark> {
    const before = this.markList.set(name, this.position);
    return this.shown({ name, position: this.position }, (mark) =>
      before === null
        ? `@${mark.name} is ${placeText(mark.position)}`
        : `@${mark.name} is ${placeText(mark.position)}; it was ${placeText(before)}`,
    );
  }

  /** All marks of this run, in its order. */
  marks(): Shown<readonly Mark[]> {
    return this.shown(this.markList.list(), (marks) => marksText(this.core, marks));
  }

  /** Takes a mark away. @throws UserError with the nearest name. */
  unmark(name: string): void {
    this.markList.delete(name);
  }

  /**
   * Writes this session to a file, with its forks, cursors, marks, stops, pinned expressions and history of commands. Stops
   * with a function as their predicate cannot be written, and are left out.
   *
   * @returns the file's absolute path, and what was left out.
   * @throws UserError when it cannot be written there.
   */
  async save(path: string): Promise<Shown<{ readonly path: string; readonly notes: readonly string[] }>> {
    const family = [...this.core.tree.keys()].map((name) => this.other(name));
    const { stops, leftOut } = savedStops(family);
    const file = await saveSession(this.core, path, {
      marks: new Map(family.map(({ name, markList }): [string, Marks] => [name, markList])),
      breakpoints: stops,
      displays: savedDisplays(family),
      history: this.history.map(({ text, call, answer }) => ({ text, call, answer })),
    });
    const notes = leftOut.map((text) => `not saved: a stop with the function ${text}`);
    return this.shown({ path: file, notes }, () => [`saved to ${file}`, ...notes].join('\n'));
  }

  /**
   * A vitest test that holds the run to an event: to its fields, and to what led to it.
   *
   * @param path written to it, unless there is a file already; only made when left out.
   * @param id of an event or a trade; what the cursor is at when left out.
   * @throws UserError when there is nothing to test, and for a file that exists.
   */
  async test(path?: string, id?: string): Promise<Shown<RegressionTest>> {
    const whole = id === undefined ? undefined : this.wholeId(id);
    const made =
      path === undefined
        ? regressionTest(this.core, { id: whole })
        : await writeRegressionTest(this.core, path, { id: whole });
    return this.shown({ ...made }, ({ text, title }) => (path === undefined ? text : `${path}: ${title}`));
  }

  /**
   * Writes a log of commands as a Jupyter notebook that can be run again: one cell each, with its answer.
   *
   * @param log the history of this session when left out.
   * @returns the file's absolute path.
   */
  toNotebook(path: string, log: readonly LoggedCommand[] = this.history): Promise<string> {
    return writeNotebook(this.core, log, path);
  }

  protected override handOn(fork: this): void {
    super.handOn(fork);
    fork.history = this.history;
    for (const { name, position } of this.markList.list()) {
      if (position.bar <= fork.bar) fork.markList.set(name, position);
    }
  }
}

function placeText({ bar, event }: Position): string {
  return event === null ? `bar ${bar}` : `event ${event + 1} of bar ${bar}`;
}
