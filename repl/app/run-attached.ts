import type { Theme } from '../view/theme.ts';
import type { AttachedTerminal } from './attached-terminal.ts';
import { Controller } from './controller.ts';
import { Keyboard } from './keyboard.ts';
import { mount } from './mount.ts';

/** Shows the app on a terminal elsewhere, and follows what others do with the session meanwhile. */
export async function runAttached({
  desk,
  title,
  theme,
  env,
  streams,
  host,
  inline,
  mouse,
  signal,
}: AttachedTerminal & { readonly theme: Theme }): Promise<void> {
  const { stdout } = streams;
  const controller = new Controller({
    desk,
    title,
    theme,
    size: { columns: stdout.columns, rows: stdout.rows },
    env,
    host,
    takesCode: false,
    inline,
  });
  const keyboard = new Keyboard(controller);
  controller.say(
    'this terminal and the notebook walk one session; q leaves it to the notebook, ? tells all keys',
  );
  await controller.look();
  // What is done here is looked at when it is done; what others do, when they have done it.
  const unfollow = desk.subscribe(() => {
    if (!controller.jobs.isBusy && !desk.session.isBusy) controller.jobs.add(async () => {});
  });
  let failure: unknown;
  const leave = (error?: unknown) => {
    failure = error;
    keyboard.player.pause();
    controller.jobs.interrupt();
    app.unmount();
  };
  const app = mount(controller, keyboard, streams, leave, { mouse });
  const gone = () => leave();
  signal.addEventListener('abort', gone);
  try {
    if (signal.aborted) leave();
    await app.waitUntilExit();
  } finally {
    signal.removeEventListener('abort', gone);
    unfollow();
    // It is this terminal that was left, and not the session.
    desk.done = false;
    await keyboard.typing.close();
  }
  if (failure !== undefined)
    throw failure instanceof Error ? failure : new Error('the app failed', { cause: failure });
}
