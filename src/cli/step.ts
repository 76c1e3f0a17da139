import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { formatNumber } from '../analytics/format.ts';
import type { Desk } from '../debugger/commands/desk.ts';
import { UserError } from '../foundation/user-error.ts';
import { timeText } from '../tracing/event-text.ts';
import { attach } from './attach/attach.ts';
import type { CliEffects } from './effects.ts';
import { LAYER_OPTIONS, layersOf } from './layer-options.ts';
import { openedDesk } from './opened-desk.ts';
import { parseOptions } from './options.ts';
import type { Parts, TerminalApp } from './parts.ts';
import { prompt } from './step-prompt.ts';
import { Stepper } from './stepper.ts';
import { INTERRUPTED } from './watched-run.ts';

/** `admf step <workflow.yaml>`. */
export async function step(argv: readonly string[], effects: CliEffects, parts: Parts = {}): Promise<number> {
  // Without a name it is the only session that there is.
  const isBare = argv.at(-1) === '--attach';
  const { values, argument } = parseOptions(isBare ? argv.slice(0, -1) : argv, {
    command: 'step',
    options: {
      attach: 'string',
      command: 'string',
      script: 'string',
      ...LAYER_OPTIONS,
      environment: 'string',
      json: 'boolean',
      echo: 'boolean',
      'keep-going': 'boolean',
      plain: 'boolean',
      ascii: 'boolean',
      inline: 'boolean',
      'no-mouse': 'boolean',
      'screen-reader': 'boolean',
    },
    short: { c: 'command' },
    argument: { name: '<workflow.yaml>', required: false },
  });
  if (values.command !== undefined && values.script !== undefined) {
    throw new UserError('admf step: -c and --script cannot both be given', {
      code: 'bad_command_line',
      hint: 'a script can be read by the shell: -c "$(cat file)"',
    });
  }
  if (isBare || values.attach !== undefined) return attached(values, argument, effects);
  if (argument === undefined) {
    throw new UserError('admf step: <workflow.yaml> is missing', {
      code: 'bad_command_line',
      hint: 'see "admf help step"',
    });
  }
  const app = appFor(values, effects, parts);
  // Before the data is loaded, which may take its time.
  const script = values.script === undefined ? undefined : readScript(values.script, effects);
  const layers = layersOf({ ...values, env: values.env ?? values.environment }, effects);
  const desk = await openedDesk(argument, layers, effects);
  if (desk === null) return INTERRUPTED;
  const { json = false, echo = false, 'keep-going': keepGoing = false } = values;
  const numbered = values['screen-reader'] === true;
  const stepper = new Stepper(desk, effects, { json, echo, keepGoing, numbered });
  if (values.command !== undefined) return stepper.runAll(values.command.split('\n'));
  if (script !== undefined) return stepper.runAll(script, values.script);
  if (app !== null) {
    const { ascii, inline, 'no-mouse': noMouse = false } = values;
    const title = titleOf(desk);
    return (await app).startTerminal({ desk, title, env: effects.env, ascii, inline, mouse: !noMouse });
  }
  if (effects.stdin.isTTY && !json) {
    const reader = numbered ? `${SCREEN_READER}\n` : '';
    return prompt(stepper, effects, `${reader}${banner(desk)}`);
  }
  if (!json) effects.stderr.write(`${NO_TERMINAL}\n`);
  return stepper.runAll(
    createInterface({ input: effects.stdin.stream, crlfDelay: Number.POSITIVE_INFINITY }),
  );
}

interface AttachWish extends AppWish {
  readonly attach?: string;
  readonly echo?: boolean;
  readonly 'keep-going'?: boolean;
  readonly ascii?: boolean;
  readonly inline?: boolean;
  readonly 'no-mouse'?: boolean;
  readonly env?: string;
  readonly environment?: string;
  readonly set?: readonly string[];
}

/** The session of a notebook, in place of one of its own. */
function attached(values: AttachWish, argument: string | undefined, effects: CliEffects): Promise<number> {
  const { attach: name, command, script, json = false, echo = false, ascii = false, inline = false } = values;
  const numbered = values['screen-reader'] === true;
  const option = ['env', 'environment', 'set'].find((key) => Object.hasOwn(values, key));
  if (argument !== undefined || option !== undefined) {
    throw new UserError(
      `admf step: --attach walks a session that is open already, and takes no ${argument === undefined ? `--${option}` : 'workflow'}`,
      { code: 'bad_command_line', hint: 'see "admf help step"' },
    );
  }
  return attach(
    {
      name,
      lines: command?.split('\n') ?? (script === undefined ? undefined : readScript(script, effects)),
      file: script,
      plain: values.plain === true || numbered || json,
      stepper: { json, echo, keepGoing: values['keep-going'] ?? false, numbered },
      screen: { ascii, inline, mouse: values['no-mouse'] !== true },
    },
    effects,
  );
}

const SCREEN_READER =
  'screen reader mode: plain lines, nothing is drawn over; rows of lists have numbers, and a number chooses one';
const NO_TERMINAL =
  'this is no terminal: reading commands from standard input, a line each ("help" lists them)';

interface AppWish {
  readonly command?: string;
  readonly script?: string;
  readonly json?: boolean;
  readonly plain?: boolean;
  readonly 'screen-reader'?: boolean;
}

/**
 * The full-screen app, being loaded while the data is; null where lines are wanted, or there is no terminal to draw on.
 */
function appFor(
  values: AppWish,
  { stdin, stdout, env }: CliEffects,
  parts: Parts,
): Promise<TerminalApp> | null {
  const wantsLines =
    values.command !== undefined ||
    values.script !== undefined ||
    values.json === true ||
    values.plain === true ||
    values['screen-reader'] === true ||
    env.TERM === 'dumb';
  if (wantsLines || !stdin.isTTY || !stdout.isTTY || parts.terminal === undefined) return null;
  const app = parts.terminal();
  // Told where it is waited for.
  app.catch(() => {});
  return app;
}

function titleOf({ session }: Desk): string {
  return session.core.branch.prepared.config.name;
}

function readScript(file: string, { cwd }: CliEffects): string[] {
  try {
    return readFileSync(resolve(cwd, file), 'utf8').split(/\r?\n/);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? `there is no file ${file}` : `cannot read ${file}: ${message}`;
    throw new UserError(`--script: ${why}`, { code: 'no_such_file', cause: error });
  }
}

/** What a person reads first: what is open, and how to go on. */
function banner({ session }: Desk): string {
  const { config, series } = session.core.branch.prepared;
  const symbols =
    series.length > 3 ? `${series.length} symbols` : series.map(({ symbol }) => symbol).join(', ');
  const last = timeText(session.core.timeOf(session.bars));
  const first = timeText(session.core.timeOf(1));
  return `${config.name}: ${formatNumber(session.bars, 0)} bars of ${symbols}, ${first} to ${last}
"help" lists the commands, "quit" ends; an empty line does the last motion again`;
}
