import { z } from 'zod';
import { callText } from './answers.ts';
import { type Command, defineCommand } from './command.ts';
import type { Desk } from './desk.ts';

export const LOOK_COMMANDS: readonly Command<Desk>[] = [
  defineCommand({
    name: 'print',
    aliases: ['p'],
    group: 'look',
    keys: [],
    usage: '<expression>',
    summary: 'Evaluate an expression at the cursor.',
    examples: [
      { text: 'print portfolio.equity', means: 'a figure of the portfolio in focus' },
      { text: 'print bar.close / features.sma_20 - 1', means: 'arithmetic over what is known there' },
    ],
    words: ['expression'],
    parameters: z.strictObject({ expression: z.string().min(1) }),
    read: (words) => ({ expression: words.rest('expression') }),
    call: ({ expression }) => callText('print', expression),
    run: async ({ session }, { expression }) => {
      const printed = session.print(expression);
      return { text: printed.toString(), data: { expression, value: printed.value } };
    },
  }),
];
