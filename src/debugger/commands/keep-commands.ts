import { resolve } from 'node:path';
import { z } from 'zod';
import { loadDebugSession } from '../debug-session.ts';
import { answerOf, awaited, callText, literal } from './answers.ts';
import { type Command, defineCommand } from './command.ts';
import type { Desk } from './desk.ts';

const FILE = z.strictObject({ file: z.string().min(1) });

export const KEEP_COMMANDS: readonly Command<Desk>[] = [
  defineCommand({
    name: 'mark',
    aliases: ['m'],
    group: 'keep',
    keys: ['m'],
    usage: '<name>',
    summary: 'Give this place a name; "goto @name" comes back.',
    examples: [{ text: 'mark entry', means: 'then "goto @entry", and "diff @entry"' }],
    words: [],
    parameters: z.strictObject({ name: z.string().min(1) }),
    read: (words) => ({ name: words.take('name') }),
    call: ({ name }) => callText('mark', name),
    run: async ({ session }, { name }) => answerOf(session.mark(name)),
  }),
  defineCommand({
    name: 'marks',
    aliases: [],
    group: 'keep',
    keys: ["'"],
    usage: '',
    summary: 'List all marks of this run.',
    examples: [{ text: 'marks', means: 'names, bars and times' }],
    words: [],
    parameters: z.strictObject({}),
    read: () => ({}),
    call: () => callText('marks'),
    run: async ({ session }) => answerOf(session.marks()),
  }),
  defineCommand({
    name: 'unmark',
    aliases: [],
    group: 'keep',
    keys: [],
    usage: '<name>',
    summary: 'Take a mark away.',
    examples: [{ text: 'unmark entry', means: 'the place stays where it is' }],
    words: ['mark'],
    parameters: z.strictObject({ name: z.string().min(1) }),
    read: (words) => ({ name: words.take('name') }),
    call: ({ name }) => callText('unmark', name),
    run: async ({ session }, { name }) => {
      session.unmark(name);
      return { text: '', data: null };
    },
  }),
  defineCommand({
    name: 'save',
    aliases: [],
    group: 'keep',
    keys: [],
    usage: '<file>',
    summary: 'Write the session to a file: forks, cursors, marks, stops, history.',
    examples: [{ text: 'save investigation.json', means: '"load" opens it again' }],
    words: ['file'],
    parameters: FILE,
    read: (words) => ({ file: words.take('file') }),
    call: ({ file }) => awaited('save', file),
    run: async ({ session, cwd }, { file }) => answerOf(await session.save(resolve(cwd, file))),
  }),
  defineCommand({
    name: 'load',
    aliases: [],
    group: 'keep',
    keys: [],
    usage: '<file> [force]',
    summary: 'Open a session that was saved, and go on there.',
    details: `Its workflow is loaded anew. When data, configuration or code are not what they were, it says what differs and opens nothing,
unless told to with "force".`,
    examples: [{ text: 'load investigation.json', means: 'every cursor stands where it was' }],
    words: ['file', { oneOf: ['force'] }],
    parameters: z.strictObject({ file: z.string().min(1), force: z.literal('force').optional() }),
    read: (words) => ({ file: words.take('file'), force: words.take('force') }),
    call: ({ file, force }) =>
      `({ session } = await load(${literal(file)}${force === undefined ? '' : ', { force: true }'}))`,
    run: async (desk, { file, force }, signal) => {
      const { session, differences, notes } = await loadDebugSession(resolve(desk.cwd, file), {
        force: force !== undefined,
        signal,
      });
      desk.session = session;
      return {
        text: [...notes, session.statusLine].join('\n'),
        data: { differences, notes, status: session.status },
      };
    },
  }),
  defineCommand({
    name: 'test',
    aliases: [],
    group: 'keep',
    keys: [],
    usage: '[file] [of <event | trade>]',
    summary: 'Write a vitest test that holds the run to what it did here.',
    details: 'Without a file, the test is only shown. A file that exists is left alone.',
    examples: [
      { text: 'test', means: 'show the test for the fill, order or trade at the cursor' },
      { text: 'test test/entry.test.ts of fill-12', means: 'write that for a certain fill' },
    ],
    words: ['file'],
    parameters: z.strictObject({ file: z.string().optional(), id: z.string().optional() }),
    read: (words) => {
      const file = words.peek === 'of' ? undefined : words.take('file');
      if (words.peek !== 'of') return { file };
      words.take('of');
      const id = words.take('id');
      if (id === undefined) throw words.mistake('an event or a trade must follow "of"');
      return { file, id };
    },
    call: ({ file, id }) => awaited('test', file, id),
    run: async ({ session, cwd }, { file, id }) =>
      answerOf(await session.test(file === undefined ? undefined : resolve(cwd, file), id)),
  }),
  defineCommand({
    name: 'to-notebook',
    aliases: [],
    group: 'keep',
    keys: [],
    usage: '<file>',
    summary: 'Write the commands so far as a Jupyter notebook.',
    details:
      'One cell each, with the call of the typed API that does the same, and its answer. A file that exists is left alone, unless it was made by this.',
    examples: [{ text: 'to-notebook investigation.ipynb', means: 'can be run again from top to bottom' }],
    words: ['file'],
    parameters: FILE,
    read: (words) => ({ file: words.take('file') }),
    call: ({ file }) => awaited('toNotebook', file),
    run: async ({ session, cwd }, { file }) => {
      const path = await session.toNotebook(resolve(cwd, file));
      return { text: `written to ${path}`, data: { path } };
    },
  }),
];
