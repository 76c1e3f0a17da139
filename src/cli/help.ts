import { UserError } from '../foundation/user-error.ts';
import { hintFor } from '../workflows/config/hint.ts';

interface CommandHelp {
  readonly usage: string;
  readonly summary: string;
  readonly details: string;
}

/** What `admf help` tells of each command. */
export const COMMANDS: Readonly<Record<string, CommandHelp>> = {
  demo: {
    usage: 'admf demo [--results DIR] [--no-results]',
    summary: 'Run two strategies on the S&P 500 and show what comes of it.',
    details: `Options:
  --results DIR   write results into DIR; "results" in this folder by default
  --no-results    write nothing`,
  },
  init: {
    usage: 'admf init [folder]',
    summary: 'Make a folder with a workflow and a strategy to start from.',
    details: `Writes workflow.yaml, my-strategy.ts, admf.schema.json (for completion in
editors), README.md and .gitignore. The folder is the current one by default.
No file that is there already is changed.

Example:
  admf init my-study`,
  },
  run: {
    usage: 'admf run <workflow.yaml> [options]',
    summary: 'Run a workflow and write its results.',
    details: `Options:
  --env NAME      choose an environment of the workflow, such as production
  --results DIR   write results into DIR, not where the workflow says
  --no-results    write nothing
  --json          print one JSON object, and nothing else, on standard output
  --quiet         print nothing but errors
  --stats         what each container published, and holds of it

Ctrl-C stops the run; what was done up to there is written, with status
"interrupted". A second Ctrl-C ends the process at once.

Examples:
  admf run workflow.yaml
  admf run workflow.yaml --results /tmp/out
  admf run workflow.yaml --json | jq '.portfolios[].metrics.sharpe'`,
  },
  step: {
    usage: 'admf step <workflow.yaml> [options]',
    summary: 'Walk through a run in both directions, and ask it why.',
    details: `On a terminal it asks for commands; "help" lists them. Otherwise it reads them
from standard input, one or more a line, separated by ";". Lines that begin with
# are comments. The first command that fails ends it.

Options:
  -c COMMANDS     carry out these commands and end: "next 20; print bar.close"
  --script FILE   carry out the commands of a file
  --env NAME      choose an environment of the workflow, such as production;
                  --environment is the same
  --json          print one JSON object a command, and nothing else, on standard
                  output: command, call, position, answer, error
  --echo          print each command before its answer
  --keep-going    go on after a command that failed

Ctrl-C stops a motion at the end of a bar. A second Ctrl-C ends the process.

Examples:
  admf step workflow.yaml
  admf step workflow.yaml -c "next 20; print portfolio.equity"
  admf step workflow.yaml --script investigation.txt --echo`,
  },
  trace: {
    usage: 'admf trace explain <workflow.yaml> [options]',
    summary: 'Show what each container traces, why, and its memory.',
    details: `Options:
  --env NAME      choose an environment of the workflow, such as production
  --config-only   check the file alone; memory that grows with bars stays open
  --json          print one JSON object, and nothing else, on standard output

The patterns of a container are those of its settings, "for all" where they
have none. Memory is an estimate: events held times bytes of an event.`,
  },
  validate: {
    usage: 'admf validate <workflow.yaml> [options]',
    summary: 'Check a workflow, its data and its strategies without a run.',
    details: `Tells all mistakes at once, each with its place.

Options:
  --env NAME      choose an environment of the workflow, such as production
  --config-only   check the file alone; load neither data nor strategy modules
  --json          print one JSON object, and nothing else, on standard output`,
  },
  events: {
    usage: 'admf events <run folder or trace file> [options]',
    summary: 'List the events that a run kept on disk.',
    details: `Options:
  --type FILL,ORDER     only events of these types
  --container PATTERN   only events that these containers published: portfolio_*
  --from DATE           only events known at that date or later
  --to DATE             only events known by the end of that date
  --where EXPRESSION    only events for which it is true: 'pnl < 0'; names are
                        those of the payload, then those of the event
  --limit N             stop after N events
  --json                print one JSON object a line, the whole event

Examples:
  admf events results/study_20260115-093000 --type FILL
  admf events results/study_20260115-093000 --where 'pnl < -100' --json`,
  },
  why: {
    usage: 'admf why <run folder or trace file> <event id> [--json]',
    summary: 'Tell why an event happened, down to the bar.',
    details: `The id of an event, with its container or without, or of a trade: fill-12,
portfolio_balanced/order-7, trade-3. "admf events" lists them. Its causes are
shown below it: fill, order, order request, signal with the conditions that
were met, features, bar.

Options:
  --json   print one JSON object, and nothing else, on standard output

Example:
  admf why results/study_20260115-093000 fill-12`,
  },
  doctor: {
    usage: 'admf doctor',
    summary: 'Look for all that a notebook needs, and say what to type.',
    details: `Finds Jupyter, the kernel, and the extensions for widgets and figures; starts the
kernel once. The exit code is 1 when something is missing without which there is
no notebook.`,
  },
  kernel: {
    usage: 'admf kernel <command> [options]',
    summary: 'Make the notebook kernel known to Jupyter.',
    details: `Run "admf kernel help" for its commands and options.

Example:
  admf kernel install --user`,
  },
  help: {
    usage: 'admf help [command]',
    summary: 'Tell what a command does and which options it takes.',
    details: '',
  },
};

const EXIT_CODES = `Exit codes:
  0    done
  1    the run failed: a strategy threw an error
  2    a mistake in the command line, the workflow, its data or strategies
  70   a bug in ADMF
  130  interrupted by Ctrl-C`;

/** The page of one command, or of all. @throws UserError with the nearest name when there is no such command. */
export function helpText(command?: string): string {
  if (command === undefined) return overview();
  if (!Object.hasOwn(COMMANDS, command)) throw unknownCommand(command);
  const { usage, summary, details } = COMMANDS[command];
  return `${[`Usage: ${usage}`, summary, details, EXIT_CODES].filter((part) => part !== '').join('\n\n')}\n`;
}

export function unknownCommand(name: string): UserError {
  return new UserError(`admf has no command "${name}"`, {
    code: 'unknown_command',
    hint: hintFor(name, Object.keys(COMMANDS)),
  });
}

function overview(): string {
  const width = Math.max(...Object.keys(COMMANDS).map((name) => name.length));
  const list = Object.entries(COMMANDS).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`);
  return `ADMF backtests trading strategies event by event, and can say why each trade
happened.

Usage: admf <command> [options]

Start here:
  admf demo                      see what it does
  admf init my-study             make a folder to work in
  admf run my-study/workflow.yaml

Commands:
${list.join('\n')}

Options:
  --help, -h     this page, or that of the command before it
  --version, -v  the version

${EXIT_CODES}
`;
}
