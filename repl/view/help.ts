import { COMMAND_GROUPS, COMMANDS, commandUsage } from '../../src/index.ts';
import { UI_KEYS } from '../model/keymap.ts';
import { TITLES } from '../model/panes.ts';
import type { Ui } from '../model/ui.ts';
import { hintsOf } from './hints.ts';

const KEY = 12;

/** Keys of the pane in focus, of the program, and all commands with theirs. */
export function helpLines(ui: Ui): string[] {
  const { focus } = ui;
  const here = hintsOf({ ...ui, isPlaying: false, count: '', overlay: null, mode: 'keys' }).slice(0, 3);
  return [
    `In the pane ${TITLES[focus]}`,
    ...here.map(([key, does]) => keyLine([key], does)),
    '',
    'Digits reach panes; before a motion they are a count: 5n goes five bars on. Capitals go backwards.',
    'A click takes a row in hand or goes to a bar, another opens it; the wheel scrolls, and zooms charts.',
    '',
    ...(['Panes', 'Chart', 'Play', 'Type', 'Program'] as const).flatMap((group) => [
      group,
      ...UI_KEYS.filter((one) => one.group === group).map(({ keys, help }) => keyLine(keys, help)),
      '',
    ]),
    ...COMMAND_GROUPS.flatMap(([group, heading]) => [
      heading,
      ...COMMANDS.filter((command) => command.group === group).map((command) =>
        keyLine(command.keys, `${commandUsage(command)}  ${command.summary}`),
      ),
      '',
    ]),
    'At the TypeScript prompt: session, portfolio, strategy, features, bar and event are there; :next is a command,',
    'next too unless you have a variable of that name, and !!next though you have one.',
  ];
}

function keyLine(keys: readonly string[], text: string): string {
  return `  ${keys.join(' ').padEnd(KEY)} ${text}`;
}
