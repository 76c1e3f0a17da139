import type { MagicCompletion } from '../evaluator/magic.ts';
import known from './session-commands.json' with { type: 'json' };
import type { Sessions } from './sessions.ts';

const COMMANDS = new Set(known.commands.flatMap(({ name, aliases }) => [name, ...aliases]));

/**
 * Containers, marks, forks, trades and whatever else depends on the run, as commands and `%plot` take them. Undefined where there is
 * no session, or the magic is of another kind: what is known without one then has to do.
 */
export async function completeMagic(
  sessions: Sessions,
  name: string,
  argument: string,
  cursor: number,
): Promise<MagicCompletion | undefined> {
  const desk = sessions.deskAtHand;
  if (desk === undefined || (!COMMANDS.has(name) && name !== 'plot')) return undefined;
  const { complete } = await sessions.engine();
  // %plot takes figures, and the series that can be printed.
  const lead = `${name === 'plot' ? 'print' : name} `;
  const { start, candidates } = complete(desk, lead + argument, lead.length + cursor);
  if (name !== 'plot') return { start: Math.max(0, start - lead.length), candidates };
  // Where nothing can be printed, the word begins where a figure's or a series' would.
  const word = argument.slice(0, cursor).search(/\S*$/);
  const from = candidates.length === 0 ? word : Math.max(0, start - lead.length);
  const typed = argument.slice(from, cursor);
  const figures = argument.slice(0, from).trim() === '' ? known.figures : [];
  return {
    start: from,
    candidates: [
      ...figures
        .filter((text) => text.startsWith(typed))
        .map((text) => ({ text, help: 'a figure of the run' })),
      ...SERIES.filter((text) => text.startsWith(typed) && !figures.includes(text)).map((text) => ({
        text,
        help: 'a series of the run',
      })),
      ...candidates,
    ],
  };
}

/** Short names of series that every run has. */
const SERIES = ['open', 'high', 'low', 'close', 'volume', 'equity', 'drawdown', 'position'];
