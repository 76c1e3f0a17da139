import { Box, Text, useApp, useCursor, useInput, usePaste, useWindowSize } from 'ink';
import { createElement as h, memo, type ReactElement, useEffect, useSyncExternalStore } from 'react';
import { renderAnsi, renderPlain } from '../../src/index.ts';
import { keyPresses } from '../model/key-press.ts';
import type { Controller } from './controller.ts';
import type { Keyboard } from './keyboard.ts';

export interface AppProps {
  readonly controller: Controller;
  readonly keyboard: Keyboard;
  /** Sends a text to the terminal that moves nothing on it. */
  readonly send: (text: string) => void;
  readonly leave: (error?: unknown) => void;
}

/** Shows the screen that the controller has, and hands it keys. */
export function App({ controller, keyboard, send, leave }: AppProps): ReactElement {
  const { grid, cursor } = useSyncExternalStore(controller.subscribe, controller.screen);
  const size = useWindowSize();
  const { suspendTerminal } = useApp();
  const { setCursorPosition } = useCursor();

  useEffect(() => controller.resize(size), [controller, size]);
  useEffect(() => {
    controller.terminal = {
      exit: leave,
      lend: (use) => suspendTerminal(async () => await use()),
      copy: (text) => send(`\u001b]52;c;${Buffer.from(text).toString('base64')}\u0007`),
      // A resize without a change draws nothing; giving the terminal away and taking it back does.
      redraw: () => void suspendTerminal(() => {}),
    };
    return () => {
      controller.terminal = null;
    };
  }, [controller, leave, send, suspendTerminal]);

  useInput((input, key) => {
    for (const press of keyPresses(input, key)) keyboard.press(press);
  });
  usePaste((text) => keyboard.paste(text));

  setCursorPosition(cursor ?? undefined);
  // The frame of a size that the terminal does not have any more would wrap.
  if (grid.width > size.columns || grid.height > size.rows) return h(Box);
  const { colors } = controller.theme;
  const text = colors === 'none' ? renderPlain(grid) : renderAnsi(grid, { colors });
  const rows = text.split('\n').map((line, row) => h(Row, { key: row, line }));
  return h(Box, { flexDirection: 'column', width: grid.width, height: grid.height }, rows);
}

const Row = memo(function Row({ line }: { readonly line: string }) {
  return h(Text, { wrap: 'truncate' }, line);
});
