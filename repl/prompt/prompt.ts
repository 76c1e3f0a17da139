import { stripVTControlCharacters } from 'node:util';
import { plainText } from '../../kernel/display/plain-text.ts';
import { Evaluator } from '../../kernel/evaluator/evaluator.ts';
import { createLanguageService } from '../../kernel/language/create-language-service.ts';
import type { LanguageService } from '../../kernel/language/language-service.ts';
import type { DebugSession, Desk } from '../../src/index.ts';
import { LoopWatch } from './loop-watch.ts';

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
    this.#evaluator.variables.predefine('session', desk.session);
  }

  /** Whether a name is one of the user's own, which then is not taken for a command. */
  isVariable(name: string): boolean {
    return this.#evaluator.variables.names().includes(name);
  }

  /** Names that a cell can use, of the session and of its user. */
  get names(): readonly string[] {
    return ['session', 'portfolio', 'strategy', 'bar', 'features', 'event', ...this.#evaluator.variables.names()];
  }

  async run(code: string): Promise<Evaluated> {
    const id = `typed-${++this.#count}`;
    this.#running = id;
    this.#bindScope();
    this.#watch.start(id);
    try {
      const name = `In[${this.#count}]`;
      const outcome = await this.#evaluator.run({ id, name, code }, (value) => textOf(value));
      this.#language?.commit({ name, code });
      if (outcome.status === 'ok') return { text: outcome.result ?? '', isError: false };
      const { ename, evalue, traceback } = outcome.error;
      const text = ename === 'KeyboardInterrupt' ? 'interrupted; variables are as they were left' : traceback.join('\n');
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
    Atomics.store(this.#watch.flag, 0, 1);
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

  /** Names of the run as of the cursor: plain data, read when somebody asks. */
  #bindScope(): void {
    const { variables } = this.#evaluator;
    const desk = this.#desk;
    if (!variables.names().includes('session')) variables.predefine('session', desk.session);
    for (const name of ['portfolio', 'strategy', 'features', 'bar'] as const) {
      if (variables.names().includes(name)) continue;
      Object.defineProperty(variables.scope, name, {
        get: () => scopeValue(desk.session, name),
        set: (value: unknown) => variables.predefine(name, value),
        configurable: true,
        enumerable: false,
      });
    }
    if (variables.names().includes('event')) return;
    Object.defineProperty(variables.scope, 'event', {
      get: () => desk.session.event,
      set: (value: unknown) => variables.predefine('event', value),
      configurable: true,
      enumerable: false,
    });
  }
}

/** What stands below a name of the run, or null where there is nothing yet. */
function scopeValue(session: DebugSession, name: string): unknown {
  const { strategy, symbol } = session.focus;
  const path =
    name === 'bar' ? `data_${symbol}` : name === 'features' ? `features_${symbol}` : name === 'strategy' ? `strategy_${strategy}` : name;
  return session.print(path).value;
}

function textOf(value: unknown): string {
  return plainText(value);
}
