import type { z } from 'zod';
import { parseParams } from '../../foundation/parse-params.ts';
import type { UserError } from '../../foundation/user-error.ts';
import type { ShownBundle } from '../facade/shown.ts';
import type { Words } from './words.ts';

/** What a command gives back: to be read, and as plain data of the same content. */
export interface Answer {
  /** Lines for people, without colours; may be empty. */
  readonly text: string;
  /** Plain JSON data. */
  readonly data: unknown;
  /** What the method of the typed API gave, of which `data` may leave out what is no JSON. */
  readonly given?: object;
  /** The same as a Mermaid diagram, where there is one. */
  readonly mermaid?: string;
  /** The same as notebooks show it. */
  readonly display?: () => ShownBundle;
  /** Set when the command did what it should and the run failed: a component threw. */
  readonly failure?: UserError;
  /** Set when the user stopped the command on its way. */
  readonly interrupted?: boolean;
}

/** What a command is for: help lists commands under these headings. */
export type CommandGroup = 'move' | 'stop' | 'look' | 'ask' | 'fork' | 'keep' | 'help';

/** What the words at one place of a command can be: decides what is offered to complete them. */
export type WordKind =
  | 'number'
  | 'expression'
  | 'place'
  | 'event'
  | 'event-type'
  | 'focus-name'
  | 'container'
  | 'path'
  | 'mark'
  | 'fork'
  | 'stop'
  | 'command'
  | 'file'
  | 'setting'
  | { readonly oneOf: readonly string[] };

/** Everything about a command but what it does. */
export interface CommandText {
  /** Lower case, words joined with `-`: `reverse-next`. */
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
  /** What each word behind the name can be; the last stands for all that follow. */
  readonly words: readonly WordKind[];
  /** Whether an empty line does it again. */
  readonly repeats?: boolean;
}

/**
 * One command of the debugger. Terminal, notebook and scripts all read it: name, keys, words, parameters, help, examples.
 *
 * @template D what commands work on.
 * @template S shape of the parameters; unknown keys are errors.
 */
export interface CommandDefinition<D, S extends z.ZodObject> extends CommandText {
  readonly parameters: S;
  /** The words behind the name as what `parameters` checks. @throws UserError for words it cannot read. */
  readonly read: (words: Words) => unknown;
  /** The typed API call that does the same: `session.next(5)`. */
  readonly call: (parameters: z.output<S>) => string;
  readonly run: (on: D, parameters: z.output<S>, signal: AbortSignal | undefined) => Promise<Answer>;
}

/** A command with its words read and checked. */
export interface BoundCommand<D> {
  readonly parameters: unknown;
  /** The typed API call that does the same: `session.next(5)`. */
  readonly call: string;
  run(on: D, signal?: AbortSignal): Promise<Answer>;
}

/** A command as the table holds it: all of them have one type. */
export interface Command<D> extends CommandText {
  readonly parameters: z.ZodObject;
  /** @throws UserError with the word, its place and what is expected; nothing is run. */
  bind(words: Words): BoundCommand<D>;
  /** The same with parameters as an object, for programs. */
  bindParameters(given: unknown): BoundCommand<D>;
}

export function defineCommand<D, S extends z.ZodObject>(definition: CommandDefinition<D, S>): Command<D> {
  const { parameters, read, call, run, ...text } = definition;
  const checked = (given: unknown): BoundCommand<D> => {
    const values = parseParams(text.name, parameters, given);
    return { parameters: values, call: call(values), run: (on, signal) => run(on, values, signal) };
  };
  return {
    ...text,
    parameters,
    bindParameters: checked,
    bind(words) {
      // Typed as an alias, told by its name.
      words.command = text.name;
      const given = read(words);
      words.end();
      const issue = parameters.safeParse(given ?? {}).error?.issues[0];
      if (issue === undefined) return checked(given);
      const [name] = issue.path;
      const missing = issue.code === 'invalid_type' && words.wordOf(String(name)) === undefined;
      if (missing) throw words.mistake(`${String(name)} is missing`, undefined, `${text.name} ${text.usage}`);
      try {
        return checked(given);
      } catch (error) {
        throw words.placed(error, String(name));
      }
    },
  };
}
