import { z } from 'zod';
import { plainComparison } from '../forks/compare-text.ts';
import { answerOf, awaited, callText, literal } from './answers.ts';
import { type Command, defineCommand } from './command.ts';
import type { Desk } from './desk.ts';

export const FORK_COMMANDS: readonly Command<Desk>[] = [
  defineCommand({
    name: 'fork',
    aliases: [],
    group: 'fork',
    keys: ['x'],
    usage: '[setting=value …] [as name]',
    summary: 'Branch off here with other settings, and go on in the fork.',
    details: `Settings are named by their path in the workflow, or by as much of it as leaves no doubt. The fork has the same past; the run
that it came from stays as it is, and "switch" goes back to it. Stops, marks and pinned expressions are set in the fork too.`,
    examples: [
      { text: 'fork fast=10', means: 'a shorter average from here on' },
      {
        text: 'fork strategies.trend.params.slow=50 slippage=5bps as wide',
        means: 'two changes, and a name',
      },
    ],
    words: ['setting'],
    parameters: z.strictObject({ changes: z.array(z.string()), name: z.string().optional() }),
    read: (words) => {
      const given = words.all('changes');
      const as = given.indexOf('as');
      if (as < 0) return { changes: given };
      if (as !== given.length - 2) {
        const found = given.length === as + 1 ? 'nothing' : given.slice(as + 1).join(' ');
        throw words.mistake(`one name must follow "as", found ${found}`, words.wordOf('changes'));
      }
      return { changes: given.slice(0, as), name: given[as + 1] };
    },
    call: ({ changes, name }) =>
      `session = ${awaited('fork', changes, name === undefined ? name : { name })}`,
    run: async (desk, { changes, name }, signal) => {
      const fork = await desk.session.fork(changes, { name, signal });
      desk.session = fork;
      const { from = '', bar = 0, differences = [], notes = [] } = fork.forked ?? {};
      const text = [...notes, String(fork.forks()), fork.statusLine].join('\n');
      return {
        text,
        data: { name: fork.name, from, bar, differences, notes, status: fork.status },
        display: () => ({ 'text/html': fork.forkHtml(), 'text/plain': text }),
      };
    },
  }),
  defineCommand({
    name: 'forks',
    aliases: [],
    group: 'fork',
    keys: [],
    usage: '',
    summary: 'Show the tree of forks, with what was changed and equity.',
    examples: [{ text: 'forks', means: 'each run as of its own cursor' }],
    words: [],
    parameters: z.strictObject({}),
    read: () => ({}),
    call: () => callText('forks'),
    run: async ({ session }) => answerOf(session.forks()),
  }),
  defineCommand({
    name: 'switch',
    aliases: ['sw'],
    group: 'fork',
    keys: [],
    usage: '<fork>',
    summary: 'Go on in another run of the tree; "main" is the first.',
    examples: [{ text: 'switch main', means: 'back to the run that was opened' }],
    words: ['fork'],
    parameters: z.strictObject({ name: z.string() }),
    read: (words) => ({ name: words.take('name') }),
    call: ({ name }) => `session = ${callText('other', name)}`,
    run: async (desk, { name }) => {
      desk.session = desk.session.other(name);
      return { text: desk.session.statusLine, data: desk.session.status };
    },
  }),
  defineCommand({
    name: 'compare',
    aliases: ['cmp'],
    group: 'fork',
    keys: ['='],
    usage: '[fork] [fork]',
    summary: 'Put two runs side by side, as far as both cursors have come.',
    details:
      'One name compares it with this run; none compares this run with the one that it was forked from.',
    examples: [
      { text: 'compare', means: 'a fork against where it came from' },
      { text: 'compare main fork-1', means: 'two runs by their names' },
    ],
    words: ['fork'],
    parameters: z.strictObject({ one: z.string().optional(), other: z.string().optional() }),
    read: (words) => {
      const [one, other] = [words.take('one'), words.take('other')];
      return other === undefined ? { other: one } : { one, other };
    },
    call: ({ one, other }) =>
      one === undefined
        ? awaited('compare', other)
        : `await session.other(${literal(one)}).compare(${literal(other)})`,
    run: async ({ session }, { one, other }, signal) => {
      const first = one === undefined ? session : session.other(one);
      const comparison = await first.compare(other, { signal });
      return answerOf(comparison, plainComparison(comparison));
    },
  }),
];
