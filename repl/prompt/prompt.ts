import { stripVTControlCharacters } from 'node:util';
import { plainText } from '../../kernel/display/plain-text.ts';
import { Evaluator } from '../../kernel/evaluator/evaluator.ts';
import { createLanguageService } from '../../kernel/language/create-language-service.ts';
import type { LanguageService } from '../../kernel/language/language-service.ts';
import type { DebugSession, Desk } from '../../src/index.ts';
import { LoopWatch } from './loop-watch.ts';
import { FLAG } from './shared-words.ts';

/** What came of something that was typed. */
export interface Evaluated {
  readonly text: string;
  readonly isError: boolean;
}

export interface PromptCompletion {
  readonly start: number;
  readonly items: readonly { readonly text: string; readonly help: string }[];
}

/**
 * TypeScript with the session in scope: the evaluator of the kernel, without its sockets. Variables stay, `await` stands
 * anywhere, and an interrupt ends what runs and nothing else.
 */
export class Prompt {
  readonly #desk: Desk;
  readonly #evaluator: Evaluator;
  readonly #watch: LoopWatch;
  #language: LanguageService | null = null;
  #count = 0;
  #running: string | null = null;

  constructor(desk: Desk, onNotice: (text: string) => void) {
    this.#desk = desk;
    this.#watch = new LoopWatch((id) => this.#evaluator.interrupt(id));
    this.#evaluator = new Evaluator({
      folder: desk.cwd,
      provided: { admf: new URL('../../src/index.ts', import.meta.url).href },
      predefined: {},
      interruptFlag: this.#watch.flag,
      onNotice,
    });
  }

  /** Whether a name is one of the user's own, which then is not taken for a command. */
  isVariable(name: string): boolean {
    return this.#evaluator.variables.names().includes(name);
  }

  /** Names that a cell can use, of the session and of its user. */
  get names(): readonly string[] {
    return [...Object.keys(SCOPE), ...this.#evaluator.variables.names()];
  }

  async run(code: string): Promise<Evaluated> {
    const id = `typed-${++this.#count}`;
    this.#running = id;
    this.#bindScope();
    this.#watch.start(id);
    try {
      const name = `In[${this.#count}]`;
      const outcome = await this.#evaluator.run({ id, name, code }, (value) => plainText(value));
      this.#language?.commit({ name, code });
      if (outcome.status === 'ok') return { text: outcome.result ?? '', isError: false };
      const { ename, evalue, traceback } = outcome.error;
      const text =
        ename === 'KeyboardInterrupt'
          ? 'interrupted; variables are as they were left'
          : withoutOurs(traceback.join('\n'));
      return { text: stripVTControlCharacters(text === '' ? evalue : text), isError: true };
    } finally {
      this.#watch.stop();
      this.#running = null;
    }
  }

  get isRunning(): boolean {
    return this.#running !== null;
  }

  /** Ends what runs. */
  interrupt(): void {
    if (this.#running === null) return;
    Atomics.store(this.#watch.flag, FLAG, 1);
    this.#evaluator.interrupt(this.#running);
  }

  /** What can stand at the cursor, with types once they are loaded. */
  async complete(code: string, cursor: number): Promise<PromptCompletion> {
    this.#bindScope();
    this.#language ??= createLanguageService({
      folder: this.#desk.cwd,
      globals: new URL('./prompt-globals.ts', import.meta.url),
      names: () => this.names,
    });
    const { start, matches } = await this.#language.complete(code, cursor);
    return { start, items: matches.map(({ text, type, signature }) => ({ text, help: signature ?? type })) };
  }

  async close(): Promise<void> {
    this.#watch.close();
    this.#evaluator.close();
    await this.#language?.close();
  }

  /** Names of the run as of the cursor, read when somebody asks; a variable of the same name takes its place. */
  #bindScope(): void {
    const { variables } = this.#evaluator;
    const desk = this.#desk;
    const own = new Set(variables.names());
    for (const [name, read] of Object.entries(SCOPE)) {
      if (own.has(name)) continue;
      Object.defineProperty(variables.scope, name, {
        get: () => read(desk.session),
        set(value: unknown) {
          variables.predefine(name, value);
        },
        configurable: true,
        enumerable: false,
      });
    }
  }
}

/** A traceback down to what was typed: what called it is the same each time, and none of its user's. */
function withoutOurs(traceback: string): string {
  const lines = traceback.split('\n');
  const isFrame = (line: string) => /^\s*at /.test(stripVTControlCharacters(line));
  let isOurs = false;
  return lines
    .filter((line) => {
      isOurs = isFrame(line) && (isOurs || /\bPrompt\.run \(/.test(line));
      return !isOurs;
    })
    .join('\n');
}

/** What the names say that are there before anything is typed: plain data, but for the session. */
const SCOPE: Readonly<Record<string, (session: DebugSession) => unknown>> = {
  session: (session) => session,
  portfolio: (session) => session.print('portfolio').value,
  strategy: (session) => session.print('strategy').value,
  bar: (session) => session.print(`data_${session.focus.symbol}`).value,
  features: (session) => session.print(`features_${session.focus.symbol}`).value,
  event: (session) => session.event,
};
