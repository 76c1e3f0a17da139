import type { Magic } from '../evaluator/magic.ts';
import type { Sessions } from './sessions.ts';

const NAME = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

/** A workflow as YAML in a cell, opened as a session. */
export function workflow(sessions: Sessions): Magic {
  return {
    summary: 'Opens a session on the workflow that the cell holds as YAML; a variable of that name holds it.',
    usage: '%%workflow name',
    declares: "import('admf').RunSession",
    async cell(name, body, { cell, line, define, signal }) {
      const { open, parseWorkflow, prepare, UserError } = await import('../../src/index.ts');
      if (!NAME.test(name)) {
        throw new UserError(`%%workflow needs a name for a variable, found "${name}"`, {
          code: 'bad_magic',
          hint: '%%workflow session',
        });
      }
      // Lines count from the first of the cell.
      const text = '\n'.repeat(line - 1) + body;
      const loaded = parseWorkflow(text, { title: cell, name, baseDirectory: sessions.folder });
      const session = await open(await prepare(loaded, { signal }), { signal });
      define(name, session);
      return session;
    },
  };
}
