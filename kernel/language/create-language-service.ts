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
  TimeLimits,
} from './language-service.ts';
import { SyntaxService } from './syntax-service.ts';

/** Milliseconds. */
const LIMITS: TimeLimits = { check: 3_000, completion: 900, hover: 3_000 };

/** The usual limits, but that cells and hover wait for types as long as `ADMF_TYPE_CHECK_SECONDS` says: for slow machines. */
export function limitsOf(env: NodeJS.ProcessEnv = process.env): TimeLimits {
  const seconds = Number(env.ADMF_TYPE_CHECK_SECONDS);
  if (!(seconds > 0)) return LIMITS;
  return { ...LIMITS, check: 1000 * seconds, hover: 1000 * seconds };
}

/**
 * Makes a language service with types. TypeScript loads in a thread of its own when it is told to, or the first question comes; until
 * it is there cells are not checked; completion and hover wait for it as long as `limits` say, and then answer what is known
 * without types.
 */
export function createLanguageService(options: LanguageServiceOptions): LanguageService {
  return new TypedService(options);
}

class TypedService implements LanguageService {
  readonly #thread: CheckerThread;
  readonly #syntax: SyntaxService;
  readonly #limits: TimeLimits;

  constructor({
    folder,
    globals,
    names = () => [],
    checker = DEFAULT_CHECKER,
    limits = LIMITS,
  }: LanguageServiceOptions) {
    this.#limits = limits;
    this.#thread = new CheckerThread({ folder, globals: fileURLToPath(globals), checker });
    this.#syntax = new SyntaxService(names);
  }

  load(): void {
    this.#thread.start();
  }

  async check(cell: Cell): Promise<CheckResult> {
    this.load();
    if (!this.#thread.isReady) return { checked: false };
    const diagnostics = await within(this.#limits.check, this.#thread.ask({ type: 'check', cell }));
    if (diagnostics === LATE) {
      return {
        checked: false,
        notice: `${cell.name} runs unchecked: its type check takes more than ${this.#limits.check / 1000} s`,
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
    const typed = await within(this.#limits.completion, this.#thread.ask({ type: 'complete', code, cursor }));
    return typed === LATE || typed === undefined ? await this.#syntax.complete(code, cursor) : typed;
  }

  async inspect(code: string, cursor: number, detail: 0 | 1): Promise<Inspection | undefined> {
    const found = await within(
      this.#limits.hover,
      this.#thread.ask({ type: 'inspect', code, cursor, detail }),
    );
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
