import { inspect } from 'node:util';
import { constants, Script } from 'node:vm';
import {
  type CellRun,
  createRun,
  currentRun,
  interruptRun,
  KeyboardInterrupt,
  runInCell,
} from './cell-run.ts';
import { CellSyntaxError } from './cell-syntax-error.ts';
import { type CompiledCell, compileCell } from './compile-cell.ts';
import { errorName } from './error-name.ts';
import { Imports } from './imports.ts';
import { NOBODY, RUNNING_CELL, STRAYS } from './interrupt-flag.ts';
import type { Magic, Magics } from './magic.ts';
import type { MagicCall } from './magic-syntax.ts';
import { ModuleLoader, type ProvidedModules } from './module-loader.ts';
import { CELL_PARAMETERS } from './rewrite-cell.ts';
import { Tracebacks } from './traceback.ts';
import { inTermsOfVariables, Variables } from './variables.ts';

export interface EvaluatorOptions {
  /** Relative imports and `node_modules` start here. */
  readonly folder: string;
  /** Modules that every cell may import by these names, as URLs. */
  readonly provided?: ProvidedModules;
  /** The same, for those that the notebook's folder does not find. */
  readonly lent?: ProvidedModules;
  /** Names that are there before the first cell, and that a cell may declare anew. */
  readonly predefined?: Readonly<Record<string, unknown>>;
  /** Commands in cells that are no TypeScript; none by default. */
  readonly magics?: Magics;
  /** Makes the error for a magic that does not exist, `%nxt`, from how it is written and its name. */
  readonly unknownMagic?: (written: string, name: string) => Error | Promise<Error>;
  /** Element 0 says, set by any thread, who is asked to stop: `NOBODY`, `RUNNING_CELL` or `STRAYS`. */
  readonly interruptFlag?: Int32Array;
  /** Told of trouble that concerns no cell, in one line: a file that changed and cannot be loaded anew. */
  readonly onNotice?: (text: string) => void;
}

/** A cell as it is handed in. */
export interface CellSource {
  readonly id: string;
  /** `In[3]`: what tracebacks call it. */
  readonly name: string;
  readonly code: string;
}

/** An error as the protocol wants it. */
export interface CellError {
  readonly ename: string;
  readonly evalue: string;
  /** Lines with ANSI colours. */
  readonly traceback: readonly string[];
}

/**
 * How long work that hears of interrupts by itself has for that, in milliseconds, of the processor's time or else by the clock: less
 * than what an agent waits for.
 */
const PATIENCE = { processor: 40, clock: 500 };
/** What has heard of it has that long to leave everything in order: a motion lands on a whole bar. */
const PATIENCE_TO_LAND = { processor: 2000, clock: 10_000 };

/** When something began. */
interface Moment {
  readonly clock: number;
  readonly processor: NodeJS.CpuUsage;
}

export type CellOutcome<R> =
  | { readonly status: 'ok'; readonly result: R | undefined }
  | { readonly status: 'error'; readonly error: CellError };

/** Makes of the value of the last expression what the caller wants to have. Part of the cell: it may be interrupted. */
export type Present<R> = (value: unknown) => R | Promise<R>;

interface Running {
  readonly run: CellRun;
  readonly stop: (error: CellError) => void;
}

/**
 * Runs cells one after another over variables that they share. Knows nothing of Jupyter, processes or terminals. There
 * is one in a process, since it makes stack traces name cells, and modules reload, for the whole process.
 */
export class Evaluator {
  readonly variables = new Variables();
  readonly #folder: string;
  readonly #tracebacks = new Tracebacks();
  readonly #loader: ModuleLoader;
  readonly #imports: Imports;
  readonly #flag: Int32Array;
  readonly #meta: ImportMeta;
  readonly #magics: Magics;
  readonly #unknownMagic: NonNullable<EvaluatorOptions['unknownMagic']>;
  #running: Running | undefined;
  #interruptedBefore: string | undefined;
  /** How deep in work that hears of interrupts by itself, and since when one waits for it. */
  readonly #heed: { depth: number; since: Moment | undefined; readonly isAwaited: () => boolean } = {
    depth: 0,
    since: undefined,
    isAwaited: () => Atomics.load(this.#flag, 0) === RUNNING_CELL,
  };

  constructor({
    folder,
    provided = {},
    lent = {},
    predefined = {},
    magics = new Map(),
    unknownMagic = (written) => new Error(`there is no magic ${written}`),
    interruptFlag,
    onNotice = () => {},
  }: EvaluatorOptions) {
    this.#folder = folder;
    Reflect.set(globalThis, Symbol.for('admf.heedful'), this.#heed);
    this.#magics = magics;
    this.#unknownMagic = unknownMagic;
    this.#flag = interruptFlag ?? new Int32Array(new SharedArrayBuffer(4));
    this.#loader = new ModuleLoader({
      folder,
      provided,
      lent,
      onCompiled: (url, maps) => this.#tracebacks.addFile(url, maps),
    });
    this.#imports = new Imports(this.#loader, this.variables, onNotice);
    this.#meta = metaOf(folder, this.#loader);
    for (const [name, value] of Object.entries(predefined)) this.variables.predefine(name, value);
    Error.prepareStackTrace = this.#tracebacks.formatStack;
    // Ten frames of a library may hide the line of the cell.
    Error.stackTraceLimit = 50;
  }

  get folder(): string {
    return this.#folder;
  }

  /** The cell that runs now. */
  get running(): CellRun | undefined {
    return this.#running?.run;
  }

  /**
   * Runs a cell. Never rejects: what the cell throws is an outcome.
   *
   * The promise is settled from outside of the cell's own stack, because a cell that is terminated by another thread
   * vanishes without a trace, and everything that waited for it with it.
   *
   * @param onBegun called when the cell is known to be TypeScript, and its variables are declared, before it runs
   */
  async run<R>(cell: CellSource, present: Present<R>, onBegun?: () => void): Promise<CellOutcome<R>> {
    if (this.#running !== undefined) throw new Error(`${this.#running.run.name} is still running`);
    const run = createRun(cell.id, cell.name);
    // Code that was terminated has not counted down.
    this.#heed.depth = 0;
    const { promise, resolve } = Promise.withResolvers<CellOutcome<R>>();
    this.#running = { run, stop: (error) => resolve({ status: 'error', error }) };
    if (this.#interruptedBefore === cell.id) this.interrupt(cell.id);
    // From a microtask: what is terminated below a timer or an immediate leaves Node's queues corrupt.
    else {
      queueMicrotask(
        () => void runInCell(run, () => this.#execute(run, cell, present, onBegun)).then(resolve),
      );
    }
    const outcome = await promise;
    this.#running = undefined;
    this.#interruptedBefore = undefined;
    this.#heed.since = undefined;
    Atomics.store(this.#flag, 0, NOBODY);
    return outcome;
  }

  /** Ends the cell with that id, also before it begins. What it started and still waits for stops at its next loop. */
  interrupt(id: string): void {
    if (this.#running?.run.id !== id) {
      // Cells that are over need no interrupt, and the flag must not hit the next one.
      this.#interruptedBefore = id;
      if (this.#running === undefined) Atomics.store(this.#flag, 0, NOBODY);
      return;
    }
    interruptRun(this.#running.run);
    this.#running.stop(this.describe(new KeyboardInterrupt()));
  }

  /** Ends the running cell with an error that it did not catch: one of a timer that it started. */
  fail(id: string, error: unknown): void {
    if (this.#running?.run.id !== id) return;
    if (error instanceof KeyboardInterrupt) interruptRun(this.#running.run);
    this.#running.stop(this.describe(error));
  }

  /** Value of an expression over the notebook's variables, for `user_expressions`. */
  async evaluate<R>(id: string, expression: string, present: Present<R>): Promise<CellOutcome<R>> {
    return await this.run({ id, name: `In[${JSON.stringify(expression)}]`, code: expression }, present);
  }

  /** Anything that was thrown, as the protocol wants it. */
  describe(error: unknown): CellError {
    if (error instanceof Error) {
      return {
        ename: errorName(error),
        evalue: inTermsOfVariables(textOf(() => messageOf(error))),
        traceback: this.#tracebacks.render(error).map(inTermsOfVariables),
      };
    }
    const value = textOf(() => inspect(error));
    return { ename: 'Thrown', evalue: value, traceback: [`\u001B[1;31mThrown\u001B[0m: ${value}`] };
  }

  close(): void {
    this.#loader.close();
    Error.prepareStackTrace = undefined as unknown as typeof Error.prepareStackTrace;
  }

  async #execute<R>(
    run: CellRun,
    cell: CellSource,
    present: Present<R>,
    onBegun?: () => void,
  ): Promise<CellOutcome<R>> {
    try {
      const { name: title, code } = cell;
      const source = { filename: `${title}.ts`, title, code, shown: code, onBegun };
      await this.#imports.refresh();
      const [value] = await settled(await this.#runCode(source));
      return { status: 'ok', result: value === undefined ? undefined : await present(value) };
    } catch (error) {
      return { status: 'error', error: this.#describeFailure(error, cell, run) };
    }
  }

  /** Compiles and runs code as a part of the running cell. Returns the value of its last expression as it is, a promise, too. */
  async #runCode(source: CodeSource): Promise<Boxed> {
    const { filename, title, code, shown, onBegun } = source;
    const compiled = compileCell(code, (name) => this.variables.has(name));
    this.#tracebacks.addCell(filename, title, shown, compiled.locate);
    const body = asFunction(compiled, filename);
    this.variables.declare(compiled.declarations);
    onBegun?.();
    for (const request of compiled.imports) {
      await this.#imports.fulfil(request).catch((error: unknown) => {
        throw new ImportFailure(
          error,
          this.#tracebacks.placeOf(filename, compiled.placeOf(request.position)),
        );
      });
    }
    this.#check();
    const returned = await body(
      this.variables.scope,
      this.variables.lock.bind(this.variables),
      this.#importDynamically,
      this.#meta,
      this.#flag,
      this.#check,
      this.#checkCall,
      async (index) => await this.#runMagic(compiled.magics[index], source),
    );
    return returned ?? [undefined];
  }

  async #runMagic(call: MagicCall, { filename, title, code, shown }: CodeSource): Promise<unknown> {
    const magic = await this.#magicOf(call);
    const offset = call.body === undefined ? call.argumentStart : code.length - call.body.length;
    const evaluate = async (given: string): Promise<unknown> => {
      // What is run lies where it was written, so that errors name its lines.
      const before = code.slice(0, offset).replaceAll(/[^\n]/g, ' ');
      const [value] = await this.#runCode({
        filename: `${filename} ${call.start}`,
        title,
        code: before + given,
        shown,
      });
      return value;
    };
    const { argument, body } = call;
    const context = {
      evaluate,
      signal: this.#running!.run.stopping.signal,
      cell: title,
      line: shown.slice(0, offset).split('\n').length,
      define: (variable: string, value: unknown) => {
        this.variables.declare([[variable, 'var']]);
        this.variables.scope[variable] = value;
      },
    };
    return body === undefined
      ? await magic.line!(argument, context)
      : await magic.cell!(argument, body, context);
  }

  /** @throws Error when there is none of that name for a line, or for a cell. */
  async #magicOf({ name, body }: MagicCall): Promise<Magic> {
    const magic = this.#magics.get(name);
    const written = name === '!' ? '!' : body === undefined ? `%${name}` : `%%${name}`;
    if (magic === undefined) throw await this.#unknownMagic(written, name);
    const isThere = body === undefined ? magic.line !== undefined : magic.cell !== undefined;
    if (!isThere) throw new Error(`${written} is used as ${magic.usage}`);
    return magic;
  }

  #describeFailure(error: unknown, cell: CellSource, run: CellRun): CellError {
    if (error instanceof CellSyntaxError) {
      const traceback = this.#tracebacks.renderSyntaxError(error, cell.name, cell.code);
      return { ename: error.name, evalue: error.message, traceback };
    }
    if (error instanceof KeyboardInterrupt || run.isUnwinding) {
      interruptRun(run);
      // What called the function that was stopped may have made an error of its own of it.
      return this.describe(error instanceof KeyboardInterrupt ? error : new KeyboardInterrupt());
    }
    if (!(error instanceof ImportFailure)) return this.describe(error);
    const { ename, evalue, traceback } = this.describe(error.cause);
    return { ename, evalue, traceback: [...traceback, ...error.place] };
  }

  readonly #importDynamically = async (specifier: unknown, options?: ImportCallOptions): Promise<unknown> =>
    await this.#loader.import(String(specifier), options?.with as Record<string, string> | undefined);

  /** Called by cells at the head of a loop when the flag is up, and after each `await` in a loop. */
  readonly #check = (): void => {
    const run = currentRun();
    const isMeant = run === undefined || this.#running === undefined || run === this.#running.run;
    if (run?.interrupted !== true && !(isMeant && Atomics.load(this.#flag, 0) === RUNNING_CELL)) return;
    if (this.#isAboutToHeed(run?.interrupted === true)) return;
    if (run !== undefined) run.isUnwinding = true;
    throw new KeyboardInterrupt();
  };

  /** The engine, which calls this code, looks at its signal in a moment, and then ends with all that was done. */
  #isAboutToHeed(hasHeard: boolean): boolean {
    if (this.#heed.depth === 0) return false;
    this.#heed.since ??= { clock: performance.now(), processor: process.cpuUsage() };
    const { clock, processor } = this.#heed.since;
    const { user, system } = process.cpuUsage(processor);
    const patience = hasHeard ? PATIENCE_TO_LAND : PATIENCE;
    return user + system < 1000 * patience.processor && performance.now() - clock < patience.clock;
  }

  /** Called at the head of a function when the flag is up: it stops the first one, and not those of `finally` blocks of a cell. */
  readonly #checkCall = (): void => {
    if (currentRun()?.isUnwinding !== true || Atomics.load(this.#flag, 0) === STRAYS) this.#check();
  };
}

/** Code to run, and the cell that it is or belongs to. */
interface CodeSource {
  /** What V8 calls it. */
  readonly filename: string;
  readonly title: string;
  readonly code: string;
  /** The whole cell, for excerpts. */
  readonly shown: string;
  readonly onBegun?: (() => void) | undefined;
}

/** An import that failed, with the lines that show where the cell asked for it. */
class ImportFailure extends Error {
  readonly place: readonly string[];

  constructor(cause: unknown, place: readonly string[]) {
    super('import failed', { cause });
    this.place = place;
  }
}

type CellBody = (
  vars: object,
  lock: (...names: string[]) => void,
  importDynamically: (specifier: unknown, options?: ImportCallOptions) => Promise<unknown>,
  meta: ImportMeta,
  flag: Int32Array,
  check: () => void,
  call: () => void,
  magic: (index: number) => Promise<unknown>,
) => Promise<Boxed | undefined>;

/** A value that no `await` on the way may unwrap. */
type Boxed = readonly [value: unknown];

/** What a promise brings; anything else as it is, also a proxy that refuses to be asked whether it is one. */
async function settled(boxed: Boxed): Promise<Boxed> {
  const [value] = boxed;
  return isThenable(value) ? [await value] : boxed;
}

function isThenable(value: unknown): boolean {
  try {
    return typeof (value as PromiseLike<unknown> | null | undefined)?.then === 'function';
  } catch {
    return false;
  }
}

function asFunction({ body }: CompiledCell, filename: string): CellBody {
  const script = new Script(`(async (${CELL_PARAMETERS.join(', ')}) => { 'use strict';\n${body}\n})`, {
    filename,
    lineOffset: -1,
    // For `import()` in strings that a cell evaluates.
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  return script.runInThisContext() as CellBody;
}

function metaOf(folder: string, loader: ModuleLoader): ImportMeta {
  const { href, pathname } = new URL('notebook.ts', `file://${folder.endsWith('/') ? folder : `${folder}/`}`);
  return {
    url: href,
    filename: decodeURIComponent(pathname),
    dirname: folder,
    main: false,
    resolve: (specifier: string) => loader.resolve(specifier),
  } as unknown as ImportMeta;
}

/** A `UserError` of the engine says in one line what was found, where, and what would be right. */
function messageOf(error: Error): unknown {
  return error.name === 'UserError' && 'line' in error ? error.line : error.message;
}

function textOf(read: () => unknown): string {
  try {
    return String(read());
  } catch {
    return '';
  }
}
