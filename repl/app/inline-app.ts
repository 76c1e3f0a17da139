import { Box, Static, Text, useApp, useCursor, useWindowSize } from 'ink';
import { createElement as h, memo, type ReactElement, useEffect, useSyncExternalStore } from 'react';
import { renderAnsi, renderPlain } from '../../src/index.ts';
import type { AppProps } from './app.ts';
import { clipboardText, useKeyboard } from './use-keyboard.ts';

/** The app in some rows below what the terminal showed before: what is done with goes up into its scrollback. */
export function InlineApp({
  controller,
  keyboard,
  send,
  leave,
}: Omit<AppProps, 'painter' | 'mouse'>): ReactElement {
  const { grid, cursor } = useSyncExternalStore(controller.subscribe, controller.screen);
  const size = useWindowSize();
  const { suspendTerminal } = useApp();
  const { setCursorPosition } = useCursor();

  useEffect(() => controller.resize(size), [controller, size]);
  useEffect(() => {
    controller.terminal = {
      exit: leave,
      lend: (use) => suspendTerminal(async () => await use()),
      copy: (text) => send(clipboardText(text)),
      // A resize without a change draws nothing; giving the terminal away and taking it back does.
      redraw: () => void suspendTerminal(() => {}),
    };
    return () => {
      controller.terminal = null;
    };
  }, [controller, leave, send, suspendTerminal]);

  useKeyboard(keyboard);

  setCursorPosition(cursor ?? undefined);
  const done = h(Static<string>, {
    items: [...controller.ui.printed],
    // biome-ignore lint/correctness/noChildrenProp: without JSX, what draws an item is a property like others
    children: (text: string, i: number) => h(Text, { key: i }, text),
  });
  // The frame of a size that the terminal does not have any more would wrap.
  if (grid.width > size.columns || grid.height > size.rows) return h(Box, {}, done);
  const { colors } = controller.theme;
  const text = colors === 'none' ? renderPlain(grid) : renderAnsi(grid, { colors });
  const rows = text.split('\n').map((line, row) => h(Row, { key: row, line }));
  const frame = h(Box, { flexDirection: 'column', width: grid.width, height: grid.height }, rows);
  return h(Box, { flexDirection: 'column' }, done, frame);
}

const Row = memo(function Row({ line }: { readonly line: string }) {
  return h(Text, { wrap: 'truncate' }, line);
});
