import { z } from 'zod';
import { type Command, defineCommand } from './command.ts';
import type { Desk } from './desk.ts';
import { commandPage, overview } from './help-text.ts';

/** @param find the command of a name or alias; throws for an unknown one. */
export function helpCommands(
  all: () => readonly Command<Desk>[],
  find: (name: string) => Command<Desk>,
): readonly Command<Desk>[] {
  return [
    defineCommand({
      name: 'help',
      aliases: ['h', '?'],
      group: 'help',
      keys: ['?'],
      usage: '[command]',
      summary: 'Tell what the commands do, or one of them.',
      examples: [{ text: 'help goto', means: 'all about one command' }],
      words: ['command'],
      parameters: z.strictObject({ command: z.string().optional() }),
      read: (words) => ({ command: words.take('command') }),
      // In a program the documentation stands with the methods.
      call: ({ command }) => (command === undefined ? '// help' : `// help ${command}`),
      run: async (_, { command }) => {
        if (command === undefined) return { text: overview(all()), data: all().map(({ name }) => name) };
        const found = find(command);
        const { name, aliases, keys, usage, summary, details = null, examples } = found;
        return {
          text: commandPage(found),
          data: { name, aliases, keys, usage, summary, details, examples },
        };
      },
    }),
    defineCommand({
      name: 'quit',
      aliases: ['q', 'exit'],
      group: 'help',
      keys: ['q'],
      usage: '',
      summary: 'End the session.',
      examples: [{ text: 'quit', means: 'end here, also within a script' }],
      words: [],
      parameters: z.strictObject({}),
      read: () => ({}),
      call: () => '// quit',
      run: async (desk) => {
        desk.done = true;
        return { text: '', data: null };
      },
    }),
  ];
}
