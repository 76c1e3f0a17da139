import { join } from 'node:path';
import { CommandLine, type CommandOptions, type TypedArguments } from './command-line.ts';
import type { InstallTarget } from './install/data-folders.ts';
import type { NotebookCheck } from './install/doctor.ts';
import { KernelMistake } from './mistake.ts';
import type { Environment } from './user-folders.ts';

/** Where the command writes; the process's own streams by default. */
export interface KernelEffects {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
  readonly env: Environment;
}

const HELP = `Usage: admf kernel <command> [options]
The notebook kernel "ADMF (TypeScript)" for Jupyter.

Commands:
  install    make the kernel known to Jupyter
  uninstall  undo that
  list       show where it is installed
  start      run it; Jupyter does that, with the connection file it made
  papermill  tell the folder of the plug-in for papermill

Options of install and uninstall:
  --user          for this user (the default)
  --prefix DIR    below DIR, as DIR/share/jupyter/kernels/admf
  --sys-prefix    in the Python environment that is active

Options of install and start:
  --type-errors error|warn|off
                  what a cell with type errors does: not run, run with a
                  warning, or run unchecked; "error" by default

Then, for instance:
  admf lab
  pip install "$(admf kernel papermill)"
`;

/** `admf kernel …`, `admf notebook …` and `admf lab …`. Returns the exit code. */
export async function main(argv: readonly string[], effects: KernelEffects = process): Promise<number> {
  try {
    return await dispatch(argv, effects);
  } catch (error) {
    if (!(error instanceof KernelMistake)) throw error;
    const hint = error.hint === undefined ? '' : ` (${error.hint})`;
    effects.stderr.write(`admf: ${error.message}${hint}\n`);
    return 2;
  }
}

/** What `admf doctor` looks at for notebooks. */
export async function notebookChecks(): Promise<readonly NotebookCheck[]> {
  const { createChecks } = await import('./install/doctor.ts');
  return createChecks();
}

async function dispatch([command, ...rest]: readonly string[], effects: KernelEffects): Promise<number> {
  // `admf notebook …` and `admf lab …` come here as a whole.
  if (command === 'notebook') {
    return await (await import('./notebook/command.ts')).notebookCommand(rest, effects);
  }
  if (command === 'lab') {
    const { stdout, stderr, env } = effects;
    return await (await import('./lab/command.ts')).labCommand(rest, { stdout, stderr, env });
  }
  if (
    command === undefined ||
    command === 'help' ||
    [command, ...rest].some((arg) => arg === '--help' || arg === '-h')
  ) {
    effects.stdout.write(HELP);
    return 0;
  }
  switch (command) {
    case 'start':
      return await start(rest);
    case 'install': {
      const { installKernel } = await import('./install/kernelspec.ts');
      const { target, options } = installation(rest);
      const folder = installKernel(target, effects.env, options);
      effects.stdout.write(`installed "ADMF (TypeScript)" in ${folder}\n`);
      return 0;
    }
    case 'uninstall': {
      const { uninstallKernel } = await import('./install/kernelspec.ts');
      const target = targetOf(parseTarget(lineOf(command), rest));
      effects.stdout.write(`removed ${uninstallKernel(target, effects.env)}\n`);
      return 0;
    }
    case 'list':
      return await list(effects);
    case 'papermill':
      effects.stdout.write(`${join(import.meta.dirname, 'papermill')}\n`);
      return 0;
    default:
      throw new KernelMistake(`admf kernel has no command "${command}"`, {
        code: 'unknown_command',
        hint: 'install, uninstall, list, start, papermill',
      });
  }
}

async function start(args: readonly string[]): Promise<number> {
  const line = lineOf('start');
  const { values, positionals } = line.parse(args, { 'type-errors': { type: 'string' } });
  const [connectionFile, extra] = positionals;
  if (connectionFile === undefined) throw line.mistake('the connection file is missing');
  if (extra !== undefined) throw line.tooMany(extra);
  const { startKernel } = await import('./start.ts');
  await startKernel({ connectionFile, typeErrors: line.typeErrors(values['type-errors']) });
  return 0;
}

async function list({ stdout, env }: KernelEffects): Promise<number> {
  const { installedKernels } = await import('./install/kernelspec.ts');
  const kernels = installedKernels(env);
  if (kernels.length === 0) stdout.write('the kernel is not installed: "admf kernel install"\n');
  for (const { folder, argv, missing } of kernels) {
    stdout.write(`${folder}\n  ${argv.join(' ')}\n`);
    for (const path of missing)
      stdout.write(`  cannot start: there is no ${path}; "admf kernel install" mends it\n`);
  }
  return 0;
}

/** Where to install, and what the kernel is to be started with. */
function installation(args: readonly string[]): { target: InstallTarget; options: string[] } {
  const line = lineOf('install');
  const values = parseTarget(line, args, { 'type-errors': { type: 'string' } });
  const typeErrors = values['type-errors'];
  const options = typeErrors === undefined ? [] : ['--type-errors', line.typeErrors(typeErrors)];
  return { target: targetOf(values), options };
}

/** @throws KernelMistake when two places are named. */
function parseTarget(line: CommandLine, args: readonly string[], more: CommandOptions = {}): Values {
  const places: CommandOptions = {
    user: { type: 'boolean' },
    prefix: { type: 'string' },
    'sys-prefix': { type: 'boolean' },
  };
  const { values, positionals } = line.parse(args, { ...places, ...more });
  if (positionals.length > 0) throw line.tooMany(positionals[0]);
  const given = Object.keys(values).filter((name) => name in places);
  if (given.length > 1) throw line.mistake(`only one of --${given.join(', --')} can be meant`);
  return values;
}

type Values = TypedArguments['values'];

function targetOf(values: Values): InstallTarget {
  if (typeof values.prefix === 'string') return { kind: 'prefix', prefix: values.prefix };
  return { kind: values['sys-prefix'] === true ? 'sys-prefix' : 'user' };
}

function lineOf(command: string): CommandLine {
  return new CommandLine(`admf kernel ${command}`, 'admf kernel help');
}
