import { parseArgs } from 'node:util';
import type { TypeErrorMode } from './language/language-service.ts';
import { KernelMistake } from './mistake.ts';

/** Options that a command takes, by name. */
export type CommandOptions = Readonly<
  Record<
    string,
    { readonly type: 'boolean' | 'string'; readonly short?: string; readonly multiple?: boolean }
  >
>;

/** What was typed behind a command. */
export interface TypedArguments {
  readonly values: Readonly<Record<string, unknown>>;
  readonly positionals: readonly string[];
}

/** What stands behind one command, and the mistakes that can be made there. */
export class CommandLine {
  readonly #command: string;
  readonly #help: string;

  /** @param command as it is typed, `admf kernel start`. @param help the command that explains it. */
  constructor(command: string, help: string) {
    this.#command = command;
    this.#help = help;
  }

  /** @throws KernelMistake for an option that there is not, and for one without its value. */
  parse(args: readonly string[], options: CommandOptions): TypedArguments {
    try {
      return parseArgs({ args: [...args], options, allowPositionals: true });
    } catch (error) {
      // What follows the first sentence is about arguments that begin with a dash.
      throw this.mistake((error as Error).message.split('. ')[0]);
    }
  }

  /** What a cell with type errors does. @throws KernelMistake for what is no way to do so. */
  typeErrors(value: unknown): TypeErrorMode {
    if (value === undefined) return 'error';
    if (value === 'error' || value === 'warn' || value === 'off') return value;
    throw this.mistake(`--type-errors takes error, warn or off, found ${JSON.stringify(value)}`);
  }

  tooMany(argument: string): KernelMistake {
    return this.mistake(`"${argument}" is one argument too many`);
  }

  mistake(what: string): KernelMistake {
    return new KernelMistake(`${this.#command}: ${what}`, {
      code: 'bad_command_line',
      hint: `see "${this.#help}"`,
    });
  }
}
