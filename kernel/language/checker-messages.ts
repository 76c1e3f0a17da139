import type { CheckerOptions, CheckerState } from './checker.ts';
import type { Cell, CompletionResult, Diagnostic, Inspection } from './language-service.ts';

/** What the worker thread is started with. */
export interface WorkerOptions extends CheckerOptions {
  /** URL of the module that exports `createChecker`. */
  readonly checker: string;
  readonly state: CheckerState;
}

/** Answers by the kind of question. */
export interface Answers {
  check: readonly Diagnostic[];
  complete: CompletionResult;
  inspect: Inspection | undefined;
}

export type Question =
  | { readonly type: 'check'; readonly cell: Cell }
  | { readonly type: 'complete'; readonly code: string; readonly cursor: number }
  | { readonly type: 'inspect'; readonly code: string; readonly cursor: number; readonly detail: 0 | 1 };

/** To the worker, which takes them in order. */
export type Request =
  | { readonly type: 'ask'; readonly id: number; readonly question: Question }
  | { readonly type: 'commit'; readonly cell: Cell }
  | { readonly type: 'reset' };

/** From the worker. */
export type Reply =
  | { readonly type: 'ready' }
  | { readonly type: 'answer'; readonly id: number; readonly answer: Answers[keyof Answers] }
  /** The checker threw: a mistake in the checker, not in the cell. */
  | { readonly type: 'failed'; readonly id: number; readonly message: string }
  /** Follows each commit and each reset. */
  | { readonly type: 'state'; readonly state: CheckerState };
