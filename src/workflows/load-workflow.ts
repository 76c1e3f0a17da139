import { readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { UserError } from '../foundation/user-error.ts';
import { registeredComponents } from './components.ts';
import { type ConfigLayers, checkConfig, loadConfig } from './config/config.ts';
import { type GivenLayers, givenLayers } from './config/given-layers.ts';
import type { WorkflowConfig } from './config/workflow-config.ts';
import { fileConfig, rememberSource } from './origin/config-source.ts';

/** A checked configuration and the folder that its relative paths start from. */
export interface LoadedWorkflow {
  readonly config: WorkflowConfig;
  readonly baseDirectory: string;
  /** The file it came from; null for a configuration given as an object. */
  readonly file: string | null;
  /** What was laid over the file; a configuration given as an object holds it already. */
  readonly layers?: GivenLayers;
}

/**
 * Reads and checks a workflow: a YAML or TOML file by its path, or a configuration as an object of the same shape.
 *
 * @param options what is laid over it: the environment that is chosen, variables, settings.
 * @throws UserError when the file cannot be read; UserErrors with all mistakes, each located.
 */
export async function loadWorkflow(
  workflow: string | Readonly<Record<string, unknown>>,
  options: ConfigLayers & { readonly baseDirectory?: string } = {},
): Promise<LoadedWorkflow> {
  const { baseDirectory: base = '.', ...layers } = options;
  const baseDirectory = resolve(base);
  if (typeof workflow !== 'string') {
    const config = checkConfig(workflow, registeredComponents(), layers);
    // The object may be changed later.
    rememberSource(config, config.name, () => checkConfig(workflow, registeredComponents(), layers));
    return { config, baseDirectory, file: null };
  }
  const path = resolve(baseDirectory, workflow);
  const parse = (written: string) => loadConfig(written, workflow, registeredComponents(), layers);
  const text = await readText(path, workflow);
  const config = parse(text);
  rememberSource(config, workflow, fileConfig(path, text, config, parse));
  return { config, baseDirectory: dirname(path), file: workflow, layers: givenLayers(layers) };
}

/** The workflows of cells as they were run last, by their names: results of those before them are of yesterday. */
const CELLS = new Map<string, WorkflowConfig>();

/**
 * Checks a workflow that stands in no file of its own: a cell of a notebook.
 *
 * @param options.title what mistakes call it, `In[3]`; `options.name` names a configuration that gives no name.
 * @throws UserErrors with all mistakes, each located.
 */
export function parseWorkflow(
  text: string,
  options: ConfigLayers & { readonly title: string; readonly name?: string; readonly baseDirectory?: string },
): LoadedWorkflow {
  const { title, baseDirectory = '.', ...layers } = options;
  const config = loadConfig(text, title, registeredComponents(), layers);
  const { name } = layers;
  if (name !== undefined) {
    CELLS.set(name, config);
    rememberSource(config, `%%workflow ${name}`, () => CELLS.get(name) ?? config);
  }
  return { config, baseDirectory: resolve(baseDirectory), file: null };
}

/** The path of a file beside a workflow, as people read it: the way from where they named the workflow. */
export function shownPath({ file, baseDirectory }: LoadedWorkflow, absolute: string): string {
  const below = relative(baseDirectory, absolute);
  return file === null ? below : join(dirname(file), below);
}

async function readText(path: string, shown: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') {
      throw new UserError(`there is no file ${shown}`, {
        code: 'no_such_file',
        hint: 'admf init makes a folder with a workflow to start from',
      });
    }
    if (code === 'EISDIR')
      throw new UserError(`${shown} is a folder, not a workflow`, { code: 'is_a_folder' });
    if (code === 'ENOTDIR') {
      throw new UserError(`there is no file ${shown}: what should be its folder is a file`, {
        code: 'no_such_file',
      });
    }
    if (code === 'EACCES')
      throw new UserError(`${shown} cannot be read: permission denied`, { code: 'no_access' });
    throw error;
  }
}
