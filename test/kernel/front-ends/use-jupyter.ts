import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, type TestContext } from 'vitest';
import { installKernel } from '../../../kernel/install/kernelspec.ts';
import { madeEnvironment, pythonEnvironment } from '../python/environment.ts';

/** Making the environment fetches some 200 MB; it is made once. */
const SET_UP = 600_000;

const HOW_TO = 'CI=true npm test -- test/kernel/front-ends test/kernel/lab';

export interface Jupyter {
  /** Folder of the interpreter and of `jupyter`. */
  readonly bin: string;
  readonly python: string;
  /** Where notebooks lie. */
  readonly folder: string;
  /** A Jupyter that knows our kernel, and nothing of the user's. */
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Jupyter's own front ends for the tests of a file, with the kernel installed. Where they are not there and it is not
 * CI, the returned function skips the test that asks for them, and says how to run it.
 *
 * @param start done once when there is a Jupyter
 */
export function useJupyter(start: (jupyter: Jupyter) => Promise<void> | void = () => {}) {
  const root = mkdtempSync(join(tmpdir(), 'admf-front-ends-'));
  let jupyter: Jupyter | undefined;
  beforeAll(async () => {
    const required = 'requirements-front-ends.txt';
    const python = process.env.CI === 'true' ? pythonEnvironment(required) : madeEnvironment(required);
    if (python === undefined) return;
    const folder = join(root, 'notebooks');
    mkdirSync(folder);
    const env = {
      ...process.env,
      HOME: root,
      JUPYTER_DATA_DIR: join(root, 'data'),
      JUPYTER_CONFIG_DIR: join(root, 'config'),
      JUPYTER_RUNTIME_DIR: join(root, 'runtime'),
      JUPYTERLAB_SETTINGS_DIR: join(root, 'settings'),
      JUPYTERLAB_WORKSPACES_DIR: join(root, 'workspaces'),
      ADMF_HISTORY: ':memory:',
      NODE_OPTIONS: '',
      PYDEVD_DISABLE_FILE_VALIDATION: '1',
    };
    installKernel({ kind: 'user' }, env);
    jupyter = { bin: dirname(python), python, folder, env };
    await start(jupyter);
  }, SET_UP);
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  return ({ skip }: TestContext): Jupyter => {
    if (jupyter === undefined) skip(`not run, Jupyter's front ends are not there: ${HOW_TO}`);
    return jupyter!;
  };
}
