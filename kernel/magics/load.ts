import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Magic } from '../evaluator/magic.ts';
import type { DisplayApi } from '../runtime/display-api.ts';

/** The code of a file, in place of the cell that asks for it. */
export function load(folder: string, displays: DisplayApi): Magic {
  return {
    summary: 'Puts the code of a file in the place of this cell.',
    usage: '%load file',
    line(path) {
      if (path === '') throw new Error('%load needs the name of a file');
      const text = readFileSync(resolve(folder, path), 'utf8');
      displays.setNextInput(`// %load ${path}\n${text}`, true);
    },
  };
}
