import { CellGrid, type CellStyle } from '../../src/index.ts';
import type { EventRow } from '../session/view.ts';
import type { PaneInput } from './pane-input.ts';
import { write } from './text.ts';
import { glyphsOf } from './theme.ts';
import { momentText } from './time-text.ts';

const ID = 18;
const WHO = 12;
/** From here on there is room for the container of an event. */
const FOR_WHO = 84;

/** The stream of events, newest at the bottom. */
export function drawEvents({ view, theme, area, isFocused }: PaneInput): CellGrid {
  const grid = new CellGrid(area.width, area.height);
  const { rows, selected, filter, isCounted, first } = view.events;
  if (rows.length === 0) {
    const none =
      filter === '' ? 'no events yet: n goes to the first bar' : `no event is ${filter} up to here`;
    write(grid, theme, { column: 1, row: 0, width: area.width - 1 }, isCounted ? none : 'looking…', {
      dim: true,
    });
  }
  const barWidth = String(view.status.bars).length;
  // The newest stands at the bottom, above which the list grows.
  const top = first === 0 ? 0 : Math.max(0, area.height - rows.length);
  rows.forEach((row, i) => {
    drawRow(grid, top + i, row, { theme, barWidth, isSelected: i === selected, isFocused });
  });
  return grid;
}

interface RowLook {
  readonly theme: PaneInput['theme'];
  readonly barWidth: number;
  readonly isSelected: boolean;
  readonly isFocused: boolean;
}

function drawRow(grid: CellGrid, row: number, event: EventRow, look: RowLook): void {
  const { theme, barWidth, isSelected, isFocused } = look;
  const inverse = isSelected && isFocused ? { inverse: true } : {};
  if (isSelected && isFocused) {
    for (let column = 0; column < grid.width; column++) grid.set(column, row, ' ', { inverse: true });
  }
  if (isSelected) grid.set(0, row, glyphsOf(theme).selected, { bold: true, ...inverse });
  const style = { ...styleOf(event), ...inverse };
  const slash = event.id.lastIndexOf('/');
  let column = 1;
  write(grid, theme, { column, row, width: barWidth }, String(event.position.bar).padStart(barWidth), {
    dim: !isSelected,
    ...inverse,
  });
  column += barWidth + 1;
  write(grid, theme, { column, row, width: ID }, event.id.slice(slash + 1), style);
  column += ID + 1;
  if (grid.width >= FOR_WHO) {
    const who = event.id.slice(0, slash).replace(/^[a-z]+_/, '');
    write(grid, theme, { column, row, width: WHO }, who, { dim: true, ...inverse });
    column += WHO + 1;
  }
  const time = momentText(event.time);
  const width = grid.width - column - time.length - 2;
  write(
    grid,
    theme,
    { column, row, width },
    event.short,
    isQuiet(event.type) ? { dim: true, ...inverse } : inverse,
  );
  grid.text(grid.width - time.length, row, time, { dim: true, ...inverse });
}

function isQuiet(type: string): boolean {
  return type === 'BAR' || type === 'FEATURES' || type === 'PORTFOLIO_UPDATE';
}

/** What matters stands out, in colours that all can tell apart; ids say the same in words. */
function styleOf({ type, short }: EventRow): CellStyle {
  if (isQuiet(type)) return { dim: true };
  switch (type) {
    case 'SIGNAL':
      return { color: 'purple', bold: true };
    case 'FILL':
      return { color: short.startsWith('sell') ? 'orange' : 'blue', bold: true };
    case 'POSITION_OPEN':
    case 'POSITION_CLOSE':
      return { color: 'green' };
    case 'ORDER_REJECTED':
    case 'ERROR':
      return { color: 'red', bold: true };
    default:
      return { color: 'cyan' };
  }
}
