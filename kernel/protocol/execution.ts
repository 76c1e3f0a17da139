import type { CellError } from '../evaluator/evaluator.ts';
import { type HelpQuestion, helpQuestion } from '../evaluator/help-question.ts';
import type { Cell, Inspection, LanguageService, TypeErrorMode } from '../language/language-service.ts';
import type { RunOutcome } from '../runtime/messages.ts';
import type { Envelope, Header, JsonObject } from '../wire/message.ts';
import type { Executed } from './execution-queue.ts';
import type { History } from './history.ts';
import type { Publisher } from './publisher.ts';
import type { RuntimeSession } from './runtime-session.ts';
import { verdictOn } from './type-errors.ts';

export interface ExecutionOptions {
  readonly publisher: Publisher;
  readonly session: RuntimeSession;
  readonly language: LanguageService;
  readonly history: History;
  readonly typeErrors: TypeErrorMode;
}

/** Executes one request: number, check, run, results, reply. */
export class Execution {
  readonly #publisher: Publisher;
  readonly #session: RuntimeSession;
  readonly #language: LanguageService;
  readonly #history: History;
  readonly #typeErrors: TypeErrorMode;
  #count = 0;
  #unstored = 0;
  /** Ends the wait for the language service, while there is one. */
  #stopWaiting: (() => void) | undefined;

  constructor({ publisher, session, language, history, typeErrors }: ExecutionOptions) {
    this.#publisher = publisher;
    this.#session = session;
    this.#language = language;
    this.#history = history;
    this.#typeErrors = typeErrors;
  }

  /** Stops the cell. One that is still being checked does not run. */
  interrupt(): void {
    if (this.#stopWaiting === undefined) this.#session.interrupt();
    else this.#stopWaiting();
  }

  /** Publishes everything but the reply, which is for the caller to send. */
  async execute(request: Envelope): Promise<Executed> {
    const { header, content } = request.message;
    const silent = content.silent === true;
    const code = typeof content.code === 'string' ? content.code : '';
    const cell = { name: this.#number(code, content), code };
    const count = this.#count;
    if (!silent) this.#publisher.publish('execute_input', { code, execution_count: count }, header);
    const outcome = await this.#checkAndRun(cell, request);
    if (outcome.status === 'error') {
      const error = { ...outcome.error };
      if (!silent) this.#publisher.publish('error', error, header);
      const reply = { status: 'error', execution_count: count, ...error, payload: [], user_expressions: {} };
      return {
        abortRest: content.stop_on_error !== false,
        conclude: () => this.#reply(request, reply),
      };
    }
    const { result, payload, expressions } = outcome;
    if (!silent && result !== undefined) {
      this.#publisher.publish('execute_result', { execution_count: count, ...result }, header);
    }
    const reply = {
      status: 'ok',
      execution_count: count,
      payload: [...payload],
      user_expressions: { ...expressions },
    };
    return { abortRest: false, conclude: () => this.#reply(request, reply) };
  }

  /** Gives the cell its number, and keeps its code, unless the request wants neither. */
  #number(code: string, { silent, store_history: stored }: JsonObject): string {
    if (silent === true || stored === false) return `In[unstored ${++this.#unstored}]`;
    this.#count++;
    if (code.trim() !== '') this.#history.add(this.#count, code);
    return `In[${this.#count}]`;
  }

  async #checkAndRun(cell: Cell, { message: { header, content } }: Envelope): Promise<RunOutcome> {
    const question = helpQuestion(cell.code);
    if (question !== undefined) return await this.#help(question, header);
    const refusal = await this.#check(cell, header);
    if (refusal !== undefined) return { status: 'error', error: refusal };
    const run = {
      id: header.msg_id,
      ...cell,
      allowStdin: content.allow_stdin === true,
      expressions: expressionsOf(content),
    };
    // What it declares is completed while it runs, and is there however it ends.
    return await this.#session.run(run, () => this.#language.commit(cell));
  }

  /** Asked again while TypeScript is loading; once it is there, a name that is not known is not known at once. */
  async #inspect(name: string, detail: 0 | 1): Promise<Inspection | undefined> {
    for (let i = 0; i < 10; i++) {
      const found = await this.#language.inspect(name, name.length, detail);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** `Math.max?` is a question for what hover would show. */
  async #help({ name, detail }: HelpQuestion, header: Header): Promise<RunOutcome> {
    const found = await this.#unlessInterrupted(this.#inspect(name, detail));
    if (found === INTERRUPTED) return { status: 'error', error: KEYBOARD_INTERRUPT };
    if (found === undefined) this.#publisher.stream('stdout', `nothing is known of ${name}\n`, header);
    const payload = found === undefined ? [] : [{ source: 'page', data: found.data, start: 0 } as const];
    return { status: 'ok', result: undefined, payload, expressions: {} };
  }

  /** Why the cell may not run, if it may not. What else the checker found goes to stderr. */
  async #check(cell: Cell, header: Header): Promise<CellError | undefined> {
    if (this.#typeErrors === 'off') return undefined;
    const found = await this.#unlessInterrupted(this.#language.check(cell));
    if (found === INTERRUPTED) return KEYBOARD_INTERRUPT;
    const { errors, lines } = verdictOn(cell, found);
    if (errors.length > 0 && this.#typeErrors === 'error') {
      return {
        ename: 'TypeScriptError',
        evalue: `${errors[0].code}: ${errors[0].message}`,
        traceback: lines,
      };
    }
    if (lines.length > 0) this.#publisher.stream('stderr', `${lines.join('\n')}\n`, header);
    return undefined;
  }

  /** Waits for the language service, or for the user to have enough of that. */
  async #unlessInterrupted<T>(answer: Promise<T>): Promise<T | typeof INTERRUPTED> {
    const { promise, resolve } = Promise.withResolvers<typeof INTERRUPTED>();
    this.#stopWaiting = () => resolve(INTERRUPTED);
    try {
      return await Promise.race([answer, promise]);
    } finally {
      this.#stopWaiting = undefined;
    }
  }

  #reply(request: Envelope, content: JsonObject): void {
    this.#publisher.reply('shell', request, 'execute_reply', content);
  }
}

const INTERRUPTED = Symbol('interrupted');

const KEYBOARD_INTERRUPT: CellError = {
  ename: 'KeyboardInterrupt',
  evalue: 'interrupted',
  traceback: ['KeyboardInterrupt: interrupted'],
};

function expressionsOf({ user_expressions: expressions }: JsonObject): Record<string, string> {
  if (typeof expressions !== 'object' || expressions === null) return {};
  return Object.fromEntries(
    Object.entries(expressions).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
