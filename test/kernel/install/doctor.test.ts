import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { installKernel } from '../../../kernel/install/kernelspec.ts';
import { main } from '../../../kernel/main.ts';

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

function writeExtension(name: string): void {
  const place = join(data, 'labextensions', ...name.split('/'));
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, 'package.json'), JSON.stringify({ name, version: '1.2.3' }));
}

async function doctor(): Promise<{ code: number; stdout: string }> {
  let stdout = '';
  const env = { PATH: `${join(folder, 'bin')}:/bin:/usr/bin`, JUPYTER_DATA_DIR: data, HOME: folder };
  const ignore = { write: () => true };
  const code = await main(['doctor'], { stdout: { write: (text) => (stdout += text) }, stderr: ignore, env });
  return { code, stdout };
}

test('all that is there is named, and how to begin', async () => {
  writeJupyter('IPython          : 9.1\njupyterlab       : 4.5.0\nnotebook         : not installed');
  installKernel({ kind: 'user' }, { JUPYTER_DATA_DIR: data });
  for (const name of ['@jupyter-widgets/jupyterlab-manager', 'anywidget', 'jupyterlab-plotly'])
    writeExtension(name);
  const { code, stdout } = await doctor();
  expect(
    stdout
      .replaceAll(folder, '')
      .replace(/\d+ ms/, 'some ms')
      .split('\n')
      .slice(1),
  ).toEqual([
    '✓ jupyterlab 4.5.0 (/bin/jupyter)',
    '✓ the kernel in /data/kernels/admf',
    '✓ it starts, and answers after some ms',
    '✓ the extension for widgets (@jupyter-widgets/jupyterlab-manager 1.2.3)',
    '✓ the extension for the stepper widget (anywidget 1.2.3)',
    '✓ the extension for interactive figures (jupyterlab-plotly 1.2.3)',
    '',
    'All that is needed is there. Begin with:',
    '  jupyter lab   (and pick "ADMF (TypeScript)")',
    '',
  ]);
  expect(code).toBe(0);
});

test('what is missing comes with what to type', async () => {
  writeJupyter('jupyter_core     : 5.9.1\njupyterlab       : not installed');
  const { code, stdout } = await doctor();
  expect(stdout).toContain(
    'jupyter comes without JupyterLab\n✗ the kernel is not installed where this Jupyter looks\n',
  );
  expect(stdout).toContain('To mend what is missing:\n  pip install jupyterlab\n  admf kernel install\n');
  expect(stdout).toContain(
    '· no extension for the stepper widget in JupyterLab: what is shown there is still\n',
  );
  expect(stdout).toContain('For more:\n  pip install ipywidgets');
  expect(code).toBe(1);
});

test('a kernelspec that cannot start, and a Jupyter that fails, are told', async () => {
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'bin', 'jupyter'), '#!/bin/sh\necho "No module named traitlets" >&2; exit 1\n');
  chmodSync(join(folder, 'bin', 'jupyter'), 0o755);
  mkdirSync(join(data, 'kernels', 'admf'), { recursive: true });
  writeFileSync(
    join(data, 'kernels', 'admf', 'kernel.json'),
    JSON.stringify({ argv: ['/gone/node', '/gone/admf.mjs', 'kernel', 'start', '{connection_file}'] }),
  );
  const { code, stdout } = await doctor();
  expect(stdout).toContain('failed: No module named traitlets');
  expect(stdout).toContain('names /gone/node, which is not there');
  expect(code).toBe(1);
});

test('a kernel of another copy is told apart', async () => {
  writeJupyter('jupyterlab       : 4.5.0');
  mkdirSync(join(data, 'kernels', 'admf'), { recursive: true });
  const launcher = join(folder, 'admf.mjs');
  writeFileSync(launcher, "console.error('the other copy speaks'); process.exit(3)");
  writeFileSync(
    join(data, 'kernels', 'admf', 'kernel.json'),
    JSON.stringify({ argv: [process.execPath, launcher, 'kernel', 'start', '{connection_file}'] }),
  );
  const { code, stdout } = await doctor();
  expect(stdout).toContain(`is another copy of ADMF: ${launcher}`);
  expect(stdout).toContain('✗ it does not start: the other copy speaks');
  expect(code).toBe(1);
});
