import { Box, useApp, useWindowSize } from 'ink';
import { createElement as h, type ReactElement, useEffect, useLayoutEffect } from 'react';
import type { Controller } from './controller.ts';
import type { Keyboard } from './keyboard.ts';
import { MOUSE_OFF, MOUSE_ON } from './mouse.ts';
import type { Painter } from './painter.ts';
import { clipboardText, useKeyboard } from './use-keyboard.ts';

export interface AppProps {
  readonly controller: Controller;
  readonly keyboard: Keyboard;
  readonly painter: Painter;
  /** Whether the terminal is to report the mouse. */
  readonly mouse: boolean;
  /** Sends a text to the terminal that moves nothing on it. */
  readonly send: (text: string) => void;
  readonly leave: (error?: unknown) => void;
}

/** Hands the controller keys, pastes and sizes, and has its screens painted: Ink itself has nothing to draw. */
export function App({ controller, keyboard, painter, mouse, send, leave }: AppProps): ReactElement {
  const size = useWindowSize();
  const { suspendTerminal } = useApp();

  // Before anything is painted: a key that is pressed at the sight of it must not be echoed, or taken for a signal.
  useKeyboard(keyboard);
  useEffect(() => {
    painter.forget();
    controller.resize(size);
    painter.paint();
  }, [controller, painter, size]);
  // Undone before anything else is, whatever ends the app.
  useLayoutEffect(() => {
    if (!mouse) return;
    send(MOUSE_ON);
    return () => send(MOUSE_OFF);
  }, [mouse, send]);
  useEffect(() => {
    const lend = async (use: () => Promise<void> | void) => {
      painter.pause();
      if (mouse) send(MOUSE_OFF);
      try {
        await suspendTerminal(async () => await use());
      } finally {
        if (mouse) send(MOUSE_ON);
        painter.resume();
      }
    };
    controller.terminal = {
      exit: leave,
      lend,
      copy: (text) => send(clipboardText(text)),
      redraw() {
        painter.forget();
        painter.paint();
      },
    };
    const unsubscribe = controller.subscribe(painter.paint);
    return () => {
      unsubscribe();
      painter.pause();
      controller.terminal = null;
    };
  }, [controller, leave, mouse, painter, send, suspendTerminal]);
  return h(Box);
}
