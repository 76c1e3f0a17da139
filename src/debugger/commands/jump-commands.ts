import { z } from 'zod';
import type { DebugSession } from '../debug-session.ts';
import type { Whose } from '../facade/motions.ts';
import type { Motion } from '../status.ts';
import { awaited, movedAnswer } from './answers.ts';
import { type Command, defineCommand } from './command.ts';
import type { Desk } from './desk.ts';

type Jump = (count: number, signal: AbortSignal | undefined, whose: Whose | undefined) => Promise<Motion>;

interface Kind {
  readonly name: string;
  /** What it is, for people. */
  readonly noun: string;
  /** Small: forward; capital: back. */
  readonly keys: readonly [string, string] | null;
  readonly methods: readonly [string, string];
  /** What else there is to say. */
  readonly more?: string;
  readonly forward: (session: DebugSession) => Jump;
  readonly back: (session: DebugSession) => Jump;
}

const KINDS: readonly Kind[] = [
  {
    name: 'fill',
    noun: 'fill',
    keys: ['f', 'F'],
    methods: ['fill', 'reverseFill'],
    forward:
      (session) =>
      (...given) =>
        session.fill(...given),
    back:
      (session) =>
      (...given) =>
        session.reverseFill(...given),
  },
  {
    name: 'order',
    noun: 'accepted order',
    keys: ['o', 'O'],
    methods: ['order', 'reverseOrder'],
    forward:
      (session) =>
      (...given) =>
        session.order(...given),
    back:
      (session) =>
      (...given) =>
        session.reverseOrder(...given),
  },
  {
    name: 'trade',
    noun: 'opening or closing of a position',
    keys: ['t', 'T'],
    methods: ['trade', 'reverseTrade'],
    forward:
      (session) =>
      (...given) =>
        session.trade(...given),
    back:
      (session) =>
      (...given) =>
        session.reverseTrade(...given),
  },
  {
    name: 'signal',
    noun: 'signal',
    keys: ['i', 'I'],
    methods: ['signal', 'reverseSignal'],
    forward:
      (session) =>
      (...given) =>
        session.signal(...given),
    back:
      (session) =>
      (...given) =>
        session.reverseSignal(...given),
  },
  {
    name: 'rejection',
    noun: 'refused order',
    keys: null,
    methods: ['rejection', 'reverseRejection'],
    more: ' Signals for what is held already (no_change) are passed over; "find ORDER_REJECTED" stops at them too.',
    forward:
      (session) =>
      (...given) =>
        session.rejection(...given),
    back:
      (session) =>
      (...given) =>
        session.reverseRejection(...given),
  },
];

const PARAMETERS = z.strictObject({
  count: z.int().min(1).default(1),
  whose: z.enum(['focus', 'all']).optional(),
});

function jumpCommand(
  { name, noun, keys, methods, more = '', forward, back }: Kind,
  isBack: boolean,
): Command<Desk> {
  const key = keys?.[isBack ? 1 : 0];
  const method = methods[isBack ? 1 : 0];
  const jump = isBack ? back : forward;
  return defineCommand({
    name: isBack ? `reverse-${name}` : name,
    aliases: key === undefined ? [] : [key],
    group: 'move',
    keys: key === undefined ? [] : [key],
    usage: '[count] [focus]',
    summary: isBack ? `Go back to the ${noun} before this.` : `Go to the next ${noun}.`,
    details: `The cursor stands at the event, before anybody acts on it. With "focus", only the portfolio in focus counts.${more}`,
    examples: isBack
      ? [{ text: `reverse-${name}`, means: `the last ${noun} before the cursor` }]
      : [{ text: `3 ${name}`, means: `the third ${noun} from here` }],
    words: ['number', { oneOf: ['focus'] }],
    repeats: true,
    parameters: PARAMETERS,
    read: (words) => {
      const before = words.countBefore();
      const count = before ?? (/^\d/.test(words.peek ?? '') ? words.count() : undefined);
      return { count, whose: words.take('whose') };
    },
    call: ({ count, whose }) =>
      whose === undefined
        ? awaited(method, count === 1 ? undefined : count)
        : awaited(method, count, undefined, whose),
    run: async ({ session }, { count, whose }, signal) =>
      movedAnswer(await jump(session)(count, signal, whose)),
  });
}

export const JUMP_COMMANDS: readonly Command<Desk>[] = KINDS.flatMap((kind) => [
  jumpCommand(kind, false),
  jumpCommand(kind, true),
]);
