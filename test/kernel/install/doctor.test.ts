import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { installKernel } from '../../../kernel/install/kernelspec.ts';
import { notebookChecks } from '../../../kernel/main.ts';

let folder: string;
let data: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'admf-doctor-test-'));
  data = join(folder, 'data');
  onTestFinished(() => rmSync(folder, { recursive: true }));
});

/** A `jupyter` that says what such a one says. */
function writeJupyter(versions: string): void {
  mkdirSync(join(folder, 'bin'));
  const path = join(folder, 'bin', 'jupyter');
  const paths = JSON.stringify({ data: [data], config: [], runtime: [] });
  writeFileSync(
    path,
    `#!/bin/sh\ncase "$1" in --version) echo '${versions}';; --paths) echo '${paths}';; esac\n`,
  );
  chmodSync(path, 0o755);
}

function writeKernelspec(node: string, launcher: string): void {
  mkdirSync(join(data, 'kernels', 'admf'), { recursive: true });
  const argv = [node, launcher, 'kernel', 'start', '{connection_file}'];
  writeFileSync(join(data, 'kernels', 'admf', 'kernel.json'), JSON.stringify({ argv }));
}

function writeExtension(name: string): void {
  const place = join(data, 'labextensions', ...name.split('/'));
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, 'package.json'), JSON.stringify({ name, version: '1.2.3' }));
}

/** What the checks find, with their names, and without what differs from run to run. */
async function findings(): Promise<Record<string, unknown>> {
  const env = { PATH: `${join(folder, 'bin')}:/bin:/usr/bin`, JUPYTER_DATA_DIR: data, HOME: folder };
  const found: Record<string, unknown> = {};
  for (const { name, run } of await notebookChecks()) {
    const { status, found: text, hint } = await run({ env });
    found[name] = [status, text.replaceAll(folder, '').replace(/\d+ ms/, 'some ms'), hint];
  }
  return found;
}

test('all that is there is named, and how to begin', async () => {
  writeJupyter('IPython          : 9.1\njupyterlab       : 4.5.0\nnotebook         : not installed');
  installKernel({ kind: 'user' }, { JUPYTER_DATA_DIR: data });
  for (const name of ['@jupyter-widgets/jupyterlab-manager', 'anywidget', 'jupyterlab-plotly']) {
    writeExtension(name);
  }
  expect(await findings()).toEqual({
    jupyter: ['ok', 'jupyterlab 4.5.0 (/bin/jupyter); begin with "jupyter lab"', undefined],
    'notebook kernel': ['ok', '/data/kernels/admf', undefined],
    'kernel start': ['ok', 'answers after some ms', undefined],
    'admf lab': ['ok', 'opens /bin/jupyter', undefined],
    widgets: ['ok', '@jupyter-widgets/jupyterlab-manager 1.2.3', undefined],
    'stepper widget': ['ok', 'anywidget 1.2.3', undefined],
    figures: ['ok', 'jupyterlab-plotly 1.2.3', undefined],
  });
});

test('what is missing comes with what to type, and is no failure of ADMF', async () => {
  writeJupyter('jupyter_core     : 5.9.1\njupyterlab       : not installed');
  const still = 'JupyterLab has no extension for them: what is shown stands still';
  expect(await findings()).toEqual({
    jupyter: ['warning', '/bin/jupyter, without JupyterLab', 'pip install jupyterlab'],
    'notebook kernel': ['warning', 'not installed where Jupyter looks', 'admf kernel install'],
    'kernel start': ['ok', 'answers after some ms', undefined],
    'admf lab': ['warning', 'there is no JupyterLab', 'admf lab --install'],
    widgets: ['warning', still, 'pip install ipywidgets'],
    'stepper widget': ['warning', still, 'pip install anywidget'],
    figures: ['warning', still, 'pip install plotly'],
  });
});

test('a kernelspec that names what is gone, and a Jupyter that fails, are told', async () => {
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'bin', 'jupyter'), '#!/bin/sh\necho "No module named traitlets" >&2; exit 1\n');
  chmodSync(join(folder, 'bin', 'jupyter'), 0o755);
  writeKernelspec('/gone/node', '/gone/admf.mjs');
  expect(await findings()).toMatchObject({
    jupyter: [
      'warning',
      '"/bin/jupyter --version" failed: No module named traitlets',
      'pip install jupyterlab',
    ],
    'notebook kernel': [
      'warning',
      '/data/kernels/admf names /gone/node, which is not there',
      'admf kernel install',
    ],
    'kernel start': ['ok', 'answers after some ms', undefined],
  });
});

test('a kernel of another copy that does not start is told, with what it said', async () => {
  writeJupyter('jupyterlab       : 4.5.0');
  const launcher = join(folder, 'admf.mjs');
  writeFileSync(launcher, "console.error('the other copy speaks'); process.exit(3)");
  writeKernelspec(process.execPath, launcher);
  expect(await findings()).toMatchObject({
    'notebook kernel': [
      'warning',
      '/data/kernels/admf is of another copy of ADMF: /admf.mjs',
      '"admf kernel install" puts this one in its place',
    ],
    'kernel start': ['failed', 'the other copy speaks', expect.stringContaining(launcher)],
  });
});
