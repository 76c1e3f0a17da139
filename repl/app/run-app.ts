import { update } from '../model/update.ts';
import { OutputCapture } from '../prompt/output-capture.ts';
import { FirstPins } from '../session/first-pins.ts';
import { Tour } from '../tour/tour.ts';
import type { Theme } from '../view/theme.ts';
import { Controller } from './controller.ts';
import { Keyboard } from './keyboard.ts';
import { mount } from './mount.ts';
import type { TerminalOptions } from './terminal-options.ts';

/** Exit code when the terminal went away, by the custom of shells: 128 + SIGHUP. */
const HUNG_UP = 129;

/** Shows the app until it is left; whatever ends it, the terminal is as it was before. */
export async function runApp({
  desk,
  title,
  theme,
  tour = false,
  mouse,
  inline,
}: TerminalOptions & { readonly theme: Theme }): Promise<number> {
  const { stdin, stdout, stderr } = process;
  const controller = new Controller({
    desk,
    title,
    theme,
    inline,
    pins: new FirstPins(desk.session),
    size: { columns: stdout.columns || 80, rows: stdout.rows || 24 },
  });
  const keyboard = new Keyboard(controller);
  controller.say('n goes a bar on, f to the next fill, Space plays; ? tells all keys');
  await controller.look();
  if (tour) controller.tour = new Tour(controller);
  const capture = new OutputCapture([stdout, stderr], (text) =>
    controller.set(update.output(controller.ui, text)),
  );
  let failure: unknown;
  const leave = (error?: unknown) => {
    failure = error;
    keyboard.player.pause();
    controller.jobs.interrupt();
    app.unmount();
  };
  const crashed = (error: unknown) => {
    if (isOfTyped(error)) controller.say(`later: ${error.name}: ${error.message}`, 'mistake');
    else leave(error);
  };
  process.on('uncaughtException', crashed);
  process.on('unhandledRejection', crashed);
  // There is no terminal any more to put in order, and nobody to ask: what reads or draws would try for ever.
  const hungUp = () => process.exit(HUNG_UP);
  process.once('SIGHUP', hungUp);
  stdin.once('end', hungUp);
  stdin.once('error', hungUp);
  stdout.once('error', hungUp);
  const streams = { stdin, stdout: capture.real(stdout), stderr: capture.real(stderr) };
  const app = mount(controller, keyboard, streams, leave, { mouse });
  capture.start();
  try {
    await app.waitUntilExit();
  } finally {
    capture.stop();
    process.off('uncaughtException', crashed);
    process.off('unhandledRejection', crashed);
    process.off('SIGHUP', hungUp);
    stdin.off('end', hungUp);
    stdin.off('error', hungUp);
    stdout.off('error', hungUp);
    await keyboard.typing.close();
    stdin.unref();
  }
  if (failure !== undefined)
    throw failure instanceof Error ? failure : new Error('the app failed', { cause: failure });
  return 0;
}

/** What typed code throws after it has ended, in a timer or a promise that nobody waits for, is its user's to hear of. */
function isOfTyped(error: unknown): error is Error {
  return error instanceof Error && /^ +at .*\bIn\[\d+\]/m.test(error.stack ?? '');
}
