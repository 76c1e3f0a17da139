import type { CellGrid, CellStyle } from '../../src/index.ts';
import type { Area } from '../model/layout.ts';
import type { TourText, Ui } from '../model/ui.ts';
import { cleanText, clip, wrap } from './text.ts';
import type { Theme } from './theme.ts';

/** Where the terminal's own cursor is to stand, so that screen readers and input methods find it; null: nowhere. */
export type ScreenCursor = { readonly x: number; readonly y: number } | null;

const SIGNS: Readonly<Record<Ui['mode'], string>> = {
  keys: 'ts> ',
  prompt: 'ts> ',
  command: ':',
  filter: '/',
  palette: '> ',
};

/** What was said last, and the line that is typed. */
export function drawPrompt(grid: CellGrid, ui: Ui, theme: Theme, area: Area, lastCall: string): ScreenCursor {
  const typedLines = ui.mode === 'keys' ? [''] : ui.line.text.split('\n');
  const typed = Math.min(typedLines.length, Math.max(1, area.height - 1));
  const told = ui.tour === null ? [] : tourLines(ui.tour, area.width - 1);
  told.forEach((text, i) => {
    grid.text(area.left + 1, area.top + i, clip(theme, text, area.width - 1), {
      bold: i === 0,
      color: 'blue',
    });
  });
  const said = saidLines(ui, theme, area.width - 1);
  const room = Math.max(0, area.height - typed - told.length);
  said.slice(said.length - Math.min(room, said.length)).forEach(({ text, style }, i) => {
    grid.text(area.left + 1, area.top + told.length + i, clip(theme, text, area.width - 1), style);
  });
  const first = area.top + told.length + room;
  const sign = ui.mode === 'keys' && !ui.takesCode ? '' : SIGNS[ui.mode];
  if (ui.mode === 'keys') {
    grid.text(area.left + 1, first, sign, { dim: true });
    const call = clip(theme, lastCall, Math.max(0, area.width - sign.length - 3));
    grid.text(area.left + area.width - call.length - 1, first, call, { dim: true });
    return null;
  }
  return drawTyped(grid, ui, theme, { ...area, top: first, height: typed }, sign);
}

function drawTyped(grid: CellGrid, ui: Ui, theme: Theme, area: Area, sign: string): ScreenCursor {
  const before = ui.line.text.slice(0, ui.line.cursor).split('\n');
  const lines = ui.line.text.split('\n');
  const current = before.length - 1;
  const firstLine = Math.max(0, Math.min(current, lines.length - area.height));
  const room = area.width - sign.length - 2;
  let cursor: ScreenCursor = null;
  lines.slice(firstLine, firstLine + area.height).forEach((line, i) => {
    const row = area.top + i;
    const isCurrent = firstLine + i === current;
    const column = isCurrent ? Array.from(before[current]).length : 0;
    // A line longer than the screen is shown around its cursor.
    const start = Math.max(0, column - room);
    const shown = Array.from(cleanText(theme, line))
      .slice(start, start + room + 1)
      .join('');
    grid.text(area.left + 1, row, firstLine + i === 0 ? sign : ' '.repeat(sign.length), {
      bold: true,
      color: 'blue',
    });
    grid.text(area.left + 1 + sign.length, row, shown);
    if (isCurrent) cursor = { x: area.left + 1 + sign.length + column - start, y: row };
  });
  return cursor;
}

/** What the tour says, as it is shown. */
export function tourLines({ step, of, press, text }: TourText, width: number): string[] {
  return [
    `Tour ${step}/${of}: press ${press}    (Ctrl-N skips the step, Ctrl-X the tour)`,
    ...wrap(text, width),
  ];
}

interface Said {
  readonly text: string;
  readonly style: CellStyle;
}

/** The notice alone where there is one, else what came out of the prompt. */
function saidLines(ui: Ui, theme: Theme, width: number): Said[] {
  if (ui.notice !== null) {
    const style: CellStyle = ui.notice.kind === 'mistake' ? { color: 'orange', bold: true } : {};
    return ui.notice.text.split('\n').map((text) => ({ text, style }));
  }
  return ui.entries.slice(-4).flatMap(({ input, output, isError }): Said[] => [
    ...(input === null
      ? []
      : [{ text: clip(theme, `ts> ${input.replaceAll('\n', ' ')}`, width), style: { dim: true } }]),
    ...output
      .split('\n')
      .filter((line) => line !== '')
      .map((text): Said => ({ text, style: isError ? { color: 'orange' } : {} })),
  ]);
}
