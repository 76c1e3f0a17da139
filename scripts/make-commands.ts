/**
 * Writes what is made from the table of the debugger's commands: `docs/commands.md`, and for the kernel, which names magics
 * before the engine is loaded, `kernel/magics/session-commands.json`.
 *
 *     node scripts/make-commands.ts
 */
import { writeFileSync } from 'node:fs';
import type { CommandText, WordKind } from '../src/debugger/commands/command.ts';
import { commandPage, GROUPS, usageOf } from '../src/debugger/commands/help-text.ts';
import { COMMANDS } from '../src/debugger/commands/table.ts';
import { eventTypeNames } from '../src/events/event-type.ts';
import { RUN_FIGURE_NAMES } from '../src/reports/run/run-figures.ts';

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
session that \`open\` gives have the same names. \`;\` separates commands, and \`#\` begins a comment, but not inside quotes. A count stands before or behind: \`5n\`, \`n 5\`. An
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

/** Commands that a notebook has no use for, or means something else by. */
const NOT_IN_NOTEBOOKS = ['help', 'quit', 'load'];

/** An event type is the shortest predicate. */
const PREDICATE = /predicate/;

/** What the kernel knows of commands and figures without the engine, as JSON. */
export function sessionCommands(): string {
  const commands = COMMANDS.filter(({ name }) => !NOT_IN_NOTEBOOKS.includes(name)).map((command) => ({
    name: command.name,
    aliases: command.aliases,
    usage: usageOf(command),
    summary: command.summary,
    page: commandPage(command),
    words: [
      ...new Set([
        ...command.words.flatMap(wordsOf),
        ...(PREDICATE.test(command.usage) ? eventTypeNames() : []),
      ]),
    ],
  }));
  return `${JSON.stringify({ commands, figures: RUN_FIGURE_NAMES }, null, 2)}\n`;
}

/** Words that can stand there in any run. */
function wordsOf(kind: WordKind): readonly string[] {
  if (typeof kind === 'object') return kind.oneOf;
  if (kind === 'event-type' || kind === 'place') return eventTypeNames();
  return kind === 'command' ? COMMANDS.map(({ name }) => name) : [];
}

if (import.meta.main) {
  writeFileSync(new URL('../docs/commands.md', import.meta.url), commandsPage());
  writeFileSync(new URL('../kernel/magics/session-commands.json', import.meta.url), sessionCommands());
}
