import { nameHint } from '../../foundation/nearest-name.ts';
import { UserError } from '../../foundation/user-error.ts';
import { toValue, type Value } from '../../tracing/expression/value.ts';
import { compileRunExpression, runNames } from '../names/bind-name.ts';
import type { Focus } from '../names/scope.ts';
import { bindRunText } from '../names/signed-names.ts';
import type { Recording } from '../recording.ts';
import { Columns } from '../series/columns.ts';
import type { Hit } from './hit.ts';
import { runViewOf } from './run-view.ts';
import { answered, type Predicate, type Stop } from './stop.ts';

/** How long one piece may take before it is cut short, in milliseconds, and how often that is looked at. */
const LONGEST_MS = 40;
const BARS_BETWEEN_LOOKS = 32;

/** One stop that is asked at the end of each bar. */
interface Question {
  readonly stop: Stop;
  readonly test: () => boolean;
  /** Of a watch. */
  readonly value: (() => Value) | null;
  before: Value;
}

/** Asks predicates at the end of each bar, over columns that their lanes have written down. */
export class BarScan {
  readonly #recording: Recording;
  readonly #columns: Columns;
  readonly #focus: Focus;
  readonly #questions: Question[];
  #at = -1;

  /** @param stops all of the same focus. */
  constructor(recording: Recording, stops: readonly Stop[], focus: Focus) {
    this.#recording = recording;
    this.#focus = focus;
    this.#columns = new Columns(recording, focus);
    this.#questions = stops.map((stop) => {
      const test = stop.kind === 'watch' || stop.predicate === null ? always : this.#test(stop.predicate);
      const condition = stop.condition === null ? always : this.#test(stop.condition);
      return {
        stop,
        test: () => test() && condition(),
        value: stop.kind === 'watch' ? this.#value(stop.predicate as string) : null,
        before: null,
      };
    });
  }

  /**
   * Looks through bars (from, to], both recorded.
   *
   * @param hits where what is found is put.
   * @returns the bar up to which it came; before `to` when predicates are slow.
   */
  scan(from: number, to: number, hits: Hit[]): number {
    if (this.#questions.length === 0) return to;
    if (this.#at !== from) this.#begin(from);
    const columns = this.#columns;
    const kept = hits.length;
    const before = this.#questions.map((question) => question.before);
    const deadline = performance.now() + LONGEST_MS;
    let done = to;
    do {
      columns.fill(from, to);
      hits.length = kept;
      this.#questions.forEach((question, i) => {
        question.before = before[i];
      });
      done = to;
      columns.each(from, to, (bar) => {
        for (const question of this.#questions) this.#ask(question, bar, hits);
        if (columns.lacking) return true;
        if ((bar - from) % BARS_BETWEEN_LOOKS !== 0 || performance.now() < deadline) return false;
        done = bar;
        return true;
      });
    } while (columns.lacking);
    this.#at = done;
    return done;
  }

  #ask(question: Question, bar: number, hits: Hit[]): void {
    const { stop, before, value } = question;
    try {
      if (value !== null) {
        question.before = value();
        if (Object.is(before, question.before)) return;
      }
      if (!question.test()) return;
      hits.push(hitOf(stop, bar, before, question.before, null));
    } catch (error) {
      // Asked again, with the column filled.
      if (this.#columns.lacking) return;
      hits.push(hitOf(stop, bar, null, null, { error }));
    }
  }

  /** What watches show at the end of bar `from`, to tell whether it changes in the next. */
  #begin(from: number): void {
    const { engine } = this.#recording;
    for (const question of this.#questions) {
      const { stop, value } = question;
      if (value === null) continue;
      this.#recording.seek(from);
      const expression = compileRunExpression(
        stop.predicate as string,
        engine.topology,
        this.#focus,
        'watch',
      );
      question.before = expression.evaluate({ engine, event: null });
    }
  }

  #test(predicate: Predicate): () => boolean {
    const columns = this.#columns;
    if (typeof predicate === 'string') {
      const { test } = bindRunText(predicate, this.#recording.engine.topology, (steps) =>
        columns.reader(steps),
      );
      return () => test(null);
    }
    const { engine } = this.#recording;
    const view = runViewOf(
      {
        get bar() {
          return columns.bar;
        },
        get time() {
          return engine.timeline.time(columns.bar - 1);
        },
        event: null,
        reader: (path) => {
          const read = columns.lateReader(path);
          if (read === undefined) throw unknownName(path, runNames(engine.topology, this.#focus));
          return read;
        },
      },
      this.#focus,
    );
    return () => answered(predicate(view));
  }

  #value(text: string): () => Value {
    const { evaluate } = bindRunText(text, this.#recording.engine.topology, (steps) =>
      this.#columns.reader(steps),
    );
    return () => toValue(evaluate(null));
  }
}

export function unknownName(path: string, names: readonly string[]): UserError {
  const hint = nameHint(path, names);
  return new UserError(`unknown name "${path}"`, {
    code: 'unknown_name',
    hint: hint.startsWith('one of') ? undefined : hint,
  });
}

function always(): boolean {
  return true;
}

function hitOf(stop: Stop, bar: number, before: Value, after: Value, failure: Hit['failure']): Hit {
  return { stop, bar, order: Number.POSITIVE_INFINITY, eventId: null, before, after, failure };
}
