import type { CellGrid } from './cell-grid.ts';
import type { GlyphSet } from './glyphs.ts';
import type { AxisRows } from './layout.ts';
import { isTime, timeLabel } from './time-units.ts';
import type { XScale } from './x-scale.ts';
import { type XTick, xTickSets } from './x-ticks.ts';

export interface XAxis {
  readonly grid: CellGrid;
  readonly glyphs: GlyphSet;
  readonly left: number;
  readonly x: XScale;
  readonly times?: ArrayLike<number>;
  readonly rows: AxisRows;
  readonly cursor?: number;
  readonly futureHidden: boolean;
}

interface PlacedLabel {
  readonly start: number;
  readonly text: string;
  readonly column: number;
}

/** Blanks between two labels at least. */
const GAP = 2;
/** A few labels lost to a holiday or a long weekend do no harm; more, and the next coarser unit reads better. */
const ENOUGH = 0.75;

/** Draws the line below the panes and the dates (or bar numbers) under it. */
export function drawXAxis(axis: XAxis): void {
  const { grid, glyphs, left, rows } = axis;
  const cursor = cursorLabel(axis);
  const labels = chooseLabels(axis, cursor === undefined ? [] : [cursor]);
  if (rows.line !== undefined) drawLine(axis, rows.line, labels);
  if (rows.labels === undefined) return;
  for (const label of labels) grid.text(label.start, rows.labels, label.text);
  if (cursor !== undefined) grid.text(cursor.start, rows.labels, cursor.text, { bold: true });
  if (rows.line === undefined) return;
  if (axis.cursor !== undefined && axis.x.shows(axis.cursor)) {
    grid.set(left + axis.x.column(axis.cursor), rows.line, glyphs.axis.cursor, { bold: true });
  }
}

function drawLine(
  { grid, glyphs, left, x, cursor, futureHidden }: XAxis,
  row: number,
  labels: PlacedLabel[],
) {
  const dim = { dim: true };
  const { axis } = glyphs;
  if (left > 0) grid.set(left - 1, row, axis.corner, dim);
  for (let column = 0; column < x.columns; column++) grid.set(left + column, row, axis.horizontal, dim);
  for (const { column } of labels) grid.set(left + column, row, axis.timeTick, dim);
  if (!futureHidden || cursor === undefined || cursor < x.from) return;
  const start = cursor < x.to ? x.column(cursor) + 1 : x.columns;
  for (let column = start; column < x.columns; column++) grid.set(left + column, row, axis.hidden, dim);
  const text = ' future hidden ';
  const room = x.columns - start;
  if (room >= text.length + 2) grid.text(left + start + ((room - text.length) >> 1), row, text, dim);
}

function chooseLabels(axis: XAxis, taken: readonly PlacedLabel[]): PlacedLabel[] {
  let best: PlacedLabel[] = [];
  // So many fit in at most, and a share of them is enough.
  const most = (width: number) => (axis.grid.width + GAP) / (width + GAP) / ENOUGH;
  for (const ticks of xTickSets(axis.x, axis.times, most)) {
    if (ticks.length === 0) break;
    if (ticks.length > axis.x.columns / 2 + 1) continue;
    const labels = placeLabels(axis, withDay(axis, ticks), []);
    if (labels.length < ticks.length * ENOUGH) continue;
    best = placeLabels(axis, withDay(axis, ticks), taken);
    break;
  }
  if (best.length >= 2) return best;
  const ends = placeLabels(axis, endTicks(axis), taken);
  return ends.length > best.length ? ends : best;
}

/** Times of a day without any day to tell which: the first gets it. */
function withDay({ times, x }: XAxis, ticks: XTick[]): XTick[] {
  const timesOnly = ticks.every(({ label, major }) => !major && label.includes(':'));
  if (times === undefined || !timesOnly) return ticks;
  const [first, ...rest] = ticks;
  const day = timeLabel(times[x.from], 86_400_000);
  return [{ ...first, label: `${day} ${first.label}`, major: true }, ...rest];
}

function endTicks(axis: XAxis): XTick[] {
  const { x, times } = axis;
  if (x.length === 0) return [];
  const last = Math.min(x.to, times?.length ?? x.to) - 1;
  return [x.from, last]
    .filter((index, i, both) => index >= x.from && both.indexOf(index) === i)
    .map((index) => ({ column: x.column(index), label: indexLabel(axis, index), major: false }))
    .filter((tick) => tick.label !== '');
}

function indexLabel({ times, x }: XAxis, index: number): string {
  if (times === undefined) return `${index}`;
  const last = Math.min(x.to, times.length) - 1;
  const bars = last - x.from;
  const spacing = bars > 0 ? Math.abs(times[last] - times[x.from]) / bars : 86_400_000;
  return index < times.length && isTime(times[index]) ? timeLabel(times[index], spacing) : '';
}

function cursorLabel(axis: XAxis): PlacedLabel | undefined {
  const { cursor, x } = axis;
  if (cursor === undefined || !x.shows(cursor)) return undefined;
  const tick = { column: x.column(cursor), label: indexLabel(axis, cursor), major: true };
  return placeLabels(axis, [tick], [])[0];
}

/** Labels under their columns, shifted inwards at the ends; those that would come too near to another are left out. */
function placeLabels(
  { grid, left }: XAxis,
  ticks: readonly XTick[],
  taken: readonly PlacedLabel[],
): PlacedLabel[] {
  const placed: PlacedLabel[] = [];
  for (const major of [true, false]) {
    for (const tick of ticks) {
      const { length } = tick.label;
      if (tick.major !== major || length === 0 || length > grid.width) continue;
      const centred = left + tick.column - ((length - 1) >> 1);
      const start = Math.max(0, Math.min(grid.width - length, centred));
      const clear = (other: PlacedLabel) =>
        start + length + GAP <= other.start || other.start + other.text.length + GAP <= start;
      if (![...placed, ...taken].every(clear)) continue;
      placed.push({ start, text: tick.label, column: tick.column });
    }
  }
  return placed.sort((a, b) => a.start - b.start);
}
