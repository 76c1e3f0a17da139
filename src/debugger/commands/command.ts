import type { z } from 'zod';

/** What a command gives back: to be read, and as plain data of the same content. */
export interface Answer {
  /** Lines for people, without colours; may be empty. */
  readonly text: string;
  /** Plain JSON data. */
  readonly data: unknown;
  /** The same as a Mermaid diagram, where there is one. */
  readonly mermaid?: string;
}

export type CommandGroup = 'move' | 'stop' | 'look' | 'ask' | 'fork' | 'keep' | 'help';

/**
 * One command of the debugger. Terminal, notebook and scripts all read it: name, keys, words, parameters, help, examples.
 *
 * @template D what commands work on (the debug session).
 */
export interface Command<D, P> {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly group: CommandGroup;
  /** Keys of the terminal app, `n`, `→`, `Ctrl-P`; capital letters go backwards. */
  readonly keys: readonly string[];
  /** What stands behind the name: `[count]`, `<bar | time | e12 | t7 | @mark>`. */
  readonly usage: string;
  /** One line. */
  readonly summary: string;
  /** More, where one line is not enough. */
  readonly details?: string;
  readonly examples: readonly { readonly text: string; readonly means: string }[];
  /** Unknown keys are errors. */
  readonly parameters: z.ZodType<P>;
  /** The words behind the name as what `parameters` checks. @throws UserError for words it cannot read. */
  read(words: string): unknown;
  /** The typed API call that does the same: `session.next(5)`. */
  call(parameters: P): string;
  run(session: D, parameters: P, signal: AbortSignal | undefined): Promise<Answer>;
}

/** Infers the parameter type. */
export function defineCommand<D, P>(command: Command<D, P>): Command<D, P> {
  return command;
}
