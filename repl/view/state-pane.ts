import { CellGrid, type TreeRow } from '../../src/index.ts';
import type { PaneInput } from './pane-input.ts';
import { cleanText, clip, write } from './text.ts';
import { glyphsOf } from './theme.ts';

/** First row that is shown, so that the one in hand is, and rows around it as far as there are any. */
export function topRow(selected: number, count: number, height: number): number {
  return Math.max(0, Math.min(selected - (height >> 1), count - height));
}

/** The containers as a tree; what changed since the bar before shows how. */
export function drawState({ view, ui, theme, area, isFocused }: PaneInput): CellGrid {
  const grid = new CellGrid(area.width, area.height);
  const top = topRow(ui.treeRow, view.tree.length, area.height);
  view.tree.slice(top, top + area.height).forEach((row, i) => {
    const isSelected = isFocused && top + i === ui.treeRow;
    drawRow(grid, i, row, theme, isSelected);
  });
  return grid;
}

/** Cells for names with what they stand in, and for values behind them. */
const NAME = 24;
const VALUE = 15;

function drawRow(
  grid: CellGrid,
  row: number,
  { name, depth, isBranch, isExpanded, text, before, direction }: TreeRow,
  theme: PaneInput['theme'],
  isSelected: boolean,
): void {
  const glyphs = glyphsOf(theme);
  const inverse = isSelected ? { inverse: true } : {};
  if (isSelected) for (let column = 0; column < grid.width; column++) grid.set(column, row, ' ', inverse);
  const indent = Math.min(2 * depth, grid.width >> 2);
  if (isBranch)
    grid.set(indent, row, isExpanded ? glyphs.open : glyphs.closed, { bold: isExpanded, ...inverse });
  // Values end in one column, wherever they begin.
  const nameEnd = Math.min(NAME, grid.width - VALUE - 2);
  const valueEnd = nameEnd + VALUE;
  const nameWidth = nameEnd - indent - 2;
  write(grid, theme, { column: indent + 2, row, width: nameWidth }, name, {
    bold: isBranch && depth === 0,
    ...inverse,
  });
  if (isBranch) {
    if (isExpanded) return;
    const column = nameEnd + 2;
    const room = grid.width - column;
    // Of `equity 141,197.27` the figure says it too, cut off it would lie.
    const short = text.split(' ').at(-1) ?? '';
    const shown = text.length > room && /\d$/.test(short) ? short : text;
    write(grid, theme, { column, row, width: room }, shown, isSelected ? inverse : { dim: true });
    return;
  }
  const value = clip(theme, text, grid.width - nameEnd - 1);
  const start = Math.max(nameEnd + 1, valueEnd - value.length);
  grid.text(start, row, value, before === null ? inverse : { bold: true, ...inverse });
  if (before === null) return;
  const color = direction > 0 ? 'blue' : direction < 0 ? 'orange' : 'purple';
  const glyph = direction > 0 ? glyphs.up : direction < 0 ? glyphs.down : glyphs.changed;
  const behind = Math.max(start + value.length, valueEnd) + 1;
  grid.text(behind, row, glyph, isSelected ? inverse : { color });
  const was = `was ${before}`;
  if (behind + 2 + was.length <= grid.width)
    grid.text(behind + 2, row, cleanText(theme, was), isSelected ? inverse : { dim: true });
}
