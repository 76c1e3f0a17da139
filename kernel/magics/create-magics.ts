import { AttachServer } from '../attach/attach-server.ts';
import type { Magics } from '../evaluator/magic.ts';
import type { DisplayApi } from '../runtime/display-api.ts';
import { attach } from './attach.ts';
import { bench } from './bench.ts';
import { help } from './help.ts';
import { load } from './load.ts';
import { sessionMagics } from './session-magics.ts';
import type { Sessions } from './sessions.ts';
import { shell } from './shell.ts';
import { time } from './time.ts';

export interface MagicsOptions {
  /** Where the notebook lies. */
  readonly folder: string;
  readonly displays: DisplayApi;
  readonly sessions: Sessions;
  /** Whether terminals may walk its sessions. */
  readonly isAttachable: boolean;
}

/** The magics of a notebook. */
export function createMagics({ folder, displays, sessions, isAttachable }: MagicsOptions): Magics {
  const server = isAttachable ? new AttachServer(sessions.opened, folder) : undefined;
  const magics: Magics = new Map([
    ['time', time],
    ['bench', bench],
    ['load', load(folder, displays)],
    ['help', help(() => magics)],
    ['!', shell(folder)],
    ['attach', attach(sessions, server)],
    ...sessionMagics(sessions, displays),
  ]);
  return magics;
}
