import type { CellError } from '../evaluator/evaluator.ts';
import type { MagicCompletion, MagicInfo } from '../evaluator/magic.ts';

/** A comm message in either direction. */
export interface CommMessage {
  readonly type: 'comm';
  readonly kind: 'open' | 'msg' | 'close';
  readonly commId: string;
  /** Of `open` only. */
  readonly target?: string;
  readonly data: unknown;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly buffers: readonly Uint8Array[];
}

/** What the front sends to the runtime. `id` is the id of the request that is the cause. */
export type Command =
  | {
      readonly type: 'run';
      readonly id: string;
      readonly name: string;
      readonly code: string;
      readonly allowStdin: boolean;
      readonly expressions: Readonly<Record<string, string>>;
    }
  | { readonly type: 'interrupt'; readonly id: string }
  | { readonly type: 'input'; readonly value: string }
  | (CommMessage & { readonly id: string })
  /** Asks what can stand at a place of a magic's argument. */
  | {
      readonly type: 'complete';
      readonly id: string;
      readonly name: string;
      readonly argument: string;
      readonly cursor: number;
    }
  | { readonly type: 'exit' };

export interface MimeContent {
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** Value of a user expression, as the reply to a request carries it. */
export type ExpressionResult =
  | ({ readonly status: 'ok' } & MimeContent)
  | ({ readonly status: 'error' } & CellError);

/** What a cell asks the front end that ran it to do when it is over: to show a text aside, to fill an input. */
export type Payload =
  | { readonly source: 'page'; readonly data: MimeContent['data']; readonly start: 0 }
  | { readonly source: 'set_next_input'; readonly text: string; readonly replace: boolean };

export type RunOutcome =
  | {
      readonly status: 'ok';
      readonly result: MimeContent | undefined;
      readonly payload: readonly Payload[];
      readonly expressions: Readonly<Record<string, ExpressionResult>>;
    }
  | { readonly status: 'error'; readonly error: CellError };

/** What the runtime sends to the front, in the order in which it happened. */
export type RuntimeEvent =
  /** It can run cells, which may use these magics. */
  | { readonly type: 'ready'; readonly magics: readonly MagicInfo[] }
  /** `id` names the request whose output it is: undefined when no cell caused it. */
  | {
      readonly type: 'stream';
      readonly id: string | undefined;
      readonly name: 'stdout' | 'stderr';
      readonly text: string;
    }
  | ({
      readonly type: 'display';
      readonly id: string | undefined;
      readonly update: boolean;
      readonly displayId: string | undefined;
    } & MimeContent)
  | { readonly type: 'clear'; readonly id: string | undefined; readonly wait: boolean }
  | { readonly type: 'input'; readonly id: string; readonly prompt: string; readonly password: boolean }
  | (CommMessage & { readonly id: string | undefined })
  /** What can stand there; undefined where the run says nothing about it. */
  | { readonly type: 'completed'; readonly id: string; readonly completion: MagicCompletion | undefined }
  /** A comm message was dealt with. */
  | { readonly type: 'comm-done'; readonly id: string }
  /** A cell is TypeScript, and begins to run. `names` are the variables that there are, its own too. */
  | { readonly type: 'begun'; readonly id: string; readonly names: readonly string[] }
  /** A cell ended. `names` are the variables that there are now. */
  | {
      readonly type: 'done';
      readonly id: string;
      readonly outcome: RunOutcome;
      readonly names: readonly string[];
    };
