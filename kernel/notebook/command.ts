import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { CommandLine, type CommandOptions } from '../command-line.ts';
import { KernelMistake } from '../mistake.ts';
import { notebookText, readNotebook } from './ipynb.ts';
import { newNotebook } from './new-notebook.ts';
import { injectParameters, readParameters } from './parameters.ts';
import { runNotebook } from './run-notebook.ts';

/** Where the command writes. */
export interface NotebookEffects {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
}

const NOTEBOOK_HELP = `Usage: admf notebook <command> [options]
Notebooks without Jupyter.

Commands:
  run NOTEBOOK     run its cells and write it with what they put out
  new NOTEBOOK     make a notebook to start from

Options of run:
  -p, --parameter NAME=VALUE
                   put in the place of a value of the cell that is tagged
                   "parameters"; again for each
  -o, --output FILE
                   where to write it; over itself by default
  --cwd FOLDER     where its cells run; its own folder by default
  --keep-going     go on behind a cell that fails
  --type-errors error|warn|off
                   what a cell with type errors does: "error" by default

Exit codes:
  0    all cells ran
  1    a cell failed; what ran up to there is written
  2    a mistake in the command line or the notebook
  130  interrupted; what ran up to there is written

Example:
  admf notebook run study.ipynb -p fast=10 -o out.ipynb
`;

/** `admf notebook …`. Returns the exit code. @throws KernelMistake for a mistake in the command line or the notebook. */
export async function notebookCommand(argv: readonly string[], effects: NotebookEffects): Promise<number> {
  const [command, ...rest] = argv;
  if (command === undefined || command === 'help' || argv.some((arg) => arg === '--help' || arg === '-h')) {
    effects.stdout.write(NOTEBOOK_HELP);
    return 0;
  }
  if (command === 'run') return await run(rest, effects);
  if (command === 'new') return create(rest, effects);
  throw new KernelMistake(`admf notebook has no command "${command}"`, {
    code: 'unknown_command',
    hint: 'run, new',
  });
}

async function run(args: readonly string[], { stdout, stderr }: NotebookEffects): Promise<number> {
  const line = lineOf('run');
  const { values, path } = parse(line, args, {
    parameter: { type: 'string', short: 'p', multiple: true },
    output: { type: 'string', short: 'o' },
    cwd: { type: 'string' },
    'keep-going': { type: 'boolean' },
    'type-errors': { type: 'string' },
  });
  const target = (values.output as string | undefined) ?? path;
  const parameters = readParameters((values.parameter as string[] | undefined) ?? []);
  const typeErrors = line.typeErrors(values['type-errors']);
  const given = readNotebook(path);
  const { nameHint } =
    parameters.size === 0 ? { nameHint: () => undefined } : await import('../../src/index.ts');
  const notebook = injectParameters(given, parameters, nameHint);
  const folder = resolve((values.cwd as string | undefined) ?? dirname(path));
  if (!existsSync(folder)) throw line.mistake(`there is no folder ${values.cwd as string}`);
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  process.once('SIGINT', stop);
  try {
    const done = await runNotebook(notebook, {
      folder,
      typeErrors,
      keepGoing: values['keep-going'] === true,
      signal: stopping.signal,
      onCell: (cell, cells) => stderr.write(`cell ${cell} of ${cells}\n`),
    });
    writeWhole(target, notebookText(done.notebook));
    if (stopping.signal.aborted) {
      stderr.write(`admf: interrupted; ${target} holds what ran up to there\n`);
      return 130;
    }
    if (done.failure !== null) {
      stderr.write(`admf: cell ${done.failure.cell} failed: ${done.failure.error}\n`);
      return 1;
    }
    stdout.write(`${target}\n`);
    return 0;
  } finally {
    process.off('SIGINT', stop);
  }
}

function create(args: readonly string[], { stdout }: NotebookEffects): number {
  const line = lineOf('new');
  const { path } = parse(line, args, {});
  if (!path.endsWith('.ipynb')) {
    throw new KernelMistake(`admf notebook new: a notebook ends in .ipynb, found "${path}"`, {
      code: 'bad_command_line',
      hint: `${path}.ipynb`,
    });
  }
  if (existsSync(path)) throw line.mistake(`${path} is there already`);
  mkdirSync(dirname(resolve(path)), { recursive: true });
  writeWhole(path, notebookText(newNotebook(basename(path, '.ipynb'))));
  stdout.write(`${path}\n`);
  return 0;
}

/** Whoever reads the file meanwhile sees the old one or the new one. */
function writeWhole(path: string, text: string): void {
  const beside = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(beside, text);
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw new KernelMistake(`${path} cannot be written: ${(error as Error).message}`, { code: 'no_access' });
  }
}

function lineOf(command: string): CommandLine {
  return new CommandLine(`admf notebook ${command}`, 'admf notebook help');
}

/** What was typed, of which one is the path of a notebook. */
function parse(line: CommandLine, args: readonly string[], options: CommandOptions) {
  const { values, positionals } = line.parse(args, options);
  const [path, extra] = positionals;
  if (path === undefined) throw line.mistake('the notebook is missing');
  if (extra !== undefined) throw line.tooMany(extra);
  return { values, path };
}
