import { CellGrid, type DisplayedValue, displayName, sparkline } from '../../src/index.ts';
import { moneyText, wholeText } from '../model/numbers.ts';
import type { PaneInput } from './pane-input.ts';
import { topRow } from './state-pane.ts';
import { cleanText, clip, write } from './text.ts';
import { glyphsOf } from './theme.ts';

/** Pinned expressions with their values, how they changed, and what they were. */
export function drawWatches({ view, ui, theme, area, isFocused }: PaneInput): CellGrid {
  const grid = new CellGrid(area.width, area.height);
  const { watches } = view;
  if (watches.length === 0) {
    write(grid, theme, { column: 1, row: 0, width: area.width - 1 }, 'p pins an expression', { dim: true });
    return grid;
  }
  const top = topRow(ui.watchRow, watches.length, area.height);
  const longest = (texts: readonly string[]) =>
    Math.max(...texts.map((text) => cleanText(theme, text).length));
  const values = longest(watches.map(({ value }) => watchText(value)));
  const valueWidth = Math.max(LEAST_VALUE, Math.min(MOST_VALUE, values));
  const nameWidth = Math.min(longest(watches.map(displayName)), area.width - valueWidth - 5);
  watches.slice(top, top + area.height).forEach((watch, i) => {
    drawRow(grid, i, watch, {
      theme,
      nameWidth,
      valueWidth,
      isSelected: isFocused && top + i === ui.watchRow,
    });
  });
  return grid;
}

/** Cells of a value: the same for most, so that what stands behind them does not move. */
const LEAST_VALUE = 11;
const MOST_VALUE = 16;
/** Fewer cells of a history tell nothing. */
const LEAST_HISTORY = 5;

interface RowLook {
  readonly theme: PaneInput['theme'];
  readonly nameWidth: number;
  readonly valueWidth: number;
  readonly isSelected: boolean;
}

function drawRow(grid: CellGrid, row: number, watch: DisplayedValue, look: RowLook): void {
  const { value, change, history } = watch;
  const { theme, nameWidth, valueWidth, isSelected } = look;
  const inverse = isSelected ? { inverse: true } : {};
  if (isSelected) for (let column = 0; column < grid.width; column++) grid.set(column, row, ' ', inverse);
  grid.text(1, row, lastPart(theme, displayName(watch), nameWidth), inverse);
  const shown = clip(theme, watchText(value), valueWidth).padStart(valueWidth);
  let column = grid.text(nameWidth + 2, row, shown, { bold: true, ...inverse });
  const glyphs = glyphsOf(theme);
  if (change !== null && change !== 0) {
    const color = change > 0 ? 'blue' : 'orange';
    grid.text(column + 1, row, change > 0 ? glyphs.up : glyphs.down, isSelected ? inverse : { color });
  }
  column += 3;
  const values = history.map((one) => (typeof one.value === 'number' ? one.value : Number.NaN));
  const width = Math.min(values.length, grid.width - column);
  if (width >= Math.min(LEAST_HISTORY, values.length) && width > 1) {
    grid.text(
      column,
      row,
      sparkline(values.slice(-width), width, { tier: theme.tier }),
      isSelected ? inverse : { color: 'cyan' },
    );
  }
}

/** The end of a name says more than its beginning. */
function lastPart(theme: PaneInput['theme'], text: string, width: number): string {
  const glyphs = Array.from(cleanText(theme, text));
  return glyphs.length <= width ? text : `${glyphsOf(theme).more}${glyphs.slice(1 - width).join('')}`;
}

/** A number with no more digits than a person can use. */
function watchText(value: DisplayedValue['value']): string {
  if (value === null) return '–';
  if (typeof value !== 'number') return String(value);
  const size = Math.abs(value);
  // A number that is cut off tells something else.
  if (size >= 1e13) return value.toPrecision(9);
  if (size >= 1e9) return wholeText(value);
  if (size >= 1000) return moneyText(value);
  return String(Number(value.toPrecision(6)));
}
