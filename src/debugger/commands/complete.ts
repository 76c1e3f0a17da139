import { eventTypeNames } from '../../events/event-type.ts';
import { runNames } from '../names/bind-name.ts';
import type { Candidate } from './candidate.ts';
import type { WordKind } from './command.ts';
import { eventCandidates, tradeCandidates } from './complete-events.ts';
import type { Desk } from './desk.ts';
import { COMMANDS, findCommand } from './table.ts';
import { splitCommands } from './words.ts';

export type { Candidate } from './candidate.ts';

/** What can stand at the cursor of a line of commands. */
export interface Completion {
  /** Where in the line the candidates begin: what stands from there to the cursor is replaced. */
  readonly start: number;
  readonly candidates: readonly Candidate[];
}

/** What can stand at the cursor of a line: names of commands, words of the command, names in expressions. */
export function complete(desk: Desk, line: string, cursor: number = line.length): Completion {
  const before = line.slice(0, cursor);
  const part = splitCommands(before).at(-1);
  // Behind a `;` a new command begins.
  const from = part === undefined || part.end < before.length ? cursor : part.start;
  const typed = before.slice(from);
  const lead = /^\s*(?:\d[\d_]*\s*)?[:%]?/.exec(typed)?.[0].length ?? 0;
  const rest = typed.slice(lead);
  const [name] = /^[\w?-]*/.exec(rest) ?? [''];
  if (name.length === rest.length) return { start: from + lead, candidates: commandNames(name) };
  const command = findCommand(name);
  if (command === undefined) return /^[\w$]+\./.test(rest) ? ofExpression(desk, before) : nothing(cursor);
  const words = rest.slice(name.length).trimStart().split(/\s+/);
  const kind = command.words[Math.min(words.length, command.words.length) - 1];
  if (kind === undefined) return nothing(cursor);
  if (kind === 'expression') return ofExpression(desk, before);
  const word = words[words.length - 1];
  if (kind === 'path') return matching(cursor - word.length, word, upToNextDot(names(desk), word));
  if (kind === 'event') return matching(cursor - word.length, word, eventCandidates(desk, word));
  if (kind === 'focus-name') return matching(cursor - word.length, word, focusNames(desk, words[0]));
  return matching(cursor - word.length, word, candidatesOf(kind, desk));
}

function nothing(cursor: number): Completion {
  return { start: cursor, candidates: [] };
}

function commandNames(typed: string): Candidate[] {
  return COMMANDS.filter(({ name }) => name.startsWith(typed)).map(({ name, summary }) => ({
    text: name,
    help: summary,
  }));
}

function matching(start: number, typed: string, all: readonly Candidate[]): Completion {
  return { start, candidates: all.filter(({ text }) => text.startsWith(typed)) };
}

/** Names of the run, and inside quotes the types of events: `event.type === 'FI`. */
function ofExpression(desk: Desk, before: string): Completion {
  const quoted = /(['"])([A-Z_]*)$/.exec(before);
  if (quoted !== null) {
    return matching(before.length - quoted[2].length, quoted[2], eventTypes());
  }
  const all = names(desk);
  // A container or symbol may have signs in its name: of `a-portfolio_my-main.eq`, the longest piece that begins a name is meant.
  const [, run] = /(\S*)$/.exec(before) as RegExpExecArray;
  const pieces = [...run.matchAll(/(?<![\p{L}\p{N}_$.])(?=[\p{L}_$])/gu)].map(({ index }) =>
    run.slice(index),
  );
  // What nothing begins with is a word all the same: whoever has names of other kinds goes on from where it begins.
  const [word] = /[\w$.]*$/.exec(run) as RegExpExecArray;
  const typed = pieces.find((piece) => all.some(({ text }) => text.startsWith(piece))) ?? word;
  return matching(before.length - typed.length, typed, upToNextDot(all, typed));
}

/** Of long names only the next part, so that a list stays short: `portfolio.`, then `portfolio.metrics.`. */
function upToNextDot(all: readonly Candidate[], typed: string): Candidate[] {
  const known = new Map<string, Candidate>();
  for (const candidate of all) {
    const dot = candidate.text.indexOf('.', typed.length);
    const whole = dot < 0 || dot === candidate.text.length - 1;
    const text = dot < 0 ? candidate.text : candidate.text.slice(0, dot + 1);
    if (!known.has(text)) known.set(text, whole ? candidate : { text, help: 'more below it' });
  }
  return [...known.values()];
}

function names({ session }: Desk): Candidate[] {
  const { engine, focus } = session.core;
  return runNames(engine.topology, focus)
    .map((name) => name.replace(/\*$/, ''))
    .map((text) => ({ text, help: text.endsWith('.') ? 'more below it' : 'a value of the run' }));
}

function eventTypes(): Candidate[] {
  return eventTypeNames().map((text) => ({ text, help: 'a type of event' }));
}

function candidatesOf(kind: WordKind, desk: Desk): Candidate[] {
  if (typeof kind === 'object') return kind.oneOf.map((text) => ({ text, help: '' }));
  const { session } = desk;
  switch (kind) {
    case 'event-type':
      return eventTypes();
    case 'container':
      return session.containers.map(({ id }) => ({ text: id, help: 'a container' }));
    case 'command':
      return COMMANDS.map(({ name, summary }) => ({ text: name, help: summary }));
    case 'fork':
      return [...session.core.tree.keys()].map((text) => ({ text, help: 'a run of this tree' }));
    case 'mark':
      return marks(desk, '');
    case 'place':
      return [
        ...marks(desk, '@'),
        ...['start', 'end'].map((text) => ({ text, help: 'of the run' })),
        ...tradeCandidates(desk),
      ];
    case 'stop':
      return session.stops
        .list()
        .map(({ id, kind, text }) => ({ text: String(id), help: `${kind} ${text}` }));
    case 'setting':
      return settings(desk);
    default:
      return [];
  }
}

/** Portfolios, strategies or symbols, as the word before says. */
function focusNames({ session }: Desk, what: string): Candidate[] {
  const { markets, strategies, portfolios } = session.core.branch.prepared.spec;
  const names: Readonly<Record<string, readonly string[]>> = {
    portfolio: portfolios.map(({ id }) => id),
    strategy: strategies.map(({ id }) => id),
    symbol: markets.map(({ series }) => series.symbol),
  };
  return (names[what] ?? []).map((text) => ({ text, help: `a ${what}` }));
}

/** Parameters of strategies, which are what is tried most. */
function settings({ session }: Desk): Candidate[] {
  return session.core.branch.prepared.config.strategies.flatMap(({ id, params }) =>
    Object.entries(params ?? {}).map(([name, value]) => ({
      text: `strategies.${id}.params.${name}=`,
      help: `now ${JSON.stringify(value)}`,
    })),
  );
}

function marks({ session }: Desk, sign: string): Candidate[] {
  return session.markList
    .list()
    .map(({ name, position }) => ({ text: `${sign}${name}`, help: `bar ${position.bar}` }));
}
