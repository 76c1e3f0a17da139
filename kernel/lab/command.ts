import { cpSync, existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { CommandLine } from '../command-line.ts';
import { installedKernels, installKernel, kernelspec } from '../install/kernelspec.ts';
import { KernelMistake } from '../mistake.ts';
import type { Environment } from '../user-folders.ts';
import { type LabEnvironment, labEnvironment, makeLabEnvironment } from './environment.ts';
import { PROGRAMS, type Programs } from './programs.ts';

/** Where the command writes and asks. */
export interface LabEffects {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
  readonly env: Environment;
  /** Where relative paths start. */
  readonly cwd?: string;
  readonly programs?: Programs;
  /** Asks the user; null where nobody can be asked. */
  readonly confirm?: ((question: string) => Promise<boolean>) | null;
}

const LAB_HELP = `Usage: admf lab [folder] [options] [-- options of JupyterLab]
Open JupyterLab with the kernel "ADMF (TypeScript)" on a folder, this one by default.

It is the "jupyter" of the PATH, or of the Python environment that is active, and
else one that ADMF keeps for itself, which is made when it is first wanted.

Options:
  --examples  put the first notebooks of ADMF into the folder before
  --install   make ADMF's own JupyterLab anew, and use it
  --own       use ADMF's own, whatever else there is

Examples:
  admf lab
  admf lab study --examples
  admf lab -- --no-browser --port 9999
`;

/** The notebooks that ADMF comes with. */
const EXAMPLES = join(import.meta.dirname, '..', '..', 'notebooks');

/** `admf lab …`. Returns the exit code. @throws KernelMistake when there is no JupyterLab, and none can be made. */
export async function labCommand(argv: readonly string[], effects: LabEffects): Promise<number> {
  const { stdout, stderr, env, cwd = process.cwd(), programs = PROGRAMS } = effects;
  const behind = argv.indexOf('--');
  const own = behind < 0 ? argv : argv.slice(0, behind);
  if (own.includes('--help') || own.includes('-h') || own[0] === 'help') {
    stdout.write(LAB_HELP);
    return 0;
  }
  const { values, folder } = parse(own);
  const path = resolve(cwd, folder);
  if (values.examples === true) putExamples(path, stdout);
  else if (!existsSync(path)) {
    throw new KernelMistake(`there is no folder ${folder}`, {
      code: 'no_such_folder',
      hint: `"admf lab ${folder} --examples" makes it, with notebooks to start from`,
    });
  }
  const confirm = effects.confirm === undefined ? askOnTerminal() : effects.confirm;
  const say = (text: string) => stderr.write(`${text}\n`);
  const lab = await findLab(values, { env, programs, confirm, say });
  say(lab.note);
  const more = behind < 0 ? [] : argv.slice(behind + 1);
  return await programs.show(lab.command, ['lab', `--notebook-dir=${path}`, ...more], lab.env);
}

interface Lab {
  readonly command: string;
  readonly env: Environment;
  readonly note: string;
}

interface Helpers {
  readonly env: Environment;
  readonly programs: Programs;
  readonly confirm: LabEffects['confirm'];
  readonly say: (text: string) => void;
}

/** The JupyterLab to open, with the kernel in it. */
async function findLab(values: Values, helpers: Helpers): Promise<Lab> {
  const { env, programs, confirm, say } = helpers;
  if (values.install !== true && values.own !== true) {
    const command = programs.find('jupyter', env);
    if (command !== undefined && (await hasLab(command, env, programs))) {
      putKernel(env, say);
      return { command, env, note: `JupyterLab of ${command}` };
    }
  }
  const place = labEnvironment(env);
  if (values.install === true || !place.isComplete) {
    await agree(place, values, confirm);
    await makeLabEnvironment(place, env, programs, say);
  }
  installKernel({ kind: 'prefix', prefix: place.folder }, env);
  const PATH = [place.bin, env.PATH ?? ''].join(process.platform === 'win32' ? ';' : ':');
  return {
    command: join(place.bin, 'jupyter'),
    env: { ...env, PATH, VIRTUAL_ENV: place.folder },
    note: `JupyterLab of ADMF, in ${place.folder}`,
  };
}

async function hasLab(command: string, env: Environment, programs: Programs): Promise<boolean> {
  return (await programs.capture(command, ['lab', '--version'], env)).code === 0;
}

/** The kernel of this copy of ADMF, where Jupyter finds none, or one that cannot start. */
function putKernel(env: Environment, say: (text: string) => void): void {
  const [first] = installedKernels(env);
  const isThis = first?.argv[1] === kernelspec().argv[1] && first.missing.length === 0;
  if (!isThis) say(`installed the kernel "ADMF (TypeScript)" in ${installKernel({ kind: 'user' }, env)}`);
}

async function agree(place: LabEnvironment, values: Values, confirm: LabEffects['confirm']): Promise<void> {
  if (values.install === true) return;
  const question = `There is no JupyterLab. Make one for ADMF in ${place.folder} (200 MB)? [Y/n] `;
  if (confirm !== null && confirm !== undefined && (await confirm(question))) return;
  throw new KernelMistake('there is no JupyterLab here', {
    code: 'no_jupyter',
    hint: '"admf lab --install" makes one for ADMF, "pip install jupyterlab" one for all',
  });
}

/** Null where nobody sits before it. */
function askOnTerminal(): LabEffects['confirm'] {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return null;
  return async (question) => {
    const reader = createInterface({ input: process.stdin, output: process.stderr });
    try {
      return !/^\s*n/i.test(await reader.question(question));
    } finally {
      reader.close();
    }
  };
}

/** Copies of the first notebooks; those that are there stay as they are. */
function putExamples(folder: string, stdout: LabEffects['stdout']): void {
  for (const name of readdirSync(EXAMPLES).filter((file) => file.endsWith('.ipynb'))) {
    const target = join(folder, name);
    if (existsSync(target)) continue;
    cpSync(join(EXAMPLES, name), target);
    stdout.write(`${target}\n`);
  }
}

interface Values {
  readonly examples?: boolean;
  readonly install?: boolean;
  readonly own?: boolean;
}

function parse(args: readonly string[]): { values: Values; folder: string } {
  const line = new CommandLine('admf lab', 'admf lab --help');
  const isGiven = { type: 'boolean' } as const;
  const { values, positionals } = line.parse(args, { examples: isGiven, install: isGiven, own: isGiven });
  const [folder = '.', extra] = positionals;
  if (extra !== undefined) throw line.tooMany(extra);
  return { values, folder };
}
