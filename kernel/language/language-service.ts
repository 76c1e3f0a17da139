/**
 * What the kernel wants to know of a cell without running it. The protocol side depends on this file alone, so that
 * the TypeScript behind it can be exchanged. Every position counts UTF-16 units; `code-points.ts` converts.
 */

/** A cell that is about to run, or ran. */
export interface Cell {
  /** `In[3]`: names the cell in diagnostics and tracebacks. */
  readonly name: string;
  readonly code: string;
}

/** What happens to a cell with type errors. `error` refuses it, `warn` runs it and says so on stderr, `off` checks nothing. */
export type TypeErrorMode = 'error' | 'warn' | 'off';

export type Severity = 'error' | 'warning';

/** One finding of the type checker. */
export interface Diagnostic {
  readonly severity: Severity;
  /** `TS2322`. */
  readonly code: string;
  readonly message: string;
  /** Start and end in the cell's code; absent when the finding belongs to an imported file. */
  readonly span?: { readonly start: number; readonly end: number };
  /** Path of the imported file that the finding belongs to, with its line and column, counted from 1. */
  readonly file?: { readonly path: string; readonly line: number; readonly column: number };
}

/** `checked: false` means that there was no checker (yet), and is no verdict on the cell. */
export type CheckResult =
  | { readonly checked: false; readonly notice?: string }
  | { readonly checked: true; readonly diagnostics: readonly Diagnostic[] };

/**
 * Checks cells against those before them. Diagnostics that concern declaration emit alone (TS40xx, TS2742, TS4094,
 * TS7056) and syntax newer than the checker are not reported as errors: such a cell runs.
 */
export interface CellCompiler {
  /**
   * Diagnostics of a cell, were it run now. Must not wait for the checker to load: it answers `checked: false`, since
   * the first cell may not be held up by it.
   */
  check(cell: Cell): Promise<CheckResult>;
  /**
   * Tells that a cell runs, so that its declarations are visible while it does and to later ones, however it ends.
   * Called in the order of running.
   */
  commit(cell: Cell): void;
  /** Tells that the runtime was lost, and with it all names. */
  reset(): void;
}

export interface Completion {
  readonly text: string;
  /** `function`, `class`, `property`, `module`, `keyword` and the like; LSP's names in lower case. */
  readonly type: string;
  /** `(x: number) => string`. */
  readonly signature?: string;
}

export interface CompletionResult {
  /** Replaces the code from `start` to `end`. */
  readonly start: number;
  readonly end: number;
  readonly matches: readonly Completion[];
}

/** What to show for the name at a position. */
export interface Inspection {
  /** `text/plain` always; `text/markdown` where there is documentation. */
  readonly data: Readonly<Record<string, string>>;
}

export type IsCompleteResult =
  | { readonly status: 'complete' | 'invalid' | 'unknown' }
  /** `indent` is what the front end should put before the next line. */
  | { readonly status: 'incomplete'; readonly indent: string };

/** All answers a front end may want while somebody types. They come also while a cell runs. */
export interface LanguageService extends CellCompiler {
  /** Loads what takes long, if that has not begun: a good moment is when nobody waits for anything. */
  load(): void;
  complete(code: string, cursor: number): Promise<CompletionResult>;
  /** `detail` 1 asks for source or documentation beyond the signature. Undefined when there is nothing at the cursor. */
  inspect(code: string, cursor: number, detail: 0 | 1): Promise<Inspection | undefined>;
  isComplete(code: string): Promise<IsCompleteResult>;
  close(): Promise<void>;
}

/** How long to wait for types, in milliseconds. */
export interface TimeLimits {
  /** Of a cell, once the checker is loaded. Then it runs unchecked, and says so; 3,000 by default. */
  readonly check: number;
  /** 900 by default: JupyterLab gives up after 1,000. */
  readonly completion: number;
  /** 3,000 by default. */
  readonly hover: number;
}

/** How a kernel gets its language service. */
export interface LanguageServiceOptions {
  /** Folder the notebook lies in: relative imports and `node_modules` start there. */
  readonly folder: string;
  /**
   * Module whose interface `NotebookGlobals` names what exists before the first cell, `display` and `prompt` and the
   * like: `runtime/notebook-globals.ts`.
   */
  readonly globals: URL;
  /** Variables that there are, for completion while there are no types. */
  readonly names?: () => readonly string[];
  readonly limits?: TimeLimits;
  /** Module that exports `createChecker`, a `CreateChecker`; tslab's by default. */
  readonly checker?: URL;
}
