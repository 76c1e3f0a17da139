/**
 * Writes `docs/commands.md`: every command of the debugger, from the table that terminal, notebook and scripts read.
 *
 *     node scripts/make-commands.ts
 */
import { writeFileSync } from 'node:fs';
import type { CommandText } from '../src/debugger/commands/command.ts';
import { GROUPS, usageOf } from '../src/debugger/commands/help-text.ts';
import { COMMANDS } from '../src/debugger/commands/table.ts';

/** The page as Markdown. */
export function commandsPage(): string {
  const groups = GROUPS.map(([group, heading]) => ({
    heading,
    commands: COMMANDS.filter((command) => command.group === group),
  })).filter(({ commands }) => commands.length > 0);
  const index = groups.flatMap(({ heading, commands }) => [
    `| **${heading}** | | | |`,
    ...commands.map(
      ({ name, aliases, keys, summary }) =>
        `| [\`${name}\`](#${name}) | ${codes(aliases)} | ${codes(keys)} | ${summary} |`,
    ),
  ]);
  const sections = groups.flatMap(({ heading, commands }) => [
    `## ${heading}`,
    ...commands.flatMap((command) => section(command)),
  ]);
  return `${[
    '# Commands of the debugger',
    `\`admf step workflow.yaml\` asks for them, \`-c "next 20; print portfolio.equity"\` and \`--script file\` carry them out, and the methods of a
session that \`open\` gives have the same names. \`;\` separates commands, but not inside quotes. A count stands before or behind: \`5n\`, \`n 5\`. An
empty line at the prompt does the last motion again. A name with a dot is a value to print: \`portfolio.equity\`.`,
    `With \`--json\` each command gives one line of JSON: \`command\` as it was typed, \`call\` (what does the same in a program), \`position\` of the
cursor after it, \`answer\` (\`text\` for people, \`data\` with the same content, \`mermaid\` where there is a diagram), and \`error\`; what does not apply
is null. The first command that fails ends it, unless \`--keep-going\` is given, with exit code 2 for a mistake, 1 when the run itself failed, 130 after
Ctrl-C.`,
    'This page is made from the table of commands by `node scripts/make-commands.ts`.',
    ['| command | short | key | |', '|---|---|---|---|', ...index].join('\n'),
    ...sections,
  ].join('\n\n')}\n`;
}

function section(command: CommandText): string[] {
  const { name, summary, details, examples } = command;
  const width = Math.max(0, ...examples.map(({ text }) => text.length));
  const lines = examples.map(({ text, means }) => `${text.padEnd(width)}  # ${means}`);
  return [
    `### ${name}`,
    `\`${usageOf(command)}\``,
    summary,
    ...(details === undefined ? [] : [details]),
    ...(lines.length === 0 ? [] : [`\`\`\`text\n${lines.join('\n')}\n\`\`\``]),
  ];
}

function codes(texts: readonly string[]): string {
  return texts.map((text) => `\`${text}\``).join(' ');
}

if (import.meta.main) writeFileSync(new URL('../docs/commands.md', import.meta.url), commandsPage());
