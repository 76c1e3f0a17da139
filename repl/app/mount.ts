import { type Instance, type RenderOptions, render } from 'ink';
import { createElement as h } from 'react';
import { App } from './app.ts';
import type { Controller } from './controller.ts';
import { InlineApp } from './inline-app.ts';
import type { Keyboard } from './keyboard.ts';
import { MouseReader, withoutMouse } from './mouse.ts';
import { Painter } from './painter.ts';
import { prepareSources } from './prepare-sources.ts';

/** Frames a second at most, of those that Ink draws: a key must not wait for the next one. */
const FPS = 60;

export interface Streams {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
}

/**
 * Puts the app onto a terminal: all over its screen, or inline.
 *
 * @param leave called by whoever ends it.
 */
export function mount(
  controller: Controller,
  keyboard: Keyboard,
  streams: Streams,
  leave: (error?: unknown) => void,
  { mouse = true }: { readonly mouse?: boolean } = {},
): Instance {
  const { stdin, stdout } = streams;
  prepareSources(controller.desk.session);
  const send = (text: string) => void stdout.write(text);
  const usual: RenderOptions = { ...streams, interactive: true, exitOnCtrlC: false, patchConsole: false };
  if (controller.inline) {
    const inline = h(InlineApp, { controller, keyboard, leave, send });
    return render(inline, { ...usual, incrementalRendering: true, maxFps: FPS });
  }
  const painter = new Painter(stdout, controller.theme.colors, controller.screen);
  return render(h(App, { controller, keyboard, painter, mouse, leave, send }), {
    ...usual,
    stdin: mouse ? withoutMouse(stdin, new MouseReader((press) => keyboard.pointer.press(press))) : stdin,
    alternateScreen: true,
  });
}
