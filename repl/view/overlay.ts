import { CellGrid } from '../../src/index.ts';
import type { Layout } from '../model/layout.ts';
import type { Overlay, Suggestions, Ui } from '../model/ui.ts';
import { drawComparison } from './comparison-chart.ts';
import { Frame } from './frame.ts';
import { foundCommands } from './palette.ts';
import { clip, wrap } from './text.ts';
import type { Theme } from './theme.ts';

/** Title of what tells all keys. */
export const HELP = 'help';
/** Rows of a chart above the text, and of text that must have room below it. */
const MOST_CHART = 20;
const LEAST_CHART = 7;
const LEAST_TEXT = 4;

/** Rows of text that an overlay shows on a screen of this size. */
export function overlayRows(layout: Layout, overlay: Overlay): number {
  return Math.max(1, insideRows(layout) - chartRows(layout, overlay));
}

function insideRows(layout: Layout): number {
  return overlayBottom(layout) - 3;
}

function chartRows(layout: Layout, { comparison }: Overlay): number {
  const inside = insideRows(layout);
  if (comparison === undefined || inside < LEAST_CHART + LEAST_TEXT) return 0;
  return Math.min(MOST_CHART, Math.max(LEAST_CHART, Math.round(inside * 0.55)));
}

function overlayWidth(layout: Layout): number {
  return layout.size.columns - 4;
}

/** Lines as an overlay shows them: too long ones are wrapped. */
export function overlayLines(lines: readonly string[], layout: Layout): string[] {
  return lines.flatMap((line) => wrap(line, overlayWidth(layout)));
}

function overlayBottom({ prompt }: Layout): number {
  return prompt.top - 1;
}

/** A box over the panes with lines of text. */
export function drawOverlay(
  grid: CellGrid,
  overlay: Overlay,
  theme: Theme,
  layout: Layout,
  portfolio: string,
): void {
  const rows = overlayRows(layout, overlay);
  const above = chartRows(layout, overlay);
  // No higher than what it holds: what one asked about is still in sight.
  const height = Math.min(rows, overlay.lines.length) + above + 2;
  const box = boxOf(layout.size.columns, height, theme, ` ${overlay.title} `);
  if (overlay.comparison !== undefined && above > 0) {
    const size = { width: box.width - 4, height: above - 1 };
    box.paste(2, 1, drawComparison(overlay.comparison, portfolio, theme, size));
  }
  overlay.lines.slice(overlay.top, overlay.top + rows).forEach((line, i) => {
    const isHeading = overlay.title === HELP && /^\S.{0,40}$/.test(line);
    box.text(2, 1 + above + i, clip(theme, line, box.width - 4), isHeading ? { bold: true } : {});
  });
  const { length } = overlay.lines;
  if (length > rows) {
    const place = ` ${overlay.top + 1}-${Math.min(length, overlay.top + rows)} of ${length} `;
    box.text(box.width - place.length - 2, height - 1, place, { dim: true });
  }
  grid.paste(0, 1, box);
}

const MOST_ROWS = 10;

/** What can be put in at the cursor of the line, above it. */
export function drawSuggestions(
  grid: CellGrid,
  suggestions: Suggestions,
  theme: Theme,
  layout: Layout,
): void {
  const { items, selected } = suggestions;
  drawList(
    grid,
    items.map(({ text, help }) => [text, help] as const),
    selected,
    theme,
    layout,
    `${items.length}`,
  );
}

/** Commands that what was typed may mean. */
export function drawPalette(grid: CellGrid, ui: Ui, theme: Theme, layout: Layout): void {
  const found = foundCommands(ui.line.text);
  const rows = found.map(
    ({ label, help, keys }) => [label, keys === '' ? help : `${help}  [${keys}]`] as const,
  );
  drawList(grid, rows, ui.paletteRow, theme, layout, `${found.length} commands`);
}

function drawList(
  grid: CellGrid,
  items: readonly (readonly [string, string])[],
  selected: number,
  theme: Theme,
  layout: Layout,
  title: string,
): void {
  const rows = Math.max(1, Math.min(items.length, MOST_ROWS, layout.prompt.top - 4));
  const nameWidth = Math.min(32, Math.max(8, ...items.map(([name]) => name.length)));
  const width = Math.min(layout.size.columns - 4, nameWidth + 64);
  const box = boxOf(width, rows + 2, theme, ` ${title} `);
  const top = Math.max(0, Math.min(selected - (rows >> 1), items.length - rows));
  items.slice(top, top + rows).forEach(([name, help], i) => {
    const style = top + i === selected ? { inverse: true } : {};
    if (top + i === selected)
      for (let column = 1; column < width - 1; column++) box.set(column, 1 + i, ' ', style);
    // What has no name but what it does may take the room of both.
    const end = box.text(2, 1 + i, clip(theme, name, width - 4), { bold: true, ...style });
    const column = Math.max(3 + nameWidth, end + 1);
    box.text(column, 1 + i, clip(theme, help, Math.max(0, width - column - 2)), style);
  });
  if (items.length === 0) box.text(2, 1, 'nothing', { dim: true });
  grid.paste(2, Math.max(0, layout.prompt.top + layout.prompt.height - 1 - box.height), box);
}

function boxOf(width: number, height: number, theme: Theme, title: string): CellGrid {
  const box = new CellGrid(width, height);
  const frame = new Frame(width, height);
  frame.horizontal(0, 0, width - 1);
  frame.horizontal(height - 1, 0, width - 1);
  frame.vertical(0, 0, height - 1);
  frame.vertical(width - 1, 0, height - 1);
  frame.draw(box, theme, { color: 'blue' });
  box.text(2, 0, clip(theme, title, width - 4), { bold: true, color: 'blue' });
  return box;
}
