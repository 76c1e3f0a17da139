import { type Instance, render } from 'ink';
import { createElement as h } from 'react';
import { App } from './app.ts';
import type { Controller } from './controller.ts';
import type { Keyboard } from './keyboard.ts';

/** Frames a second at most: a key must not wait for the next one. */
const FPS = 60;

export interface Streams {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
}

/** Puts the app onto a terminal. @param leave called by whoever ends it. */
export function mount(
  controller: Controller,
  keyboard: Keyboard,
  { stdin, stdout, stderr }: Streams,
  leave: (error?: unknown) => void,
): Instance {
  const send = (text: string) => void stdout.write(text);
  return render(h(App, { controller, keyboard, leave, send }), {
    stdin,
    stdout,
    stderr,
    alternateScreen: true,
    incrementalRendering: true,
    interactive: true,
    exitOnCtrlC: false,
    patchConsole: false,
    maxFps: FPS,
  });
}
