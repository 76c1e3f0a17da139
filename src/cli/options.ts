import { parseArgs } from 'node:util';
import { nearestName } from '../foundation/nearest-name.ts';
import { UserError } from '../foundation/user-error.ts';

/** `boolean` is a flag; `string` takes a value, `strings` one each time it is given. */
export type OptionTypes = Readonly<Record<string, 'boolean' | 'string' | 'strings'>>;

export type OptionValues<O extends OptionTypes> = {
  readonly [K in keyof O]?: O[K] extends 'boolean' ? boolean : O[K] extends 'strings' ? string[] : string;
};

/** What a command takes besides its options: `<workflow.yaml>` must be given, `[folder]` may be. */
export interface Usage<O extends OptionTypes> {
  readonly command: string;
  readonly options: O;
  /** Letters that stand for options: `{ c: 'command' }` for `-c`. */
  readonly short?: Readonly<Record<string, keyof O & string>>;
  /** Name of the first argument, and whether it must be given; none when left out. */
  readonly argument?: { readonly name: string; readonly required: boolean };
  /** Name of a second argument, which must be given; none when left out. */
  readonly second?: string;
}

/**
 * Options and argument of a command line.
 *
 * @throws UserError for an unknown option, with the nearest name; for a value missing or not wanted; for an argument
 *   missing or too many.
 */
export function parseOptions<const O extends OptionTypes>(
  argv: readonly string[],
  { command, options, short = {}, argument, second }: Usage<O>,
): {
  readonly values: OptionValues<O>;
  readonly argument: string | undefined;
  readonly second: string | undefined;
} {
  const mistake = (message: string, hint = `see "admf help ${command}"`) =>
    new UserError(`admf ${command}: ${message}`, { code: 'bad_command_line', hint });
  const { tokens } = parseArgs({
    args: [...argv],
    options: Object.fromEntries(
      Object.entries(options).map(([name, type]) => {
        const letter = Object.keys(short).find((key) => short[key] === name);
        const kind = type === 'boolean' ? 'boolean' : 'string';
        return [name, letter === undefined ? { type: kind } : { type: kind, short: letter }];
      }),
    ),
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const values: Record<string, boolean | string | string[]> = {};
  const given: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') given.push(token.value);
    if (token.kind !== 'option') continue;
    const { name, rawName, value } = token;
    if (!Object.hasOwn(options, name)) {
      const near = nearestName(name, Object.keys(options));
      throw mistake(
        `there is no option ${rawName}`,
        near === undefined ? undefined : `did you mean --${near}?`,
      );
    }
    if (options[name] === 'boolean') {
      if (value !== undefined) throw mistake(`${rawName} takes no value, found "${value}"`);
      values[name] = true;
    } else {
      // `--results --json` names no folder; `--drift -0.1` gives a number.
      const isOption = value?.startsWith('-') === true && !/^-\.?\d/.test(value);
      if (value === undefined || value === '' || (!token.inlineValue && isOption)) {
        throw mistake(`${rawName} needs a value`);
      }
      if (options[name] === 'strings')
        values[name] = [...((values[name] as string[] | undefined) ?? []), value];
      else values[name] = value;
    }
  }
  const most = (argument === undefined ? 0 : 1) + (second === undefined ? 0 : 1);
  if (given.length > most) throw mistake(`"${given[most]}" is one argument too many`);
  if (argument?.required === true && given.length === 0) throw mistake(`${argument.name} is missing`);
  if (second !== undefined && given.length < 2) throw mistake(`${second} is missing`);
  return { values: values as OptionValues<O>, argument: given[0], second: given[1] };
}
