import type { Cell, CompletionResult, Diagnostic, Inspection } from './language-service.ts';

/** What earlier cells declared, so that another checker can go on from there. */
export interface CheckerState {
  /** Declarations of all committed cells, as TypeScript writes declaration files. */
  readonly declarations: string;
  /** The statement that declared a name, by name. */
  readonly sources: Readonly<Record<string, string>>;
}

export const EMPTY_STATE: CheckerState = { declarations: '', sources: {} };

export interface CheckerOptions {
  /** Folder the notebook lies in. */
  readonly folder: string;
  /** Path of the module whose interface `NotebookGlobals` tells the names that exist before the first cell. */
  readonly globals: string;
}

/**
 * A type checker for cells, as the worker thread uses it: it may take its time and blocks nobody. Another TypeScript
 * than tslab's takes its place by implementing this.
 */
export interface Checker {
  /** Diagnostics of a cell, were it run now. */
  check(cell: Cell): readonly Diagnostic[];
  /** Makes a cell's declarations visible to later cells. */
  commit(cell: Cell): void;
  complete(code: string, cursor: number): CompletionResult;
  inspect(code: string, cursor: number, detail: 0 | 1): Inspection | undefined;
  /** May be set, to forget everything or to go on where another checker ended. */
  state: CheckerState;
}

/** What a module exports as `createChecker`, for `LanguageServiceOptions.checker`. */
export type CreateChecker = (options: CheckerOptions) => Checker;
