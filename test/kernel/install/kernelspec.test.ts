import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { kernelsFolder, userDataFolder } from '../../../kernel/install/data-folders.ts';
import { main } from '../../../kernel/main.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'admf-kernelspec-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
});

async function kernel(...argv: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const written = { stdout: '', stderr: '' };
  const into = (name: 'stdout' | 'stderr') => ({ write: (text: string) => (written[name] += text) });
  const env = { JUPYTER_DATA_DIR: join(folder, 'data'), VIRTUAL_ENV: join(folder, 'venv') };
  const code = await main(argv, { stdout: into('stdout'), stderr: into('stderr'), env });
  return { code, ...written };
}

test.each([
  ['by default for the user', [], 'data/kernels/admf'],
  ['with --user', ['--user'], 'data/kernels/admf'],
  ['with --sys-prefix in the active environment', ['--sys-prefix'], 'venv/share/jupyter/kernels/admf'],
])('install writes the kernelspec %s, list shows it, uninstall removes it', async (_, options, where) => {
  expect(await kernel('install', ...options)).toMatchObject({ code: 0, stderr: '' });
  const spec = JSON.parse(readFileSync(join(folder, where, 'kernel.json'), 'utf8')) as { argv: string[] };
  expect(spec).toMatchObject({
    display_name: 'ADMF (TypeScript)',
    language: 'typescript',
    interrupt_mode: 'message',
  });
  expect(spec.argv.slice(2)).toEqual(['kernel', 'start', '{connection_file}']);
  expect(spec.argv.slice(0, 2).every((path) => existsSync(path))).toBe(true);
  expect(existsSync(join(folder, where, 'quarto_setup_cell'))).toBe(true);
  expect((await kernel('list')).stdout).toContain(join(folder, where));
  expect(await kernel('uninstall', ...options)).toMatchObject({ code: 0 });
  expect(existsSync(join(folder, where))).toBe(false);
});

test('--prefix names any folder', async () => {
  await kernel('install', '--prefix', join(folder, 'opt'));
  expect(existsSync(join(folder, 'opt', 'share', 'jupyter', 'kernels', 'admf', 'kernel.json'))).toBe(true);
});

test('--type-errors of install is what the kernel is started with', async () => {
  await kernel('install', '--type-errors', 'warn');
  const path = join(folder, 'data', 'kernels', 'admf', 'kernel.json');
  const { argv } = JSON.parse(readFileSync(path, 'utf8')) as { argv: string[] };
  expect(argv.slice(-3)).toEqual(['{connection_file}', '--type-errors', 'warn']);
});

test('a kernelspec whose Node is gone is listed with what is missing', async () => {
  await kernel('install');
  const path = join(folder, 'data', 'kernels', 'admf', 'kernel.json');
  writeFileSync(path, readFileSync(path, 'utf8').replace(process.execPath, '/gone/node'));
  expect((await kernel('list')).stdout).toContain('cannot start: there is no /gone/node');
});

test.each([
  [['uninstall'], /no kernel is installed in .*\(see "admf kernel list"\)/],
  [['instal'], /admf kernel has no command "instal"/],
  [['install', '--user', '--sys-prefix'], /only one of --user, --sys-prefix can be meant/],
  [['install', 'x'], /"x" is one argument too many/],
  [
    ['install', '--prefx'],
    /^admf: admf kernel install: Unknown option '--prefx' \(see "admf kernel help"\)\n$/,
  ],
  [
    ['install', '--type-errors', 'loud'],
    /admf kernel install: --type-errors takes error, warn or off, found "loud"/,
  ],
  [['start'], /the connection file is missing/],
  [['start', 'x.json', '--type-errors', 'loud'], /takes error, warn or off, found "loud"/],
])('the mistake in %j is told in one line', async (argv, expected) => {
  const { code, stderr } = await kernel(...argv);
  expect(code).toBe(2);
  expect(stderr).toMatch(expected);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
});

test.each([
  ['linux', { HOME: '/people/ada' }, '/people/ada/.local/share/jupyter'],
  ['linux', { HOME: '/people/ada', XDG_DATA_HOME: '/data' }, '/data/jupyter'],
  ['linux', { HOME: '/people/ada', XDG_DATA_HOME: '' }, '/people/ada/.local/share/jupyter'],
  ['darwin', { HOME: '/people/ada' }, '/people/ada/Library/Jupyter'],
  ['linux', { HOME: '/people/ada', JUPYTER_DATA_DIR: '/jupyter' }, '/jupyter'],
] as const)("on %s Jupyter's data folder for %j is %s", (platform, env, expected) => {
  expect(userDataFolder(env, platform)).toBe(expected);
});

test('a prefix has its kernels where Jupyter looks for them', () => {
  expect(kernelsFolder({ kind: 'prefix', prefix: '/opt' })).toBe('/opt/share/jupyter/kernels');
});
