import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { KERNEL_NAME } from '../../../kernel/install/kernelspec.ts';
import { labCommand } from '../../../kernel/lab/command.ts';
import type { Captured, Programs } from '../../../kernel/lab/programs.ts';
import { main } from '../../../kernel/main.ts';
import { KernelMistake } from '../../../kernel/mistake.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'admf-lab-'));
  mkdirSync(join(root, 'notes'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** A machine with these programs in its PATH; `answers` are what they say to what they are asked, by its first words. */
function machine(inPath: readonly string[], answers: Readonly<Record<string, Partial<Captured>>> = {}) {
  const ran: string[] = [];
  const shown: {
    command: string;
    args: readonly string[];
    env: Readonly<Record<string, string | undefined>>;
  }[] = [];
  const programs: Programs = {
    find: (name) => (inPath.includes(name) ? `/usr/bin/${name}` : undefined),
    capture: (command, args) => {
      const line = `${command.split('/').at(-1)} ${args.join(' ')}`;
      ran.push(line);
      // What a real one does that makes an environment.
      if (args[1] === 'venv') mkdirSync(args[2], { recursive: true });
      const answer = Object.entries(answers).find(([start]) => line.startsWith(start))?.[1] ?? {};
      return Promise.resolve({ code: 0, stdout: '', stderr: '', ...answer });
    },
    show: (command, args, env) => {
      shown.push({ command, args, env });
      return Promise.resolve(0);
    },
  };
  return { programs, ran, shown };
}

const PYTHON = { 'python3 -c': { stdout: '3.11\n' } };

async function lab(
  argv: readonly string[],
  programs: Programs,
  confirm: ((question: string) => Promise<boolean>) | null = null,
): Promise<{ code: number; said: string }> {
  let said = '';
  const stream = { write: (text: string) => (said += text) };
  const env = { HOME: root, PATH: '/usr/bin', JUPYTER_DATA_DIR: join(root, 'jupyter') };
  const code = await labCommand(argv, { stdout: stream, stderr: stream, env, cwd: root, programs, confirm });
  return { code, said };
}

async function mistake(call: Promise<unknown>): Promise<string> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof KernelMistake)) throw error;
  return `${error.message} (${error.hint})`;
}

test("the user's own JupyterLab is opened on the folder, with the kernel installed", async () => {
  const { programs, shown } = machine(['jupyter']);
  const { said } = await lab(['notes', '--', '--no-browser'], programs);
  expect(shown).toMatchObject([
    { command: '/usr/bin/jupyter', args: ['lab', `--notebook-dir=${join(root, 'notes')}`, '--no-browser'] },
  ]);
  expect(existsSync(join(root, 'jupyter', 'kernels', KERNEL_NAME, 'kernel.json'))).toBe(true);
  expect(said).toContain('installed the kernel');
  expect((await lab(['notes'], programs)).said).not.toContain('installed the kernel');
});

test('where there is none, one is made for ADMF when the user agrees, and used from then on', async () => {
  const { programs, ran, shown } = machine(['python3'], PYTHON);
  const asked: string[] = [];
  await lab([], programs, (question) => {
    asked.push(question);
    return Promise.resolve(true);
  });
  const own = join(root, '.local', 'share', 'admf', 'jupyter');
  expect(asked).toEqual([`There is no JupyterLab. Make one for ADMF in ${own} (200 MB)? [Y/n] `]);
  expect(ran.some((line) => /^python -m pip install .*requirements\.txt$/.test(line))).toBe(true);
  expect(shown[0].command).toBe(join(own, 'bin', 'jupyter'));
  expect(shown[0].env.PATH).toBe(`${join(own, 'bin')}:/usr/bin`);
  expect(existsSync(join(own, 'share', 'jupyter', 'kernels', KERNEL_NAME, 'kernel.json'))).toBe(true);
  // Nobody is asked a second time, and nothing is fetched.
  const before = ran.length;
  await lab([], programs);
  expect(ran.slice(before)).toEqual([]);
  writeFileSync(join(own, 'admf-requirements.txt'), 'jupyterlab==1\n');
  expect(await mistake(lab([], programs))).toMatch(/^there is no JupyterLab here/);
});

test('who does not agree, or cannot be asked, is told what to type', async () => {
  const { programs } = machine(['python3'], PYTHON);
  const line = /^there is no JupyterLab here \("admf lab --install" makes one/;
  expect(await mistake(lab([], programs))).toMatch(line);
  expect(await mistake(lab([], programs, () => Promise.resolve(false)))).toMatch(line);
});

test('what keeps it from being made is told in a line', async () => {
  expect(await mistake(lab(['--install'], machine([]).programs))).toMatch(
    /needs Python 3, and there is none/,
  );
  const old = machine(['python3'], { 'python3 -c': { stdout: '3.6\n' } });
  expect(await mistake(lab(['--install'], old.programs))).toMatch(/Python 3\.10 or newer, and .* is 3\.6/);
  const noVenv = machine(['python3'], {
    ...PYTHON,
    'python3 -m venv': { code: 1, stdout: 'x\nensurepip is not available\n' },
  });
  expect(await mistake(lab(['--install'], noVenv.programs))).toMatch(/ensurepip is not .*python3-venv/);
  const offline = machine(['python3'], {
    ...PYTHON,
    'python -m pip': { code: 1, stderr: 'no route to host' },
  });
  expect(await mistake(lab(['--install'], offline.programs))).toMatch(/cannot be fetched: no route/);
});

test('a Jupyter without JupyterLab counts for none', async () => {
  const { programs } = machine(['jupyter'], { 'jupyter lab': { code: 1 } });
  expect(await mistake(lab([], programs))).toMatch(/^there is no JupyterLab here/);
});

test('--examples puts the first notebooks there, and leaves those that are there', async () => {
  const { programs } = machine(['jupyter']);
  await lab(['study', '--examples'], programs);
  const names = readdirSync(join(root, 'study'));
  expect(names).toContain('01-first-backtest.ipynb');
  writeFileSync(join(root, 'study', names[0]), 'mine');
  await lab(['study', '--examples'], programs);
  expect(readFileSync(join(root, 'study', names[0]), 'utf8')).toBe('mine');
});

test('a folder that is not there, an argument too many and an unknown option are mistakes', async () => {
  const { programs } = machine(['jupyter']);
  expect(await mistake(lab(['nowhere'], programs))).toMatch(/^there is no folder nowhere \(.*--examples/);
  expect(await mistake(lab(['a', 'b'], programs))).toContain('"b" is one argument too many');
  expect(await mistake(lab(['--exampels'], programs))).toContain("Unknown option '--exampels'");
});

test('the command line finds it, and tells its mistakes in a line with code 2', async () => {
  let said = '';
  const stream = { write: (text: string) => (said += text) };
  const env = { HOME: root, PATH: '/nothing' };
  // The launcher calls it with the process, which has other things by the names of effects.
  const effects = { stdout: stream, stderr: stream, env, cwd: () => root };
  expect(await main(['lab'], effects)).toBe(2);
  expect(said).toMatch(/^admf: there is no JupyterLab here \(/);
});
