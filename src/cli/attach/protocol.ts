import { StringDecoder } from 'node:string_decoder';
import type { StepperOptions } from '../stepper.ts';

/** How large a terminal is. */
export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

/** A terminal that is drawn on. */
export interface ScreenWish extends TerminalSize {
  readonly ascii: boolean;
  readonly inline: boolean;
  readonly mouse: boolean;
}

/** One that sends lines in place of keys, and how it wants them answered. */
export interface LinesWish extends StepperOptions {
  readonly color: boolean;
}

/** From the terminal to the session. The first message of a connection is `attach`. */
export type FromTerminal =
  | {
      readonly type: 'attach';
      readonly token: string;
      /** As the descriptor lists it. */
      readonly session: string;
      readonly wish: ({ readonly kind: 'screen' } & ScreenWish) | ({ readonly kind: 'lines' } & LinesWish);
      readonly env: Readonly<Record<string, string | undefined>>;
    }
  | { readonly type: 'input'; readonly text: string }
  | ({ readonly type: 'resize' } & TerminalSize)
  /** A program that was asked for has ended. */
  | { readonly type: 'returned'; readonly error: string | null }
  /** Commands of one line, to be carried out. */
  | {
      readonly type: 'line';
      readonly text: string;
      /** Where it stands, for messages. */
      readonly place: { readonly file: string; readonly line: number } | null;
    }
  | { readonly type: 'interrupt' };

/** From the session to the terminal. */
export type ToTerminal =
  | { readonly type: 'output'; readonly to: 'stdout' | 'stderr'; readonly text: string }
  /** Attached: the line that says where the session stands. */
  | { readonly type: 'attached'; readonly status: string }
  /** Stops until its shell goes on. */
  | { readonly type: 'suspend' }
  /** Lends itself to an editor. */
  | {
      readonly type: 'open';
      readonly command: string;
      readonly args: readonly string[];
      readonly inTerminal: boolean;
    }
  /** A line was carried out. */
  | {
      readonly type: 'ran';
      readonly code: number;
      readonly interrupted: boolean;
      readonly left: boolean;
      readonly status: string;
    }
  /** It is over. @param message what went wrong; null when the user left. */
  | { readonly type: 'exit'; readonly code: number; readonly message: string | null };

/** A message as it is sent: JSON in a line. */
export function encodeMessage(message: FromTerminal | ToTerminal): string {
  return `${JSON.stringify(message)}\n`;
}

/** Cuts what comes in into messages. */
export class MessageReader<M> {
  readonly #decoder = new StringDecoder('utf8');
  #rest = '';

  /** @throws SyntaxError for what is no message. */
  push(piece: Buffer): M[] {
    const lines = (this.#rest + this.#decoder.write(piece)).split('\n');
    this.#rest = lines.pop() ?? '';
    return lines.map((line) => JSON.parse(line) as M);
  }
}
