import type { CommandGroup, CommandText } from './command.ts';

/** Groups in the order in which they are shown, with their headings. */
export const GROUPS: readonly (readonly [CommandGroup, string])[] = [
  ['move', 'Move'],
  ['stop', 'Stop where something happens'],
  ['look', 'Look'],
  ['ask', 'Ask why'],
  ['fork', 'Try something else'],
  ['keep', 'Keep'],
  ['help', 'Help'],
];

/** All commands, a line each, by group. */
export function overview(commands: readonly CommandText[]): string {
  const width = Math.max(...commands.map((command) => headOf(command).length));
  const blocks = GROUPS.flatMap(([group, heading]) => {
    const lines = commands
      .filter((command) => command.group === group)
      .map((command) => `  ${headOf(command).padEnd(width)}  ${command.summary}`);
    return lines.length === 0 ? [] : [[`${heading}:`, ...lines].join('\n')];
  });
  return `${blocks.join('\n\n')}

A count stands before or behind: 5n, n 5. ";" separates commands. An empty line does the
last motion again. "help <command>" tells more.`;
}

/** The page of one command. */
export function commandPage(command: CommandText): string {
  const { summary, details, aliases, keys, examples } = command;
  const also = [
    aliases.length === 0 ? [] : [`Short: ${aliases.join(', ')}`],
    keys.length === 0 ? [] : [`Keys:  ${keys.join(', ')}`],
  ].flat();
  const width = Math.max(0, ...examples.map(({ text }) => text.length));
  const shown = examples.map(({ text, means }) => `  ${text.padEnd(width)}  ${means}`);
  return [
    `${usageOf(command)}\n${summary}`,
    ...(details === undefined ? [] : [details]),
    ...(also.length === 0 ? [] : [also.join('\n')]),
    ...(shown.length === 0 ? [] : [`Examples:\n${shown.join('\n')}`]),
  ].join('\n\n');
}

/** How a command is written: `next [count]`. */
export function usageOf({ name, usage }: CommandText): string {
  return usage === '' ? name : `${name} ${usage}`;
}

function headOf({ name, aliases }: CommandText): string {
  return aliases.length === 0 ? name : `${name} (${aliases.join(', ')})`;
}
