import { mkdir, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { UserError } from '../foundation/user-error.ts';
import { type CliEffects, hasColor } from './effects.ts';
import { parseOptions } from './options.ts';
import { schemaText } from './schema.ts';
import { STARTER_FILES } from './starter.ts';
import { commandName, styleFor } from './style.ts';

/** `admf init [folder]`. */
export async function init(argv: readonly string[], effects: CliEffects): Promise<number> {
  const { argument: named = '.' } = parseOptions(argv, {
    command: 'init',
    options: {},
    argument: { name: '[folder]', required: false },
  });
  const folder = resolve(effects.cwd, named);
  const files = { ...STARTER_FILES, 'admf.schema.json': schemaText() };
  await refuseExisting(named, folder, Object.keys(files));
  await writeFiles(named, folder, files);
  const { stdout, env } = effects;
  const style = styleFor(hasColor(stdout, env));
  const next = `${commandName(env)} run ${quoted(named === '.' ? 'workflow.yaml' : join(named, 'workflow.yaml'))}`;
  const lines = [
    `${named === '.' ? 'this folder' : named} now holds ${Object.keys(files).sort().join(', ')}`,
    '',
    'Next:',
    `  ${style('cyan', next)}`,
  ];
  stdout.write(`${lines.join('\n')}\n`);
  return 0;
}

async function refuseExisting(named: string, folder: string, names: readonly string[]): Promise<void> {
  const found = await stat(folder).catch(() => undefined);
  if (found === undefined) return;
  if (!found.isDirectory()) {
    throw new UserError(`${named} is a file, not a folder`, { code: 'not_a_folder' });
  }
  const states = await Promise.all(
    names.map((name) =>
      stat(join(folder, name)).then(
        () => true,
        () => false,
      ),
    ),
  );
  const there = names.filter((_, i) => states[i]);
  if (there.length === 0) return;
  const where = named === '.' ? 'this folder' : named;
  throw new UserError(`${where} already holds ${there.join(', ')}: nothing was written`, {
    code: 'files_exist',
    hint: 'name a new folder: admf init my-study',
  });
}

/** Writes all files or none. */
async function writeFiles(
  named: string,
  folder: string,
  files: Readonly<Record<string, string>>,
): Promise<void> {
  const written: string[] = [];
  let made: string | undefined;
  try {
    made = await mkdir(folder, { recursive: true });
    for (const [name, text] of Object.entries(files)) {
      const path = join(folder, name);
      // Not over a file that came since we looked.
      await writeFile(path, text, { flag: 'wx' });
      written.push(path);
    }
  } catch (error) {
    for (const path of written) await rm(path, { force: true });
    if (made !== undefined) await removeEmpty(folder, made);
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    const reason = code === 'EACCES' || code === 'EROFS' ? 'permission denied' : code;
    throw new UserError(`cannot write to ${named}: ${reason}`, { code: 'not_writable', cause: error });
  }
}

async function removeEmpty(folder: string, topmost: string): Promise<void> {
  for (let path = folder; path.length >= topmost.length; path = dirname(path)) {
    try {
      await rmdir(path);
    } catch {
      // Somebody put something there.
      return;
    }
  }
}

/** As a shell takes it. */
function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
