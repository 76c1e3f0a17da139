import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Notebook, notebookText, type Source, textOfSource } from '../../../kernel/notebook/ipynb.ts';
import { newNotebook } from '../../../kernel/notebook/new-notebook.ts';
import { ROOT } from '../../support/repository-files.ts';
import { useJupyter } from './use-jupyter.ts';

const ADMF = join(ROOT, 'bin', 'admf.mjs');
const PLUG_IN = join(ROOT, 'kernel', 'papermill');

let plugIn = '';

const jupyter = useJupyter(({ python, folder, env }) => {
  plugIn = join(folder, 'plug-in');
  const args = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-deps', PLUG_IN];
  execFileSync(python, [...args, '--target', plugIn], { env, stdio: 'pipe' });
  writeFileSync(join(folder, 'study.ipynb'), notebookText(newNotebook('study')));
});

function read(path: string): Notebook {
  return JSON.parse(readFileSync(path, 'utf8')) as Notebook;
}

/** What its cells put out: texts in one piece, without what names the run of a notebook. */
function outputsOf({ cells }: Notebook): unknown[] {
  return cells.map(({ outputs = [] }) =>
    outputs.map(({ output_type: type, data, text, name }) => ({
      type,
      name,
      text: text === undefined ? undefined : textOfSource(text as Source),
      data:
        data === undefined
          ? undefined
          : Object.fromEntries(
              Object.entries(data as Record<string, unknown>).map(([mime, value]) => [
                mime,
                Array.isArray(value) ? value.join('') : value,
              ]),
            ),
    })),
  );
}

test('papermill hands parameters to a notebook as "admf notebook run" does, and gives the same outputs', (context) => {
  const { python, folder, env } = jupyter(context);
  const [ours, theirs] = [join(folder, 'ours.ipynb'), join(folder, 'theirs.ipynb')];
  execFileSync(
    process.execPath,
    [ADMF, 'notebook', 'run', 'study.ipynb', '-p', 'fast=7', '-p', 'seed=3', '-o', ours],
    { cwd: folder, env, stdio: 'pipe' },
  );
  const parameters = ['-p', 'fast', '7', '-p', 'seed', '3'];
  execFileSync(python, ['-m', 'papermill', 'study.ipynb', theirs, '--no-progress-bar', ...parameters], {
    cwd: folder,
    env: { ...env, PYTHONPATH: plugIn },
    stdio: 'pipe',
  });
  const [mine, other] = [read(ours), read(theirs)];
  expect(other.cells.map(({ source }) => textOfSource(source).trim())).toEqual(
    mine.cells.map(({ source }) => textOfSource(source).trim()),
  );
  expect(textOfSource(other.cells[2].source)).toContain('let fast = 7;\nlet seed = 3;');
  expect(outputsOf(other)).toEqual(outputsOf(mine));
}, 300_000);

test('papermill tells the parameters of a notebook', (context) => {
  const { python, folder, env } = jupyter(context);
  const help = execFileSync(python, ['-m', 'papermill', '--help-notebook', 'study.ipynb'], {
    cwd: folder,
    env: { ...env, PYTHONPATH: plugIn },
    encoding: 'utf8',
  });
  expect(help).toMatch(/fast: .*\(default 10\)/);
}, 120_000);

test('building the plug-in leaves nothing in the repository', (context) => {
  jupyter(context);
  for (const name of ['build', 'admf_papermill.egg-info'])
    expect(existsSync(join(PLUG_IN, name))).toBe(false);
});
