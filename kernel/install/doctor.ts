import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { labEnvironment } from '../lab/environment.ts';
import type { Environment } from '../user-folders.ts';
import { searchedFolders } from './data-folders.ts';
import { findJupyter, type Jupyter } from './jupyter.ts';
import { type InstalledKernel, installedKernelsIn, kernelspec } from './kernelspec.ts';
import { probeKernel } from './probe.ts';

/** What a check found, as `admf doctor` tells it. */
export interface NotebookFinding {
  readonly status: 'ok' | 'warning' | 'failed';
  readonly found: string;
  /** What to type to mend it. */
  readonly hint?: string;
}

/** One thing that notebooks need. Whoever has none can do without most of them: they fail only where the kernel itself does. */
export interface NotebookCheck {
  readonly name: string;
  readonly run: (effects: { readonly env: Environment }) => Promise<NotebookFinding>;
}

/** Jupyter, the kernelspec, a kernel that answers, extensions of JupyterLab. */
export function createChecks(): NotebookCheck[] {
  let asked: Promise<Jupyter | undefined> | undefined;
  // Python takes its time: once for all checks.
  const jupyterOf = async (env: Environment) => {
    asked ??= findJupyter(env);
    return await asked;
  };
  const knownJupyter = async (env: Environment) => await jupyterOf(env).catch(() => undefined);
  return [
    { name: 'jupyter', run: async ({ env }) => await checkJupyter(async () => await jupyterOf(env)) },
    {
      name: 'notebook kernel',
      run: async ({ env }) => checkKernelspec(installed(await knownJupyter(env), env)),
    },
    {
      name: 'kernel start',
      run: async ({ env }) => await checkStart(installed(await knownJupyter(env), env)),
    },
    { name: 'admf lab', run: async ({ env }) => checkLab(await knownJupyter(env), env) },
    ...EXTENSIONS.map((extension) => ({
      name: extension.name,
      run: async ({ env }: { readonly env: Environment }) =>
        checkExtension(extension, await knownJupyter(env)),
    })),
  ];
}

const INSTALL_LAB = 'pip install jupyterlab';

/** What people open notebooks with, as `jupyter --version` names it, and what they type. */
const FRONT_ENDS: readonly (readonly [part: string, command: string])[] = [
  ['jupyterlab', 'jupyter lab'],
  ['notebook', 'jupyter notebook'],
];

async function checkJupyter(find: () => Promise<Jupyter | undefined>): Promise<NotebookFinding> {
  let jupyter: Jupyter | undefined;
  try {
    jupyter = await find();
  } catch (error) {
    return { status: 'warning', found: (error as Error).message, hint: INSTALL_LAB };
  }
  if (jupyter === undefined) {
    return { status: 'warning', found: 'not in the PATH (VS Code needs none)', hint: INSTALL_LAB };
  }
  const { command, parts } = jupyter;
  const frontEnd = FRONT_ENDS.find(([part]) => parts.has(part));
  if (frontEnd === undefined) {
    return { status: 'warning', found: `${command}, without JupyterLab`, hint: INSTALL_LAB };
  }
  const [part, start] = frontEnd;
  return { status: 'ok', found: `${part} ${parts.get(part)} (${command}); begin with "${start}"` };
}

/** What `admf lab` would open: the user's own JupyterLab, or else that of ADMF. */
function checkLab(jupyter: Jupyter | undefined, env: Environment): NotebookFinding {
  if (jupyter?.parts.has('jupyterlab') === true) return { status: 'ok', found: `opens ${jupyter.command}` };
  const { folder, isComplete } = labEnvironment(env);
  if (isComplete) return { status: 'ok', found: `opens the JupyterLab of ADMF, in ${folder}` };
  return {
    status: 'warning',
    found: existsSync(folder)
      ? `the JupyterLab in ${folder} is not whole, or of another version`
      : 'there is no JupyterLab',
    hint: 'admf lab --install',
  };
}

/** The kernels of ours that Jupyter finds, the one that it takes first. */
function installed(jupyter: Jupyter | undefined, env: Environment): InstalledKernel[] {
  return installedKernelsIn(
    jupyter === undefined
      ? searchedFolders(env)
      : jupyter.dataFolders.map((folder) => join(folder, 'kernels')),
  );
}

function checkKernelspec([first]: readonly InstalledKernel[]): NotebookFinding {
  const hint = 'admf kernel install';
  if (first === undefined) return { status: 'warning', found: 'not installed where Jupyter looks', hint };
  const [gone] = first.missing;
  if (gone !== undefined) {
    return { status: 'warning', found: `${first.folder} names ${gone}, which is not there`, hint };
  }
  const [, launcher] = kernelspec().argv;
  if (first.argv[1] !== launcher) {
    return {
      status: 'warning',
      found: `${first.folder} is of another copy of ADMF: ${first.argv[1]}`,
      hint: `"${hint}" puts this one in its place`,
    };
  }
  return { status: 'ok', found: first.folder };
}

/** Starts the kernel that Jupyter would start, or this copy where it would start none. */
async function checkStart([first]: readonly InstalledKernel[]): Promise<NotebookFinding> {
  const argv = first === undefined || first.missing.length > 0 ? kernelspec().argv : first.argv;
  try {
    return { status: 'ok', found: `answers after ${Math.round(await probeKernel(argv))} ms` };
  } catch (error) {
    return { status: 'failed', found: (error as Error).message, hint: `it was started as ${argv.join(' ')}` };
  }
}

/** Extensions by their folder; VS Code brings its own. */
const EXTENSIONS = [
  { name: 'widgets', folder: '@jupyter-widgets/jupyterlab-manager', install: 'ipywidgets' },
  { name: 'stepper widget', folder: 'anywidget', install: 'anywidget' },
  { name: 'figures', folder: 'jupyterlab-plotly', install: 'plotly' },
] as const;

function checkExtension(
  { folder, install }: (typeof EXTENSIONS)[number],
  jupyter: Jupyter | undefined,
): NotebookFinding {
  const found = (jupyter?.dataFolders ?? [])
    .map((each) => join(each, 'labextensions', folder, 'package.json'))
    .find((path) => existsSync(path));
  if (found === undefined) {
    return {
      status: 'warning',
      found: 'JupyterLab has no extension for them: what is shown stands still',
      hint: `pip install ${install}`,
    };
  }
  const { version = '' } = JSON.parse(readFileSync(found, 'utf8')) as { version?: string };
  return { status: 'ok', found: `${folder} ${version}`.trim() };
}
