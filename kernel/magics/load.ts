import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Magic } from '../evaluator/magic.ts';
import type { DisplayApi } from '../runtime/display-api.ts';

/** The code of a file, in place of the cell that asks for it. */
export function load(folder: string, displays: DisplayApi): Magic {
  return {
    summary: 'Puts the code of a file in the place of this cell.',
    usage: '%load file',
    async line(path) {
      if (path === '') throw new Error('%load needs the name of a file');
      const file = resolve(folder, path);
      let text: string;
      try {
        text = readFileSync(file, 'utf8');
      } catch (error) {
        throw await unreadable(path, file, error as NodeJS.ErrnoException);
      }
      displays.setNextInput(`// %load ${path}\n${text}`, true);
    },
  };
}

/** The mistake of a file that is none, with the nearest name beside it. */
async function unreadable(
  path: string,
  file: string,
  { code, message }: NodeJS.ErrnoException,
): Promise<Error> {
  const { UserError, nearestName } = await import('../../src/index.ts');
  if (code === 'EISDIR')
    return new UserError(`%load takes a file, and ${path} is a folder`, { code: 'bad_magic' });
  if (code !== 'ENOENT' && code !== 'ENOTDIR') {
    return new UserError(`%load cannot read ${path}: ${message}`, { code: 'bad_magic' });
  }
  const near = nearestName(basename(file), filesIn(dirname(file)));
  return new UserError(`%load finds no file ${path}`, {
    code: 'bad_magic',
    ...(near === undefined ? {} : { hint: `did you mean "${join(dirname(path), near)}"?` }),
  });
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
