import {
  CellGrid,
  type CellStyle,
  type EventRow,
  type EventsData,
  momentText,
  shortId,
} from '../../src/index.ts';
import type { PaneInput } from './pane-input.ts';
import { write } from './text.ts';
import { glyphsOf } from './theme.ts';

const ID = 15;
const WHO = 12;
/** From here on there is room for the container of an event. */
const FOR_WHO = 84;
/** And from here on for the year of its time. */
const FOR_YEAR = 70;

/** The stream of events, newest at the bottom. */
export function drawEvents({ view, theme, area, isFocused }: PaneInput): CellGrid {
  const grid = new CellGrid(area.width, area.height);
  const { rows, selected, filter, isCounted } = view.events;
  if (rows.length === 0) {
    const none =
      filter === '' ? 'no events yet: n goes to the first bar' : `no event is ${filter} up to here`;
    write(grid, theme, { column: 1, row: 0, width: area.width - 1 }, isCounted ? none : 'looking…', {
      dim: true,
    });
  }
  const barWidth = String(view.status.bars).length;
  const top = topOf(view.events, area.height);
  rows.forEach((row, i) => {
    drawRow(grid, top + i, row, { theme, barWidth, isSelected: i === selected, isFocused });
  });
  return grid;
}

/** The newest stands at the bottom, above which the list grows. */
function topOf({ rows, first }: EventsData, height: number): number {
  return first === 0 ? 0 : Math.max(0, height - rows.length);
}

/** Which of the rows that are seen stands at a row of the pane; undefined for none. */
export function eventAt(events: EventsData, height: number, row: number): number | undefined {
  const at = row - topOf(events, height);
  return at >= 0 && at < events.rows.length ? at : undefined;
}

interface RowLook {
  readonly theme: PaneInput['theme'];
  readonly barWidth: number;
  readonly isSelected: boolean;
  readonly isFocused: boolean;
}

function drawRow(grid: CellGrid, row: number, event: EventRow, look: RowLook): void {
  const { theme, barWidth, isSelected, isFocused } = look;
  // The row in hand is one bar of light, whatever it holds.
  const lit: CellStyle | null = isSelected && isFocused ? { inverse: true } : null;
  if (lit !== null) for (let column = 0; column < grid.width; column++) grid.set(column, row, ' ', lit);
  const dim = lit ?? { dim: true };
  if (isSelected) grid.set(0, row, glyphsOf(theme).selected, lit ?? { bold: true });
  const slash = event.id.lastIndexOf('/');
  const bar = String(event.position.bar).padStart(barWidth);
  let column = 1;
  write(grid, theme, { column, row, width: barWidth }, bar, isSelected ? (lit ?? {}) : dim);
  column += barWidth + 1;
  write(grid, theme, { column, row, width: ID }, shortId(event.id), lit ?? styleOf(event));
  column += ID + 1;
  if (grid.width >= FOR_WHO) {
    const who = event.id.slice(0, slash).replace(/^[a-z]+_/, '');
    write(grid, theme, { column, row, width: WHO }, who, dim);
    column += WHO + 1;
  }
  const time = grid.width < FOR_YEAR ? momentText(event.time).slice(5) : momentText(event.time);
  const width = grid.width - column - time.length - 2;
  const text = event.texts.find((one) => one.length <= width) ?? event.texts.at(-1) ?? '';
  write(grid, theme, { column, row, width }, text, event.isQuiet ? dim : (lit ?? {}));
  grid.text(grid.width - time.length, row, time, dim);
}

/** What matters stands out, in colours that all can tell apart; ids say the same in words. */
function styleOf({ type, isQuiet, texts }: EventRow): CellStyle {
  if (isQuiet) return { dim: true };
  switch (type) {
    case 'SIGNAL':
      return { color: 'purple', bold: true };
    case 'FILL':
      return { color: texts[0].startsWith('sell') ? 'orange' : 'blue', bold: true };
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
