import { UserError } from '../../foundation/user-error.ts';
import type { Answer, BoundCommand, Command } from './command.ts';
import type { Desk } from './desk.ts';
import { commandNamed, findCommand, unknownCommand } from './table.ts';
import { caretAt, readCommand, splitCommands } from './words.ts';

/** A command that was tried: either it answered, or it could not be carried out. */
export interface Executed {
  /** As it was typed. */
  readonly text: string;
  /** The typed API call that does the same; null when the command could not be read. */
  readonly call: string | null;
  readonly answer: Answer | null;
  /** A mistake in the command, or what ended the run. */
  readonly error: UserError | null;
}

/** One command of a line, to be carried out when its turn comes. */
export type Pending = (desk: Desk, signal?: AbortSignal) => Promise<Executed>;

/**
 * The commands of a line, `next 20; print portfolio.equity`, in their order. An empty line does the last motion again.
 * Nothing is carried out, and nothing is checked, before its turn: what can be said may depend on where the cursor is.
 */
export function commandsOf(line: string): Pending[] {
  const parts = splitCommands(line);
  if (parts.length === 0) return line.trim() === '' ? [repeat] : [];
  return parts.map(({ start, end }) => (desk, signal) => {
    const text = line.slice(start, end).trim();
    return carryOut(desk, text, () => bind(line, start, end), signal);
  });
}

/**
 * Carries out the commands of a line, until one of them fails.
 *
 * @throws only for bugs: mistakes are told in `error`.
 */
export async function execute(desk: Desk, line: string, signal?: AbortSignal): Promise<Executed[]> {
  const done: Executed[] = [];
  for (const pending of commandsOf(line)) {
    const executed = await pending(desk, signal);
    done.push(executed);
    if (executed.error !== null || executed.answer?.interrupted === true || desk.done) break;
  }
  return done;
}

interface Bound {
  readonly command: Command<Desk>;
  readonly bound: BoundCommand<Desk>;
}

const repeat: Pending = async (desk, signal) => {
  const { lastMotion } = desk;
  if (lastMotion !== null) {
    const { text, command, bound } = lastMotion;
    return carryOut(desk, text, () => ({ command, bound }), signal);
  }
  return { text: '', call: null, answer: { text: '', data: null }, error: null };
};

async function carryOut(
  desk: Desk,
  text: string,
  read: () => Bound,
  signal: AbortSignal | undefined,
): Promise<Executed> {
  let call: string | null = null;
  try {
    const { command, bound } = read();
    ({ call } = bound);
    const answer = await bound.run(desk, signal);
    if (command.repeats === true) desk.lastMotion = { text, command, bound };
    if (command.group !== 'help') desk.log.push({ text, call, answer: answer.text });
    return { text, call, answer, error: answer.failure ?? null };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { text, call, answer: null, error };
  }
}

function bind(line: string, start: number, end: number): Bound {
  const { name, words, count } = readCommand(line, start, end);
  const command = findCommand(name.text);
  if (command !== undefined) return { command, bound: command.bind(words) };
  // A name with a dot is a value that somebody wants to see: `portfolio.equity`.
  if (count === null && /^[\w$]+\./.test(name.text)) {
    const print = commandNamed('print');
    return {
      command: print,
      bound: print.bindParameters({ what: line.slice(name.start, end).trim() }),
    };
  }
  const error = unknownCommand(name.text);
  if (line.trim() === name.text) throw error;
  const { message, code, hint } = error;
  throw new UserError(message, { code, hint, excerpt: caretAt(line, name.start) });
}
