import { COMMANDS, type CommandText } from '../../src/index.ts';

/** What a key does that no command of the debugger does: it changes what is seen. */
export type UiAction =
  | 'down'
  | 'up'
  | 'page-down'
  | 'page-up'
  | 'next-pane'
  | 'previous-pane'
  | 'maximise'
  | 'restore'
  | 'zoom-in'
  | 'zoom-out'
  | 'pan-back'
  | 'pan-forward'
  | 'play'
  | 'slower'
  | 'faster'
  | 'turn'
  | 'command'
  | 'prompt'
  | 'filter'
  | 'palette'
  | 'help'
  | 'enter'
  | 'close'
  | 'copy'
  | 'log'
  | 'next-portfolio'
  | 'next-strategy'
  | 'next-run'
  | 'edit'
  | 'unpin'
  | 'redraw'
  | 'suspend'
  | 'interrupt';

export interface UiKey {
  readonly keys: readonly string[];
  readonly action: UiAction;
  /** What it does, in a few words. */
  readonly help: string;
  readonly group: 'Panes' | 'Chart' | 'Play' | 'Type' | 'Program';
}

export const UI_KEYS: readonly UiKey[] = [
  { keys: ['↓', 'j'], action: 'down', help: 'a row down', group: 'Panes' },
  { keys: ['↑', 'k'], action: 'up', help: 'a row up', group: 'Panes' },
  { keys: ['PgDn'], action: 'page-down', help: 'a page down', group: 'Panes' },
  { keys: ['PgUp'], action: 'page-up', help: 'a page up', group: 'Panes' },
  { keys: ['Tab'], action: 'next-pane', help: 'the next pane', group: 'Panes' },
  { keys: ['Shift-Tab'], action: 'previous-pane', help: 'the pane before', group: 'Panes' },
  { keys: ['Enter'], action: 'enter', help: 'open the row in hand, or go to its event', group: 'Panes' },
  { keys: ['+'], action: 'maximise', help: 'this pane alone', group: 'Panes' },
  { keys: ['_', '-'], action: 'restore', help: 'all panes again', group: 'Panes' },
  { keys: ['@'], action: 'log', help: 'calls of the API that do what you did', group: 'Panes' },
  { keys: ['z'], action: 'zoom-in', help: 'wider bars', group: 'Chart' },
  { keys: ['Z'], action: 'zoom-out', help: 'more bars', group: 'Chart' },
  { keys: ['{'], action: 'pan-back', help: 'look back; the cursor stays', group: 'Chart' },
  { keys: ['}'], action: 'pan-forward', help: 'look forward again', group: 'Chart' },
  { keys: ['v'], action: 'next-portfolio', help: 'the next portfolio', group: 'Chart' },
  { keys: ['V'], action: 'next-strategy', help: 'the next strategy', group: 'Chart' },
  { keys: ['r'], action: 'next-run', help: 'the next run: main and its forks', group: 'Chart' },
  { keys: ['Space'], action: 'play', help: 'play, and pause', group: 'Play' },
  { keys: ['<'], action: 'slower', help: 'slower, then backwards', group: 'Play' },
  { keys: ['>'], action: 'faster', help: 'faster', group: 'Play' },
  { keys: ['R'], action: 'turn', help: 'the other way round', group: 'Play' },
  { keys: [':'], action: 'command', help: 'type a command', group: 'Type' },
  { keys: [';'], action: 'prompt', help: 'type TypeScript', group: 'Type' },
  { keys: ['/'], action: 'filter', help: 'narrow the events down', group: 'Type' },
  { keys: ['Ctrl-P'], action: 'palette', help: 'look for a command', group: 'Type' },
  { keys: ['?'], action: 'help', help: 'keys of this pane, and all commands', group: 'Program' },
  { keys: ['y'], action: 'copy', help: 'copy the row in hand', group: 'Program' },
  { keys: ['e'], action: 'edit', help: 'open the source in your editor', group: 'Program' },
  { keys: ['Delete'], action: 'unpin', help: 'unpin the value in hand', group: 'Program' },
  { keys: ['Esc'], action: 'close', help: 'put away, follow the cursor again', group: 'Program' },
  { keys: ['Ctrl-L'], action: 'redraw', help: 'draw the screen anew', group: 'Program' },
  { keys: ['Ctrl-Z'], action: 'suspend', help: 'back to the shell; fg returns', group: 'Program' },
  { keys: ['Ctrl-C'], action: 'interrupt', help: 'stop what runs; twice: quit', group: 'Program' },
];

/** What a key of the table of commands stands for. */
export interface CommandKey {
  readonly command: CommandText;
  /** The line that it carries out; ends in a space where more has to be typed. */
  readonly line: string;
}

/** Commands that are told by their key alone only in part, and what has to be typed behind them. */
const UNFINISHED: Readonly<Record<string, string>> = {
  goto: 'goto ',
  break: 'break ',
  display: 'display ',
  mark: 'mark ',
  fork: 'fork ',
};
const BY_KEY: Readonly<Record<string, string>> = { Home: 'goto start', End: 'goto end' };

const UI_ACTIONS = new Map(UI_KEYS.flatMap(({ keys, action }) => keys.map((key) => [key, action] as const)));
const COMMAND_KEYS = new Map<string, CommandKey>();
for (const command of COMMANDS) {
  for (const key of command.keys) {
    COMMAND_KEYS.set(key, {
      command,
      line: BY_KEY[key] ?? UNFINISHED[command.name] ?? command.name,
    });
  }
}

export function uiActionOf(key: string): UiAction | undefined {
  return UI_ACTIONS.get(key);
}

export function commandOf(key: string): CommandKey | undefined {
  return COMMAND_KEYS.get(key);
}

/** Whether a count can stand before a command: motions are done so many times. */
export function takesCount({ repeats, usage }: CommandText): boolean {
  return repeats === true && usage.includes('count');
}
