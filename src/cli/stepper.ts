import type { Desk } from '../debugger/commands/desk.ts';
import { commandsOf, type Executed } from '../debugger/commands/execute.ts';
import { renderUserErrors } from '../foundation/render-user-errors.ts';
import { UserError, UserErrors } from '../foundation/user-error.ts';
import { compact } from '../workflows/progress/progress-text.ts';
import { type CliEffects, hasColor } from './effects.ts';
import { numberedAnswer } from './numbered-answer.ts';
import { ProgressLine } from './progress.ts';
import { INTERRUPTED } from './watched-run.ts';

export interface StepperOptions {
  /** One JSON object a command, instead of text. */
  readonly json: boolean;
  /** Prints each command before its answer. */
  readonly echo: boolean;
  /** Goes on after a command that failed. */
  readonly keepGoing: boolean;
  /** Numbers the rows of lists, and takes a number alone for the row it stands before. */
  readonly numbered?: boolean;
}

/** What came of a line. */
export interface LineResult {
  /** Exit code of the first command that failed; 0 when none did. */
  readonly code: number;
  /** Whether Ctrl-C ended it. */
  readonly interrupted: boolean;
}

/** A motion that takes longer than this shows on a terminal how far it is, in milliseconds. */
const PATIENCE = 500;
const REFRESH = 100;

/** Carries out commands, and writes what they answer. */
export class Stepper {
  readonly desk: Desk;
  readonly #effects: CliEffects;
  readonly #options: StepperOptions;
  /** What numbers stand for since the last list. */
  #numbered: readonly string[] = [];

  constructor(desk: Desk, effects: CliEffects, options: StepperOptions) {
    this.desk = desk;
    this.#effects = effects;
    this.#options = options;
  }

  /**
   * Lines one after the other, empty ones and comments (`#`) left out, until a command fails.
   *
   * @param file where they stand, for messages.
   * @returns the exit code.
   */
  async runAll(lines: Iterable<string> | AsyncIterable<string>, file?: string): Promise<number> {
    let first = 0;
    let number = 0;
    for await (const line of lines) {
      number++;
      if (line.trim() === '' || line.trimStart().startsWith('#')) continue;
      const { code, interrupted } = await this.runLine(
        line,
        file === undefined ? undefined : { file, line: number },
      );
      if (interrupted) return INTERRUPTED;
      first ||= code;
      if ((code !== 0 && !this.#options.keepGoing) || this.desk.done) break;
    }
    return first;
  }

  /** The commands of one line, until one fails. */
  async runLine(line: string, place?: UserError['location']): Promise<LineResult> {
    let code = 0;
    const chosen = this.#options.numbered === true && /^\s*\d+\s*$/.test(line) ? this.#chosen(line) : line;
    if (chosen instanceof UserError) {
      this.#write({ text: line, call: null, answer: null, error: chosen });
      return { code: chosen.exitCode, interrupted: false };
    }
    for (const pending of commandsOf(chosen)) {
      const executed = await this.#watched(pending);
      const error = placed(executed.error, place);
      this.#write({ ...executed, error });
      if (executed.answer?.interrupted === true) return { code, interrupted: true };
      if (error !== null) code ||= error.exitCode;
      if ((error !== null && !this.#options.keepGoing) || this.desk.done) break;
    }
    return { code, interrupted: false };
  }

  /** The command that a number alone stands for. */
  #chosen(line: string): string | UserError {
    const { length } = this.#numbered;
    const command = this.#numbered[Number(line) - 1];
    if (command === undefined) {
      return new UserError(`there is no row ${line.trim()}`, {
        code: 'no_such_row',
        hint: length === 0 ? 'a list must come before: events, ls or marks' : `the last list has ${length}`,
      });
    }
    this.#effects.stdout.write(`${command}\n`);
    return command;
  }

  /** With Ctrl-C as what stops it, and a line that tells how far it is when it takes long. */
  async #watched(pending: ReturnType<typeof commandsOf>[number]): Promise<Executed> {
    const interrupt = new AbortController();
    const progress = new ProgressLine(this.#effects, !this.#options.json);
    const startedAt = performance.now();
    const timer = setInterval(() => {
      if (performance.now() - startedAt >= PATIENCE)
        progress.say(this.#progressText(interrupt.signal.aborted));
    }, REFRESH);
    const stopListening = this.#effects.onInterrupt(() => interrupt.abort());
    try {
      return await pending(this.desk, interrupt.signal);
    } finally {
      stopListening();
      clearInterval(timer);
      progress.erase();
    }
  }

  #progressText(stopping: boolean): string {
    const { recording } = this.desk.session.core.branch;
    const of = `${compact(recording.recorded)} of ${compact(recording.bars)} bars known`;
    return stopping ? 'stopping…' : `${of}; Ctrl-C stops`;
  }

  #write({ text, call, answer, error }: Executed): void {
    const { stdout, stderr, env } = this.#effects;
    if (this.#options.json) {
      const { position, time, name } = this.desk.session;
      stdout.write(
        `${JSON.stringify({
          command: text,
          call,
          position: { ...position, time: Number.isNaN(time) ? null : time, branch: name },
          answer: answer === null ? null : answerJson(answer),
          error: error instanceof UserErrors ? { code: error.code, errors: error.errors } : error,
        })}\n`,
      );
      return;
    }
    if (this.#options.echo && text !== '') stdout.write(`> ${text}\n`);
    const list = this.#options.numbered === true ? numberedAnswer({ text, call, answer, error }) : null;
    if (list !== null) this.#numbered = list.commands;
    const said = list?.text ?? answer?.text ?? '';
    if (said !== '') stdout.write(`${said.replace(/\n+$/, '')}\n`);
    if (error !== null) stderr.write(renderUserErrors(error, { color: hasColor(stderr, env) }));
  }

  /** The line that says where the session stands. */
  get status(): string {
    return this.desk.session.statusLine;
  }
}

function answerJson({ text, data, mermaid }: NonNullable<Executed['answer']>): Record<string, unknown> {
  return { text, data, ...(mermaid === undefined ? {} : { mermaid }) };
}

/** A mistake in a script, with the line that it is in. */
function placed(error: UserError | null, place: UserError['location']): UserError | null {
  if (error === null || place === undefined || error.location !== undefined) return error;
  if (error instanceof UserErrors) return error;
  const { message, code, hint, excerpt, exitCode, cause } = error;
  return new UserError(message, { code, hint, excerpt, exitCode, cause, location: place });
}
