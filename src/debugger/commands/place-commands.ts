import { z } from 'zod';
import type { DebugSession } from '../debug-session.ts';
import type { RunLimits } from '../facade/motions.ts';
import { PLACE_USAGE } from '../motions/place.ts';
import type { Motion } from '../status.ts';
import { awaited, movedAnswer, placeArgument } from './answers.ts';
import { type Command, type CommandText, defineCommand } from './command.ts';
import type { Desk } from './desk.ts';
import type { Words } from './words.ts';

const LIMITS = { count: z.int().min(1).optional(), to: z.string().min(1).optional() };

/** `[count] [to <place>]`, in either order; `--to` is the same. */
function readLimits(words: Words): { count: number | undefined; to: string | undefined } {
  let count = words.countBefore();
  let to: string | undefined;
  while (words.left > 0) {
    if (words.peek === 'to' || words.peek === '--to') {
      words.take('word');
      to = words.take('to');
      if (to === undefined)
        throw words.mistake('a place must follow "to"', undefined, `write ${PLACE_USAGE}`);
    } else {
      // Two of them: whoever reads on will say so.
      if (count !== undefined) return { count, to };
      count = words.count();
    }
  }
  return { count, to };
}

function limitsOf({ count, to }: { count?: number; to?: string }): RunLimits | undefined {
  return count === undefined && to === undefined ? undefined : { count, to };
}

type Run = (session: DebugSession, limits: RunLimits) => Promise<Motion>;

function running(
  text: Pick<CommandText, 'name' | 'aliases' | 'keys' | 'summary' | 'details' | 'examples'>,
  method: string,
  run: Run,
): Command<Desk> {
  return defineCommand({
    ...text,
    group: 'stop',
    usage: '[count] [to <place>]',
    words: ['place'],
    repeats: true,
    parameters: z.strictObject(LIMITS),
    read: readLimits,
    call: (limits) => awaited(method, limitsOf(limits)),
    run: async ({ session }, limits, signal) => movedAnswer(await run(session, { ...limits, signal })),
  });
}

type Find = (session: DebugSession, predicate: string, limits: RunLimits) => Promise<Motion>;

function finding(
  text: Pick<CommandText, 'name' | 'aliases' | 'keys' | 'usage' | 'summary' | 'details' | 'examples'>,
  method: string,
  find: Find,
): Command<Desk> {
  return defineCommand({
    ...text,
    group: 'stop',
    words: ['expression'],
    repeats: true,
    parameters: z.strictObject({ target: z.string().min(1), count: LIMITS.count }),
    read: (words) => ({
      count: words.countBefore(),
      target: words.rest('target'),
    }),
    call: ({ target, count }) => awaited(method, target, count === undefined ? undefined : { count }),
    run: async ({ session }, { target, count }, signal) =>
      movedAnswer(await find(session, target, { count, signal })),
  });
}

export const PLACE_COMMANDS: readonly Command<Desk>[] = [
  defineCommand({
    name: 'goto',
    aliases: ['g'],
    group: 'move',
    keys: ['g', 'Home', 'End'],
    usage: '<place>',
    summary: 'Go to any place, forward or back.',
    details: `A place is the number of a bar (0 is before the first), a number of bars from here, a time (the last bar known by then, UTC), an
event, "e12" (the twelfth event of this bar), "t7" (where trade 7 of the portfolio in focus opens), a mark, "start" or "end".`,
    examples: [
      { text: 'goto 412', means: 'the end of bar 412' },
      { text: 'goto 2008-09-15', means: 'the last bar known by the end of that day' },
      { text: 'goto -20', means: '20 bars back' },
      { text: 'goto fill-12', means: 'at the twelfth fill, before anybody acts on it' },
      { text: 'goto @entry', means: 'where the mark was set' },
    ],
    words: ['place'],
    parameters: z.strictObject({ place: z.string().min(1) }),
    read: (words) => ({ place: words.rest('place') }),
    call: ({ place }) => awaited('goto', placeArgument(place)),
    run: async ({ session }, { place }, signal) => movedAnswer(await session.goto(place, signal)),
  }),
  ...(['back', 'forward'] as const).map((name) =>
    defineCommand({
      name,
      aliases: [],
      group: 'move',
      keys: [name === 'back' ? '[' : ']'],
      usage: '[count]',
      summary:
        name === 'back'
          ? 'Go back to where the cursor was before.'
          : 'Undo "back", if nothing else came since.',
      examples: [
        { text: `2 ${name}`, means: `${name === 'back' ? 'two motions ago' : 'two places ahead again'}` },
      ],
      words: ['number'],
      repeats: true,
      parameters: z.strictObject({ count: z.int().min(1).default(1) }),
      read: (words) => ({ count: words.count() }),
      call: ({ count }) => awaited(name, count === 1 ? undefined : count),
      run: async ({ session }: Desk, { count }) =>
        movedAnswer(await (name === 'back' ? session.back(count) : session.forward(count))),
    }),
  ),
  running(
    {
      name: 'continue',
      aliases: ['c'],
      keys: ['c'],
      summary: 'Run on to the next stop, or to the end.',
      details:
        'Stops are set with break, watch and catch. With a place behind "to", it goes no further than that.',
      examples: [
        { text: 'continue', means: 'to the next stop' },
        { text: 'c 3', means: 'to the third one' },
        { text: 'c to 2008-12-31', means: 'not past the end of the year' },
      ],
    },
    'continue',
    (session, limits) => session.continue(limits),
  ),
  running(
    {
      name: 'reverse-continue',
      aliases: ['rc', 'C'],
      keys: ['C'],
      summary: 'Run back to the last stop or mark before this, or to the start.',
      examples: [
        { text: 'rc', means: 'to the last stop before the cursor' },
        { text: 'rc to 2008-01-01', means: 'not past that day' },
      ],
    },
    'reverseContinue',
    (session, limits) => session.reverseContinue(limits),
  ),
  finding(
    {
      name: 'until',
      aliases: ['unt'],
      keys: [],
      usage: '<place | predicate>',
      summary: 'Run on to a place, or until something is true.',
      details: 'Stops of the session stop it before. "goto" passes them, and also goes back.',
      examples: [
        { text: 'until +20', means: 'twenty bars on, or to a stop' },
        { text: 'until portfolio.drawdown < -0.1', means: 'the first bar at whose end it has lost a tenth' },
        { text: 'until FILL if event.units < 0', means: 'the next sale' },
      ],
    },
    'until',
    (session, target, limits) => session.until(target, limits),
  ),
  finding(
    {
      name: 'find',
      aliases: [],
      keys: [],
      usage: '<predicate>',
      summary: 'Run on to where something is true, past all stops.',
      examples: [
        { text: '3 find POSITION_CLOSE if event.pnl < 0', means: 'the third losing trade from here' },
      ],
    },
    'find',
    (session, target, limits) => session.find(target, limits),
  ),
  finding(
    {
      name: 'reverse-find',
      aliases: ['rfind'],
      keys: [],
      usage: '<predicate>',
      summary: 'Run back to the last place before this where something is true.',
      examples: [{ text: 'rfind portfolio.position.units == 0', means: 'the last bar without a position' }],
    },
    'reverseFind',
    (session, target, limits) => session.reverseFind(target, limits),
  ),
];
