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
  --set KEY=VALUE set a value of the workflow; may be given several times
  --results DIR   write results into DIR, not where the workflow says
  --no-results    write nothing
  --json          print one JSON object, and nothing else, on standard output
  --quiet         print nothing but errors
  --stats         what each container published, and holds of it
  --metrics all   every metric, not only those that fit a table

Ctrl-C stops the run; what was done up to there is written, with status
"interrupted". A second Ctrl-C ends the process at once.

Examples:
  admf run workflow.yaml
  admf run workflow.yaml --results /tmp/out
  admf run workflow.yaml --set portfolios.main.cash=50_000 --set seed=7
  admf run workflow.yaml --json | jq '.portfolios[].metrics.sharpe'`,
  },
  step: {
    usage: 'admf step <workflow.yaml> [options]\n       admf step --attach [SESSION] [options]',
    summary: 'Walk through a run in both directions, and ask it why.',
    details: `On a terminal it is a full screen: ? tells the keys, : takes commands. Otherwise
it reads commands from standard input, one or more a line, parted by ";"; #
begins a comment, and the first that fails ends it.

With --attach it walks a session that is open in a notebook, and both follow
each other; %attach in the notebook tells its name, which is its workflow's.

Options:
  --attach NAME   walk the session of a notebook; the only one without a name
  --plain         ask for commands line by line, also on a terminal
  --screen-reader the same, with numbers before the rows of lists
  --ascii         draw the screen with nothing beyond ASCII
  --inline        take some rows below the prompt; answers stay above them
  --no-mouse      leave the mouse to the terminal, which selects text with it
  -c COMMANDS     carry out these commands and end: "next 20; print bar.close"
  --script FILE   carry out the commands of a file
  --env NAME      choose an environment of the workflow, such as production;
                  --environment is the same
  --set KEY=VALUE set a value of the workflow; may be given several times
  --json          print one JSON object a command, and nothing else, on standard
                  output: command, call, position, answer, error
  --echo          print each command before its answer
  --keep-going    go on after a command that failed

Ctrl-C stops a motion at the end of a bar. A second Ctrl-C ends the process.

Examples:
  admf step workflow.yaml
  admf step workflow.yaml -c "next 20; print portfolio.equity"
  admf step workflow.yaml --script investigation.txt --echo
  admf step --attach walk`,
  },
  report: {
    usage: 'admf report <run folder or workflow.yaml> [options]',
    summary: 'Write a tear sheet of a run as one HTML page.',
    details: `The page needs no network: metrics with their definitions, interactive figures,
drawdowns, crises, trades with their why, configuration. Of a run folder, the
run is done again and must come out the same; where it cannot be, what was
written then is shown. Of a workflow, it is run.

Options:
  --with RUN        put another run beside it; may be given several times
  --portfolio ID    only this portfolio; may be given several times
  --benchmark SYM   compare with buying and holding this symbol of the run
  --trials N        configurations that were tried before this one was chosen
  --out FILE        where to write; report.html in the run's folder by default
  --title TEXT      heading of the page
  --open            open it in the browser
  --json            all figures as JSON, on standard output or in --out
  --md              the tables as Markdown on standard output, or in --out
  --env NAME        choose an environment of the workflow, such as production
  --set KEY=VALUE   set a value of the workflow; may be given several times

Examples:
  admf report results/sp500-trend_20261120-101500 --open
  admf report workflow.yaml --benchmark SPX --out trend.html
  admf report workflow.yaml --with other.yaml --trials 200`,
  },
  data: {
    usage: 'admf data <list|info|check|convert|generate> [arguments]',
    summary: 'Look at market data, check it, convert it, make it up.',
    details: `  admf data list [folder]
      data sets and generators, or the symbols that a folder has bars of
  admf data info <source>
      files, columns, times and symbols, before anything is made of them
  admf data check <source or workflow.yaml>
      everything odd in the rows, with file and row; exit code 2 when some
      cannot be used
  admf data convert <source> <file>
      into CSV, Parquet or Arrow, as the ending of the file says
  admf data generate <generator> <file>
      bars made up from a seed; each parameter is an option: --bars 1000

A source is dataset:NAME, generate:KIND?bars=1000, a file, a folder by symbol
or a pattern, as in a workflow.

Options of info, check and convert:
  --symbol NAME          only this symbol (convert: several with commas)
  --from DATE            first date, included
  --to DATE              last date, included
  --columns NAMES        close=px,volume= names columns; none for one unused
  --date-format PATTERN  how times are written, by strptime: %d/%m/%Y
  --timezone ZONE        whose clocks times were read from: America/New_York
  --stamp END            start or end: which end of a bar its time is
  --interval LENGTH      put shorter bars together: 1h
  --anchor TIME          count intervals from this time of day: 09:30
  --partial KEEP         keep: keep an unfinished last bar
  --adjust KIND          splits, dividends or all, by columns of the source
Options of check:
  --spike-size N         times the usual move from which on a move is a spike
  --stale-bars N         equal bars in a row from which on they are stale
  --gap-bars N           bars that may be missing in a row
Options of convert and generate:
  --quality POLICIES     of convert: duplicates=drop,order=sort
  --force                replace a file that is there
Options of all:
  --json                 print one JSON object, and nothing else

Examples:
  admf data check prices.csv
  admf data convert prices.csv bars/SPX.parquet --timezone America/New_York
  admf data generate session minutes.parquet --bars 100000 --seed 7`,
  },
  tour: {
    usage: 'admf tour [--ascii]',
    summary: 'Learn the full screen of "admf step" in ten steps.',
    details: `Through September 2008 on the S&P 500, on a terminal. You press the keys; any
step can be skipped.`,
  },
  trace: {
    usage: 'admf trace explain <workflow.yaml> [options]',
    summary: 'Show what each container traces, why, and its memory.',
    details: `Options:
  --env NAME      choose an environment of the workflow, such as production
  --set KEY=VALUE set a value of the workflow; may be given several times
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
  --set KEY=VALUE set a value of the workflow; may be given several times
  --config-only   check the file alone; load neither data nor strategy modules
  --json          print one JSON object, and nothing else, on standard output`,
  },
  events: {
    usage: 'admf events <run folder or trace file> [options]',
    summary: 'List the events that a run kept on disk.',
    details: `Options:
  --type FILL,ORDER     only events of these types; POSITION_* is a pattern
  --container PATTERN   only events that these containers published: portfolio_*
  --from DATE           only events known at that date or later
  --to DATE             only events known by the end of that date
  --where EXPRESSION    only events for which it is true: 'pnl < 0'; names are
                        those of the payload, then those of the event; of a FILL
                        that was asked for, pnl is that of the trade it closed
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
  config: {
    usage: 'admf config print <workflow.yaml> [options]',
    summary: 'Print a workflow as it is, and where each value comes from.',
    details: `Options:
  --resolved       fill in every default
  --sources        beside each value where it comes from
  --diff-defaults  only what is not a default
  --env NAME       choose an environment of the workflow, such as production
  --set KEY=VALUE  set a value of the workflow; may be given several times
  --json           print one JSON list: path, value, source of each value

Of several layers the later wins: defaults, the workflow file, its environment,
variables such as ADMF_EXECUTION__PROFILE (two underscores between words,
ADMF_ENVIRONMENT chooses the environment), --set. A workflow may be written in
YAML or, in a file that ends in .toml, in TOML.

Examples:
  admf config print workflow.yaml --resolved --sources
  admf config print workflow.yaml --env production --diff-defaults`,
  },
  explain: {
    usage: 'admf explain [name] [--json]',
    summary: 'Explain a setting, a component, a parameter or a metric.',
    details: `Its type, default, unit, allowed values and an example. Without a name: the
keys of a workflow.

Examples:
  admf explain execution.slippage
  admf explain strategies.sma_crossover.fast
  admf explain metrics.max_drawdown`,
  },
  components: {
    usage: 'admf components [family] [--json]',
    summary: 'List everything that is registered, with its parameters.',
    details: `Families: generators, features, strategies, sizing, risk, slippage,
commission.

Options:
  --json   print one JSON list: family, key, type, description, params

Example:
  admf components strategies`,
  },
  schema: {
    usage: 'admf schema',
    summary: 'Print the JSON Schema of workflows, for editors.',
    details: `"admf init" writes it beside the workflow, whose first line names it:
  # yaml-language-server: $schema=./admf.schema.json

Example:
  admf schema > admf.schema.json`,
  },
  doctor: {
    usage: 'admf doctor [--json]',
    summary: 'Check that everything ADMF needs is there.',
    details: `The runtime, what comes with ADMF, the folder of results, variables that are
laid over workflows; for notebooks Jupyter, the kernel, which is started once,
and extensions of JupyterLab. Exit code 1 when a check failed.

Options:
  --json   print one JSON list: name, status, found, hint`,
  },
  completion: {
    usage: 'admf completion <bash|zsh|fish>',
    summary: 'Print what makes a shell complete this command.',
    details: `Commands, options, workflow files, and names for "admf explain".

Examples:
  eval "$(admf completion bash)"    # in ~/.bashrc
  eval "$(admf completion zsh)"     # in ~/.zshrc, after compinit
  admf completion fish > ~/.config/fish/completions/admf.fish`,
  },
  kernel: {
    usage: 'admf kernel <command> [options]',
    summary: 'Make the notebook kernel known to Jupyter.',
    details: `Run "admf kernel help" for its commands and options.

Example:
  admf kernel install --user`,
  },
  notebook: {
    usage: 'admf notebook <command> [options]',
    summary: 'Run a notebook without Jupyter, or make one to start from.',
    details: `Run "admf notebook help" for its commands and options.

Example:
  admf notebook run study.ipynb -p fast=10 -o out.ipynb`,
  },
  lab: {
    usage: 'admf lab [folder] [options]',
    summary: 'Open JupyterLab with the kernel on a folder.',
    details: `Where there is no JupyterLab, it offers to make one of its own. Run
"admf lab --help" for its options.

Examples:
  admf lab
  admf lab study --examples`,
  },
  help: {
    usage: 'admf help [command]',
    summary: 'Tell what a command does and which options it takes.',
    details: '',
  },
};

const EXIT_CODES = `Exit codes:
  0    done
  1    the run failed: a strategy threw an error; or a check of doctor did
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
  admf tour                      walk through a run, key by key
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

/** The options that a command's page tells of. `value` is null for a flag. */
export function optionsOf(command: string): { name: string; value: string | null; meaning: string }[] {
  const lines = `${COMMANDS[command].usage}\n${COMMANDS[command].details}`.split('\n');
  const told = lines.flatMap((line) => {
    const [, name, value, meaning] =
      /^ {2}(--?[a-z-]+)(?: ([A-Z=]+|all|FILL,ORDER))?(?: +(.*))?$/.exec(line) ?? [];
    return name === undefined ? [] : [{ name, value: value ?? null, meaning: meaning ?? '' }];
  });
  const inUsage = [...COMMANDS[command].usage.matchAll(/\[(--[a-z-]+)\]/g)].map(([, name]) => name);
  return [
    ...told,
    ...inUsage
      .filter((name) => told.every((option) => option.name !== name))
      .map((name) => ({ name, value: null, meaning: '' })),
  ];
}
