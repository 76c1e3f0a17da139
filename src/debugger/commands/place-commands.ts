import { z } from 'zod';
import { awaited, movedAnswer } from './answers.ts';
import { type Command, defineCommand } from './command.ts';
import type { Desk } from './desk.ts';

export const PLACE_COMMANDS: readonly Command<Desk>[] = [
  defineCommand({
    name: 'goto',
    aliases: ['g'],
    group: 'move',
    keys: ['g', 'Home', 'End'],
    usage: '<bar>',
    summary: 'Go to a place, forward or back.',
    examples: [{ text: 'goto 412', means: 'the end of bar 412' }],
    words: ['place'],
    parameters: z.strictObject({ place: z.int() }),
    read: (words) => ({ place: words.count('place') }),
    call: ({ place }) => awaited('goto', place),
    run: async ({ session }, { place }, signal) => movedAnswer(await session.goto(place, signal)),
  }),
];
