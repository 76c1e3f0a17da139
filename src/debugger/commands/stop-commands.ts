import { z } from 'zod';
import type { DebugSession } from '../debug-session.ts';
import type { Shown } from '../facade/shown.ts';
import type { StopInfo } from '../stops/stop.ts';
import { answerOf, awaited, callText } from './answers.ts';
import { type Command, type CommandText, defineCommand, type WordKind } from './command.ts';
import type { Desk } from './desk.ts';

type Text = Pick<CommandText, 'name' | 'aliases' | 'keys' | 'usage' | 'summary' | 'details' | 'examples'>;

/** `<expression> on <events> if <condition>`, the last two left out or not. */
const LOG = /^(.*?)(?:\s+on\s+(\S+))?(?:\s+if\s+(.+))?$/s;

/** A command that sets a stop from all the words behind it. */
function setting(
  text: Text,
  words: readonly WordKind[],
  set: (session: DebugSession, what: string) => Shown<StopInfo>,
): Command<Desk> {
  return defineCommand({
    ...text,
    group: 'stop',
    words,
    parameters: z.strictObject({ what: z.string().min(1) }),
    read: (given) => ({ what: given.rest('what') }),
    call: ({ what }) => callText(text.name, what),
    run: async ({ session }, { what }) => answerOf(set(session, what)),
  });
}

/** A command about a stop by its number. */
function numbered(text: Text, change: (session: DebugSession, id: number) => Shown<StopInfo>): Command<Desk> {
  return defineCommand({
    ...text,
    group: 'stop',
    words: ['stop'],
    parameters: z.strictObject({ stop: z.int().min(1) }),
    read: (words) => ({ stop: words.number('stop') }),
    call: ({ stop }) => callText(text.name, stop),
    run: async ({ session }, { stop }) => answerOf(change(session, stop)),
  });
}

export const STOP_COMMANDS: readonly Command<Desk>[] = [
  setting(
    {
      name: 'break',
      aliases: ['b'],
      keys: ['b'],
      usage: '<predicate | [container:]TYPE [if condition]>',
      summary: 'Stop motions where something is true.',
      details: `A predicate is asked at the end of each bar; at events, when it reads "event" or begins with a type of events. Stops work in both
directions, and are called by their numbers.`,
      examples: [
        { text: 'break portfolio.equity < 95000', means: 'at the end of a bar' },
        { text: 'break FILL if event.units < 0', means: 'at each sale' },
        { text: 'b portfolio_*:POSITION_CLOSE', means: 'at events of these containers' },
      ],
    },
    ['expression'],
    (session, what) => session.break(what),
  ),
  setting(
    {
      name: 'tbreak',
      aliases: ['tb'],
      keys: [],
      usage: '<predicate | [container:]TYPE [if condition]>',
      summary: 'The same for once: deleted when it stops.',
      examples: [{ text: 'tbreak POSITION_CLOSE if event.pnl < 0', means: 'at the next losing trade' }],
    },
    ['expression'],
    (session, what) => session.tbreak(what),
  ),
  setting(
    {
      name: 'watch',
      aliases: [],
      keys: [],
      usage: '<path>',
      summary: 'Stop motions where a value changes.',
      examples: [{ text: 'watch portfolio.position.units', means: 'shows what it was and what it is' }],
    },
    ['expression'],
    (session, what) => session.watch(what),
  ),
  setting(
    {
      name: 'catch',
      aliases: [],
      keys: [],
      usage: '<[container:]TYPE>',
      summary: 'Stop motions at events of a type.',
      examples: [
        { text: 'catch ORDER_REJECTED', means: 'at each refused order' },
        { text: 'catch *REJECTED', means: 'a pattern of types' },
      ],
    },
    ['event-type'],
    (session, what) => session.catch(what),
  ),
  defineCommand({
    name: 'log',
    aliases: [],
    group: 'stop',
    keys: [],
    usage: '<expression> [on <bar | [container:]TYPE>] [if <condition>]',
    summary: 'Show what an expression gave from the start of the run up to here.',
    details: `A log point that is put in after the fact: nothing has to be run again by hand, and nothing stays set. At events, values are those
before anybody acted on the event.`,
    examples: [
      { text: 'log portfolio.equity on FILL', means: 'at each fill so far' },
      { text: 'log event.pnl on POSITION_CLOSE if event.pnl < 0', means: 'what trades lost' },
      { text: 'log strategy.fast - strategy.slow if bar.number > 490', means: 'at the end of each bar' },
    ],
    words: ['expression'],
    parameters: z.strictObject({
      value: z.string().min(1),
      on: z.string().optional(),
      condition: z.string().optional(),
    }),
    read: (words) => {
      const all = words.rest('value') ?? '';
      const [, value, on, condition] = LOG.exec(all) ?? [];
      return { value: value === '' ? undefined : value, on, condition };
    },
    call: ({ value, on, condition }) =>
      awaited('log', value, on, condition === undefined ? undefined : { condition }),
    run: async ({ session }, { value, on, condition }, signal) => {
      const logged = await session.log(value, on, { condition, signal });
      return { ...answerOf(logged), interrupted: !logged.complete };
    },
  }),
  defineCommand({
    name: 'condition',
    aliases: ['cond'],
    group: 'stop',
    keys: [],
    usage: '<stop> [condition]',
    summary: 'Give a stop another condition; none without.',
    examples: [{ text: 'condition 1 portfolio.position.units > 0', means: 'stop 1 counts only while long' }],
    words: ['stop', 'expression'],
    parameters: z.strictObject({ stop: z.int().min(1), condition: z.string().optional() }),
    read: (words) => ({ stop: words.number('stop'), condition: words.rest('condition') }),
    call: ({ stop, condition }) => callText('condition', stop, condition),
    run: async ({ session }, { stop, condition }) => answerOf(session.condition(stop, condition)),
  }),
  defineCommand({
    name: 'ignore',
    aliases: [],
    group: 'stop',
    keys: [],
    usage: '<stop> <count>',
    summary: 'Let the next hits of a stop pass.',
    examples: [{ text: 'ignore 1 10', means: 'stop at the eleventh' }],
    words: ['stop', 'number'],
    parameters: z.strictObject({ stop: z.int().min(1), count: z.int().min(0) }),
    read: (words) => ({ stop: words.number('stop'), count: words.number('count') }),
    call: ({ stop, count }) => callText('ignore', stop, count),
    run: async ({ session }, { stop, count }) => answerOf(session.ignore(stop, count)),
  }),
  numbered(
    {
      name: 'enable',
      aliases: [],
      keys: [],
      usage: '<stop>',
      summary: 'Let a stop work again.',
      examples: [{ text: 'enable 2', means: 'after "disable 2"' }],
    },
    (session, stop) => session.enable(stop),
  ),
  numbered(
    {
      name: 'disable',
      aliases: [],
      keys: [],
      usage: '<stop>',
      summary: 'Keep a stop, but pass it.',
      examples: [{ text: 'disable 2', means: 'until "enable 2"' }],
    },
    (session, stop) => session.disable(stop),
  ),
  defineCommand({
    name: 'delete',
    aliases: ['del'],
    group: 'stop',
    keys: [],
    usage: '[stop]',
    summary: 'Delete a stop; all of them without a number.',
    examples: [{ text: 'delete 1', means: 'its number is not given again' }],
    words: ['stop'],
    parameters: z.strictObject({ stop: z.int().min(1).optional() }),
    read: (words) => ({ stop: words.number('stop') }),
    call: ({ stop }) => callText('delete', stop),
    run: async ({ session }, { stop }) => answerOf(session.delete(stop)),
  }),
  defineCommand({
    name: 'info',
    aliases: ['stops'],
    group: 'stop',
    keys: [],
    usage: '',
    summary: 'List all stops with how often they were met.',
    examples: [{ text: 'info', means: 'numbers, conditions, hits' }],
    words: [],
    parameters: z.strictObject({}),
    read: () => ({}),
    call: () => callText('info'),
    run: async ({ session }) => answerOf(session.info()),
  }),
];
