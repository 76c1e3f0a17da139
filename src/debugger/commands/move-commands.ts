import { z } from 'zod';
import type { DebugSession } from '../debug-session.ts';
import type { Motion } from '../status.ts';
import { awaited, movedAnswer } from './answers.ts';
import { type Command, defineCommand } from './command.ts';
import type { Desk } from './desk.ts';

const COUNT = z.strictObject({ count: z.int().min(1).default(1) });

interface Counted {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly keys: readonly string[];
  readonly summary: string;
  readonly details?: string;
  readonly examples: readonly { readonly text: string; readonly means: string }[];
  /** Name of the method. */
  readonly method: string;
  readonly move: (session: DebugSession, count: number, signal: AbortSignal | undefined) => Promise<Motion>;
}

/** A motion that is done so many times. */
function counted({ method, move, ...text }: Counted): Command<Desk> {
  return defineCommand({
    ...text,
    group: 'move',
    usage: '[count]',
    words: ['number'],
    repeats: true,
    parameters: COUNT,
    read: (words) => ({ count: words.count() }),
    call: ({ count }) => (count === 1 ? awaited(method) : awaited(method, count)),
    run: async ({ session }, { count }, signal) => movedAnswer(await move(session, count, signal)),
  });
}

export const MOVE_COMMANDS: readonly Command<Desk>[] = [
  counted({
    name: 'step',
    aliases: ['s'],
    keys: ['s'],
    summary: 'Go one event forward.',
    details:
      'At an event nobody has acted on it yet: the next step shows the first thing that came of it. After the last event\nof a bar comes the end of the bar.',
    examples: [
      { text: 'step', means: 'the next event' },
      { text: '5s', means: 'five events on' },
    ],
    method: 'step',
    move: (session, count, signal) => session.step(count, signal),
  }),
  counted({
    name: 'reverse-step',
    aliases: ['rs', 'S'],
    keys: ['S'],
    summary: 'Go one event back.',
    examples: [{ text: 'rs 3', means: 'three events back' }],
    method: 'reverseStep',
    move: (session, count, signal) => session.reverseStep(count, signal),
  }),
  counted({
    name: 'next',
    aliases: ['n'],
    keys: ['n', '→'],
    summary: 'Go one bar forward, to its end.',
    details: 'From inside a bar, the first one is what is left of it.',
    examples: [
      { text: 'next', means: 'the end of the next bar' },
      { text: 'next 20', means: '20 bars on; 20n does the same' },
    ],
    method: 'next',
    move: (session, count, signal) => session.next(count, signal),
  }),
  counted({
    name: 'reverse-next',
    aliases: ['rn', 'N'],
    keys: ['N', '←'],
    summary: 'Go one bar back, to its end.',
    details: 'From inside a bar, the first one is the end of the bar before it.',
    examples: [{ text: '5rn', means: 'five bars back' }],
    method: 'reverseNext',
    move: (session, count) => session.reverseNext(count),
  }),
  defineCommand({
    name: 'finish',
    aliases: ['fin'],
    group: 'move',
    keys: ['u'],
    usage: '',
    summary: "Do the rest of this bar's events.",
    examples: [{ text: 'finish', means: 'the end of this bar' }],
    words: [],
    repeats: true,
    parameters: z.strictObject({}),
    read: () => ({}),
    call: () => awaited('finish'),
    run: async ({ session }) => movedAnswer(await session.finish()),
  }),
];
