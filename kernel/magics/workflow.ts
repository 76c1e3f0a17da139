import type { Magic } from '../evaluator/magic.ts';
import { isVariableName } from '../evaluator/variable-name.ts';
import type { Sessions } from './sessions.ts';
import { takesNothing } from './takes-nothing.ts';

/** A workflow as YAML in a cell, opened as a session; in a line, the plan of the session at hand. */
export function workflow(sessions: Sessions): Magic {
  return {
    summary:
      'Opens a session on the workflow that the cell holds as YAML, and names it; in a line alone, shows the plan of the session at hand.',
    usage: '%%workflow name   or   %workflow',
    declares: "import('admf').RunSession",
    async line(argument) {
      await takesNothing(
        '%workflow',
        argument,
        `a cell that begins with %%workflow ${argument} holds a workflow`,
      );
      return (await sessions.session()).core.branch.prepared;
    },
    async cell(name, body, { cell, line, define, signal }) {
      const { open, parseWorkflow, prepare, UserError } = await import('../../src/index.ts');
      if (!isVariableName(name)) {
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
