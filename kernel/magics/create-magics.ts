import type { Magics } from '../evaluator/magic.ts';
import type { DisplayApi } from '../runtime/display-api.ts';
import { bench } from './bench.ts';
import { help } from './help.ts';
import { load } from './load.ts';
import { sessionMagics } from './session-magics.ts';
import { Sessions } from './sessions.ts';
import { shell } from './shell.ts';
import { time } from './time.ts';

/** The magics of a notebook. @param folder where it lies */
export function createMagics(folder: string, displays: DisplayApi): Magics {
  const magics: Magics = new Map([
    ['time', time],
    ['bench', bench],
    ['load', load(folder, displays)],
    ['help', help(() => magics)],
    ['!', shell(folder)],
    ...sessionMagics(new Sessions(folder), displays),
  ]);
  return magics;
}
