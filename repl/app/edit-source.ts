import type { Controller } from './controller.ts';

/** Opens the source of what acts at the cursor in the user's editor, which gets the terminal if it runs in one. */
export async function editSource(app: Controller): Promise<void> {
  const { command, args, inTerminal } = app.desk.session.edit(undefined, app.env);
  const open = () => app.host.open(command, args, inTerminal);
  try {
    if (inTerminal) await app.terminal?.lend(open);
    else await open();
  } catch (error) {
    app.say((error as Error).message, 'mistake');
  }
}
