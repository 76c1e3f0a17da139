import { z } from 'zod';
import { WANTED } from '../why/wanted.ts';
import { whyMermaid } from '../why/why-mermaid.ts';
import { answerOf, callText } from './answers.ts';
import { type Command, defineCommand } from './command.ts';
import type { Desk } from './desk.ts';

export const ASK_COMMANDS: readonly Command<Desk>[] = [
  defineCommand({
    name: 'why',
    aliases: [],
    group: 'ask',
    keys: ['w'],
    usage: '[event | trade | kind]',
    summary: 'Tell why something happened: the whole chain of causes.',
    details: `With the values that were read, the conditions tested and where they are written, the size, the limits, and the prices of the bar
that filled. Without a name it is about the event at the cursor, or what happened last at this bar.`,
    examples: [
      { text: 'why', means: 'the event at the cursor' },
      { text: 'why fill-12', means: 'an event by its id' },
      { text: 'why portfolio_main/trade-3', means: 'all that happened in a trade' },
    ],
    words: ['event'],
    parameters: z.strictObject({ what: z.string().optional() }),
    read: (words) => ({ what: words.rest('what') }),
    call: ({ what }) => callText('why', what),
    run: async ({ session }, { what }) => {
      const answer = session.why(what);
      return { ...answerOf(answer), mermaid: whyMermaid(answer) };
    },
  }),
  defineCommand({
    name: 'whynot',
    aliases: ['wn'],
    group: 'ask',
    keys: ['W'],
    usage: '[what] [bar] [of <strategy>]',
    summary: 'Tell why something did not happen, and how far it was from it.',
    details: `What can be BUY, SELL, EXIT, entry, exit, signal, order, fill or trade. The bar is the cursor's; up to there any other can be
asked about.`,
    examples: [
      { text: 'whynot', means: 'what kept every strategy from acting at this bar' },
      { text: 'whynot exit 412', means: 'why no position was left at bar 412' },
    ],
    words: [{ oneOf: WANTED }, 'number'],
    parameters: z.strictObject({
      what: z.string().optional(),
      bar: z.int().min(1).optional(),
      strategy: z.string().optional(),
    }),
    read: (words) => {
      let what: string | undefined;
      let bar: number | undefined;
      let strategy: string | undefined;
      while (words.left > 0) {
        if (words.peek === 'of') {
          words.take('of');
          strategy = words.take('strategy');
          if (strategy === undefined) throw words.mistake('the name of a strategy must follow "of"');
        } else if (/^\d/.test(words.peek ?? '') && bar === undefined) bar = words.count('bar');
        else if (what === undefined) what = words.take('what');
        else break;
      }
      return { what, bar, strategy };
    },
    call: ({ what, bar, strategy }) => callText('whynot', what, bar, strategy),
    run: async ({ session }, { what, bar, strategy }) => answerOf(session.whynot(what, bar, strategy)),
  }),
];
