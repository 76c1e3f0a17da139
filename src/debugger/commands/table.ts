import { nearestName } from '../../foundation/nearest-name.ts';
import { UserError } from '../../foundation/user-error.ts';
import { ASK_COMMANDS } from './ask-commands.ts';
import type { Command } from './command.ts';
import type { Desk } from './desk.ts';
import { FORK_COMMANDS } from './fork-commands.ts';
import { helpCommands } from './help-commands.ts';
import { JUMP_COMMANDS } from './jump-commands.ts';
import { KEEP_COMMANDS } from './keep-commands.ts';
import { LOOK_COMMANDS } from './look-commands.ts';
import { MOVE_COMMANDS } from './move-commands.ts';
import { PLACE_COMMANDS } from './place-commands.ts';
import { STOP_COMMANDS } from './stop-commands.ts';

/** Every command of the debugger. */
export const COMMANDS: readonly Command<Desk>[] = [
  ...MOVE_COMMANDS,
  ...PLACE_COMMANDS,
  ...JUMP_COMMANDS,
  ...STOP_COMMANDS,
  ...LOOK_COMMANDS,
  ...ASK_COMMANDS,
  ...FORK_COMMANDS,
  ...KEEP_COMMANDS,
  ...helpCommands(() => COMMANDS, commandNamed),
];

const BY_NAME = new Map<string, Command<Desk>>();
for (const command of COMMANDS) {
  for (const name of [command.name, ...command.aliases]) {
    if (BY_NAME.has(name)) throw new Error(`two commands are called ${name}`);
    BY_NAME.set(name, command);
  }
}

/** The command of a name or a short form, `next` or `n`; undefined when there is none. */
export function findCommand(name: string): Command<Desk> | undefined {
  return BY_NAME.get(name);
}

/** The command of a name or alias. @throws UserError with the nearest name. */
export function commandNamed(name: string): Command<Desk> {
  const command = BY_NAME.get(name);
  if (command !== undefined) return command;
  throw unknownCommand(name);
}

export function unknownCommand(name: string): UserError {
  const near = nearestName(
    name,
    COMMANDS.map((one) => one.name),
  );
  return new UserError(`there is no command "${name}"`, {
    code: 'unknown_command',
    hint: near === undefined ? '"help" lists them' : `did you mean "${near}"?`,
  });
}
