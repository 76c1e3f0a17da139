import { CellGrid } from '../../src/index.ts';
import { type Layout, LEAST, type PaneArea } from '../model/layout.ts';
import { wholeText } from '../model/numbers.ts';
import { type Pane, paneNumber, TITLES } from '../model/panes.ts';
import type { Ui } from '../model/ui.ts';
import type { View } from '../session/view.ts';
import { drawEquity } from './equity-pane.ts';
import { drawEvents } from './events-pane.ts';
import { Frame } from './frame.ts';
import { drawHeader } from './header.ts';
import { hintsOf } from './hints.ts';
import { drawLog, drawWhy } from './lines-pane.ts';
import { drawOverlay, drawPalette, drawSuggestions } from './overlay.ts';
import type { PaneInput } from './pane-input.ts';
import { drawPrice } from './price-pane.ts';
import { drawPrompt, type ScreenCursor } from './prompt-area.ts';
import { drawState } from './state-pane.ts';
import { TAB_ROW, tabsOf } from './tabs.ts';
import { cleanText, clip } from './text.ts';
import type { Theme } from './theme.ts';
import { drawWatches } from './watch-pane.ts';

export interface Screen {
  readonly grid: CellGrid;
  readonly cursor: ScreenCursor;
}

const DRAW: Readonly<Record<Pane, (input: PaneInput) => CellGrid>> = {
  price: drawPrice,
  equity: drawEquity,
  events: drawEvents,
  state: drawState,
  watch: drawWatches,
  why: drawWhy,
  log: drawLog,
};

/** What each pane is drawn from besides its size and whether it is in focus. */
const INPUTS: Readonly<Record<Pane, (view: View, ui: Ui) => readonly unknown[]>> = {
  price: ({ chart, status }, { zoom, pan }) => [chart, status.equity, zoom, pan],
  equity: ({ chart, status, focus }, { zoom, pan }) => [chart, status.equity, focus.portfolio, zoom, pan],
  events: ({ events, status }) => [events, status.bars],
  state: ({ tree }, { treeRow }) => [tree, treeRow],
  watch: ({ watches }, { watchRow }) => [watches, watchRow],
  why: ({ why }, { whyTop }) => [why, whyTop],
  log: ({ calls }, { logTop }) => [calls, logTop],
};

/** Panes as they were drawn last: of one whose input is the same, the cells are too. */
export class DrawnPanes {
  readonly #drawn = new Map<Pane, { readonly inputs: readonly unknown[]; readonly grid: CellGrid }>();

  draw(pane: Pane, input: PaneInput): CellGrid {
    const { view, ui, theme, area, isFocused } = input;
    const inputs = [...INPUTS[pane](view, ui), theme, area.width, area.height, isFocused];
    const known = this.#drawn.get(pane);
    if (known?.inputs.every((one, i) => Object.is(one, inputs[i])) === true) return known.grid;
    const grid = DRAW[pane](input);
    this.#drawn.set(pane, { inputs, grid });
    return grid;
  }
}

/**
 * The whole screen as of now. Pure: the same input gives the same cells.
 *
 * @param drawn of the screens before this one.
 */
export function drawScreen(
  view: View,
  ui: Ui,
  theme: Theme,
  layout: Layout,
  drawn: DrawnPanes = new DrawnPanes(),
): Screen {
  const grid = new CellGrid(Math.max(1, layout.size.columns), layout.rows);
  if (layout.kind === 'tiny') {
    drawTiny(grid, theme, layout, ui.overlay !== null);
    return { grid, cursor: null };
  }
  drawFrame(grid, ui, view, theme, layout);
  for (const area of layout.panes) {
    const input = { view, ui, theme, area, isFocused: isFocused(ui, area) };
    grid.paste(area.left, area.top, drawn.draw(area.pane, input));
  }
  drawHeader(grid, { view, ui, theme });
  const cursor = drawPrompt(grid, ui, theme, layout.prompt, view.calls.at(-1) ?? '');
  drawHints(grid, ui, theme, layout.rows - 2);
  if (ui.overlay !== null) drawOverlay(grid, ui.overlay, theme, layout, view.focus.portfolio);
  if (ui.mode === 'palette') drawPalette(grid, ui, theme, layout);
  else if (ui.suggestions !== null) drawSuggestions(grid, ui.suggestions, theme, layout);
  return { grid, cursor };
}

function isFocused(ui: Ui, { pane }: PaneArea): boolean {
  return ui.mode === 'keys' && ui.overlay === null && ui.focus === pane;
}

function drawFrame(grid: CellGrid, ui: Ui, view: View, theme: Theme, layout: Layout): void {
  const right = grid.width - 1;
  const { panes, split, prompt, rows } = layout;
  const frame = new Frame(grid.width, grid.height);
  for (const row of [0, prompt.top - 1, rows - 3, rows - 1]) frame.horizontal(row, 0, right);
  frame.vertical(0, 0, rows - 1);
  frame.vertical(right, 0, rows - 1);
  if (split > 0) frame.vertical(split, 1, prompt.top - 1);
  for (const { left, top, width } of panes) frame.horizontal(top - 1, left - 1, left + width);
  frame.draw(grid, theme);
  if (layout.kind === 'tabs') {
    drawTabs(grid, ui, view, theme);
    return;
  }
  for (const area of panes) drawTitle(grid, ui, area, titleOf(area.pane, view, ui), theme);
}

function drawTitle(grid: CellGrid, ui: Ui, area: PaneArea, more: string, theme: Theme): void {
  const focused = ui.focus === area.pane;
  const name = ` ${paneNumber(area.pane)} ${TITLES[area.pane]} `;
  const style = focused ? { bold: true, inverse: true } : { bold: true };
  const column = grid.text(area.left, area.top - 1, clip(theme, name, area.width), style);
  if (more === '') return;
  const room = area.left + area.width - column - 1;
  if (room > 4) grid.text(column, area.top - 1, ` ${clip(theme, more, room - 2)} `);
}

function drawTabs(grid: CellGrid, ui: Ui, view: View, theme: Theme): void {
  let column = 1;
  for (const { pane, label, left } of tabsOf(grid.width)) {
    const style = pane === ui.focus ? { bold: true, inverse: true } : { dim: true };
    column = grid.text(left, TAB_ROW, label, style);
  }
  const room = grid.width - 5 - column;
  const title = titleOf(ui.focus, view, ui);
  // Of an event's id, its number says more than its container.
  const more = title.length > room ? title.slice(title.lastIndexOf('/') + 1) : title;
  if (more === '' || room <= 4) return;
  // At the right end, or it would be taken for what the last tab says.
  const text = ` ${clip(theme, more, room)} `;
  grid.text(grid.width - 2 - Array.from(text).length, TAB_ROW, text);
}

/** What a title says besides the name of its pane. */
function titleOf(pane: Pane, view: View, ui: Ui): string {
  switch (pane) {
    case 'price':
      return [view.chart.symbol, ui.pan > 0 ? `looking ${ui.pan} bars back` : '']
        .filter((one) => one !== '')
        .join('  ');
    case 'equity':
      return '';
    case 'events': {
      const { filter, total, isFollowing, isCounted, first, selected } = view.events;
      const number = wholeText(total);
      const count = isCounted ? number : `${number} so far`;
      const what = filter === '' ? count : `/${filter}  ${count}`;
      return isFollowing ? what : `${wholeText(first + selected + 1)} of ${what}  (Esc follows)`;
    }
    case 'state':
      return '(was: the bar before)';
    case 'watch':
      return '';
    case 'why':
      return view.why.title;
    case 'log':
      return `${view.calls.length}`;
  }
}

function drawHints(grid: CellGrid, ui: Ui, theme: Theme, row: number): void {
  let column = 2;
  const seen = new Set<string>();
  for (const [key, does] of hintsOf(ui)) {
    if (seen.has(key)) continue;
    seen.add(key);
    const name = cleanText(theme, key);
    const width = name.length + 1 + does.length;
    if (column + width > grid.width - 2) continue;
    column = grid.text(column, row, name, { bold: true, color: 'blue' });
    column = grid.text(column + 1, row, cleanText(theme, does)) + 2;
  }
}

function drawTiny(grid: CellGrid, theme: Theme, { size }: Layout, isHelped: boolean): void {
  const lines = [
    `too small: ${size.columns}x${size.rows}`,
    `needs ${LEAST.columns}x${LEAST.rows}`,
    'q quits',
    ...(isHelped
      ? ['Ctrl-C stops what runs', 'Ctrl-Z: back to the shell', 'all other keys wait', '? less']
      : ['? more']),
  ];
  lines.slice(0, grid.height).forEach((line, row) => {
    grid.text(0, row, clip(theme, line, grid.width));
  });
}
