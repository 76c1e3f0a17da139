import type { AttachServer } from '../attach/attach-server.ts';
import type { Magic } from '../evaluator/magic.ts';
import type { Sessions } from './sessions.ts';
import { takesNothing } from './takes-nothing.ts';

/** How to walk the session at hand in a terminal as well. */
export function attach(sessions: Sessions, server: AttachServer | undefined): Magic {
  return {
    summary: 'Tells how a terminal walks the session that magics work on; both follow each other.',
    usage: '%attach',
    async line(argument) {
      await takesNothing('%attach', argument, '%use variable chooses the session');
      const name = await sessions.attachName();
      const problem = server === undefined ? 'this notebook is run without a front end' : server.problem;
      if (problem !== null) {
        const { UserError } = await sessions.engine();
        throw new UserError(`no terminal can attach: ${problem}`, { code: 'no_attach' });
      }
      console.log(`admf step --attach ${/^[\w.-]+$/.test(name) ? name : `'${name}'`}`);
    },
  };
}
