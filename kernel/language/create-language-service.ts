import { fileURLToPath } from 'node:url';
import { CheckerThread } from './checker-thread.ts';
import type {
  Cell,
  CheckResult,
  CompletionResult,
  Inspection,
  IsCompleteResult,
  LanguageService,
  LanguageServiceOptions,
} from './language-service.ts';
import { SyntaxService } from './syntax-service.ts';

/** How long a cell waits for its verdict once the checker is loaded, in ms. Then it runs unchecked, and says so. */
const CHECK_LIMIT = 3_000;
/** How long completion waits for types, in ms: JupyterLab gives up after 1,000. */
const COMPLETION_LIMIT = 900;
/** How long hover does, which nothing else waits for, in ms. */
const HOVER_LIMIT = 30_000;

/**
 * Makes a language service with types. TypeScript loads in a thread of its own when the first question comes; until
 * then cells are not checked; completion waits for it at most 900 ms and then answers what is known without types, hover
 * at most 30 s.
 */
export function createLanguageService(options: LanguageServiceOptions): LanguageService {
  return new TypedService(options);
}

class TypedService implements LanguageService {
  readonly #thread: CheckerThread;
  readonly #syntax: SyntaxService;

  constructor({ folder, globals, names = () => [], checker = DEFAULT_CHECKER }: LanguageServiceOptions) {
    this.#thread = new CheckerThread({ folder, globals: fileURLToPath(globals), checker });
    this.#syntax = new SyntaxService(names);
  }

  async check(cell: Cell): Promise<CheckResult> {
    this.#thread.start();
    if (!this.#thread.isReady) return { checked: false };
    const diagnostics = await within(CHECK_LIMIT, this.#thread.ask({ type: 'check', cell }));
    if (diagnostics === LATE) {
      return {
        checked: false,
        notice: `${cell.name} runs unchecked: its type check takes more than ${CHECK_LIMIT / 1000} s`,
      };
    }
    return diagnostics === undefined ? { checked: false } : { checked: true, diagnostics };
  }

  commit(cell: Cell): void {
    this.#thread.commit(cell);
  }

  reset(): void {
    this.#thread.reset();
  }

  async complete(code: string, cursor: number): Promise<CompletionResult> {
    const typed = await within(COMPLETION_LIMIT, this.#thread.ask({ type: 'complete', code, cursor }));
    return typed === LATE || typed === undefined ? await this.#syntax.complete(code, cursor) : typed;
  }

  async inspect(code: string, cursor: number, detail: 0 | 1): Promise<Inspection | undefined> {
    const found = await within(HOVER_LIMIT, this.#thread.ask({ type: 'inspect', code, cursor, detail }));
    return found === LATE ? undefined : found;
  }

  async isComplete(code: string): Promise<IsCompleteResult> {
    return await this.#syntax.isComplete(code);
  }

  async close(): Promise<void> {
    await this.#thread.close();
  }
}

const DEFAULT_CHECKER = new URL('./tslab/tslab-checker.ts', import.meta.url);

const LATE = Symbol('late');

async function within<T>(limit: number, answer: Promise<T>): Promise<T | typeof LATE> {
  const { promise: late, resolve } = Promise.withResolvers<typeof LATE>();
  const timer = setTimeout(resolve, limit, LATE);
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
