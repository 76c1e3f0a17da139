import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { searchedFolders } from './data-folders.ts';
import { findJupyter, type Jupyter } from './jupyter.ts';
import { type InstalledKernel, installedKernelsIn, kernelspec } from './kernelspec.ts';
import { probeKernel } from './probe.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** One thing that was looked at. */
export interface Finding {
  readonly state: 'good' | 'missing' | 'optional';
  readonly what: string;
  /** What to type to mend it, and why. */
  readonly advice?: string;
  /** What to type to begin, of a front end. */
  readonly start?: string;
}

/** Front-end extensions that widgets and figures need in JupyterLab, by their folder; VS Code brings its own. */
const EXTENSIONS = [
  { folder: '@jupyter-widgets/jupyterlab-manager', name: 'widgets', install: 'ipywidgets' },
  { folder: 'anywidget', name: 'the stepper widget', install: 'anywidget' },
  { folder: 'jupyterlab-plotly', name: 'interactive figures', install: 'plotly' },
] as const;

/** Looks for everything that a notebook needs: this Node, Jupyter, the kernelspec, a kernel that answers, extensions. */
export async function examine(env: Environment): Promise<Finding[]> {
  const findings: Finding[] = [good(`Node ${process.versions.node} (${process.execPath})`)];
  const jupyter = await jupyterFinding(env, findings);
  const folders =
    jupyter === undefined
      ? searchedFolders(env)
      : jupyter.dataFolders.map((folder) => join(folder, 'kernels'));
  const installed = installedKernelsIn(folders);
  findings.push(kernelspecFinding(installed, jupyter), await kernelFinding(installed));
  if (jupyter !== undefined) findings.push(...EXTENSIONS.map((each) => extensionFinding(each, jupyter)));
  return findings;
}

function good(what: string): Finding {
  return { state: 'good', what };
}

async function jupyterFinding(env: Environment, findings: Finding[]): Promise<Jupyter | undefined> {
  try {
    const jupyter = await findJupyter(env);
    findings.push(jupyter === undefined ? NO_JUPYTER : frontEndFinding(jupyter));
    return jupyter;
  } catch (error) {
    findings.push({ state: 'missing', what: (error as Error).message, advice: INSTALL_LAB });
    return undefined;
  }
}

const INSTALL_LAB = 'pip install jupyterlab';

const NO_JUPYTER: Finding = {
  state: 'missing',
  what: 'no "jupyter" is in the PATH; VS Code needs none',
  advice: INSTALL_LAB,
};

/** What people open notebooks with, as `jupyter --version` names it, and what they type. */
const FRONT_ENDS: readonly (readonly [part: string, command: string])[] = [
  ['jupyterlab', 'jupyter lab'],
  ['notebook', 'jupyter notebook'],
];

function frontEndFinding({ command, parts }: Jupyter): Finding {
  const [found] = FRONT_ENDS.filter(([part]) => parts.has(part));
  if (found === undefined) {
    return { state: 'missing', what: `${command} comes without JupyterLab`, advice: INSTALL_LAB };
  }
  const [part, start] = found;
  return { ...good(`${part} ${parts.get(part)} (${command})`), start };
}

function kernelspecFinding([first]: readonly InstalledKernel[], jupyter: Jupyter | undefined): Finding {
  if (first === undefined) {
    const where = jupyter === undefined ? '' : ' where this Jupyter looks';
    return { state: 'missing', what: `the kernel is not installed${where}`, advice: 'admf kernel install' };
  }
  const [gone] = first.missing;
  if (gone !== undefined) {
    return {
      state: 'missing',
      what: `the kernel in ${first.folder} names ${gone}, which is not there`,
      advice: 'admf kernel install',
    };
  }
  const [, launcher] = kernelspec().argv;
  if (first.argv[1] !== launcher) {
    return {
      state: 'optional',
      what: `the kernel in ${first.folder} is another copy of ADMF: ${first.argv[1]}`,
      advice: 'admf kernel install   (to use this one)',
    };
  }
  return good(`the kernel in ${first.folder}`);
}

/** Starts the kernel that Jupyter would start, or this copy where it would start none. */
async function kernelFinding([first]: readonly InstalledKernel[]): Promise<Finding> {
  const argv = first === undefined || first.missing.length > 0 ? kernelspec().argv : first.argv;
  try {
    return good(`it starts, and answers after ${Math.round(await probeKernel(argv))} ms`);
  } catch (error) {
    return {
      state: 'missing',
      what: `it does not start: ${(error as Error).message}`,
      advice: `${argv.join(' ')}   (with the path of a connection file)`,
    };
  }
}

function extensionFinding(
  { folder, name, install }: (typeof EXTENSIONS)[number],
  { dataFolders }: Jupyter,
): Finding {
  const found = dataFolders
    .map((each) => join(each, 'labextensions', folder, 'package.json'))
    .find((path) => existsSync(path));
  if (found === undefined) {
    return {
      state: 'optional',
      what: `no extension for ${name} in JupyterLab: what is shown there is still`,
      advice: `pip install ${install}   (then load the page again)`,
    };
  }
  const { version } = JSON.parse(readFileSync(found, 'utf8')) as { version?: string };
  return good(`the extension for ${name} (${folder} ${version ?? ''})`.replace(' )', ')'));
}

const MARKS: Readonly<Record<Finding['state'], string>> = { good: '✓', missing: '✗', optional: '·' };

/** The findings for a person, and what to type next. */
export function report(findings: readonly Finding[]): string {
  const lines = findings.map(({ state, what }) => `${MARKS[state]} ${what}`);
  const needed = findings.filter(({ state }) => state === 'missing');
  const useful = findings.filter(({ state }) => state === 'optional');
  const advice = (title: string, some: readonly Finding[]) =>
    some.length === 0 ? [] : ['', title, ...new Set(some.map((each) => `  ${each.advice}`))];
  const start = findings.find((each) => each.start !== undefined)?.start;
  const begin =
    needed.length > 0 || start === undefined
      ? []
      : ['', 'All that is needed is there. Begin with:', `  ${start}   (and pick "ADMF (TypeScript)")`];
  return [
    ...lines,
    ...advice('To mend what is missing:', needed),
    ...advice('For more:', useful),
    ...begin,
    '',
  ].join('\n');
}
