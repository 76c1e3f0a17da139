import { CellGrid } from '../../src/index.ts';
import type { TreeRow } from '../session/view.ts';
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
  const nameWidth = Math.max(10, Math.round(grid.width * 0.36)) - indent;
  write(grid, theme, { column: indent + 2, row, width: nameWidth }, name, {
    bold: isBranch && depth === 0,
    ...inverse,
  });
  if (isBranch) {
    if (isExpanded) return;
    const column = indent + 2 + Math.max(nameWidth, cleanText(theme, name).length) + 1;
    write(grid, theme, { column, row, width: grid.width - column }, text, { dim: true, ...inverse });
    return;
  }
  // Values end in one column, wherever they begin.
  const valueEnd = Math.round(grid.width * 0.36) + 2 + Math.min(18, grid.width >> 2);
  const value = clip(theme, text, grid.width - (indent + nameWidth + 4));
  const start = Math.max(
    indent + 2 + Math.min(nameWidth, cleanText(theme, name).length) + 1,
    valueEnd - value.length,
  );
  grid.text(start, row, value, before === null ? inverse : { bold: true, ...inverse });
  if (before === null) return;
  const color = direction > 0 ? 'blue' : direction < 0 ? 'orange' : 'purple';
  const glyph = direction > 0 ? glyphs.up : direction < 0 ? glyphs.down : glyphs.changed;
  const behind = Math.max(start + value.length, valueEnd) + 1;
  grid.text(behind, row, glyph, { color, ...inverse });
  const was = `was ${before}`;
  if (behind + 2 + was.length <= grid.width)
    grid.text(behind + 2, row, cleanText(theme, was), { dim: true, ...inverse });
}
