import type { Marker, MarkerLayer, MarkerShape } from './layers.ts';
import type { Color } from './palette.ts';
import { extentOf, type PaneArea, type PreparedLayer } from './pane.ts';
import { singleWidth, textFor } from './single-width.ts';
import type { XScale } from './x-scale.ts';

const COLOR_OF: Readonly<Record<MarkerShape, Color>> = {
  up: 'blue',
  down: 'orange',
  dot: 'purple',
  cross: 'purple',
};

/** How far above or below its value a marker may move to find a free cell. */
const REACH = 6;

export function visibleMarkers(layer: MarkerLayer, x: XScale): Marker[] {
  return layer.points.filter((marker) => x.shows(marker.index) && Number.isFinite(marker.value));
}

export function prepareMarkers(layer: MarkerLayer, x: XScale): PreparedLayer {
  const markers = visibleMarkers(layer, x);
  return {
    ...extentOf(markers.map((marker) => marker.value)),
    draw(area) {
      // All glyphs first: a label gives way to a marker, never the other way round.
      const rows = markers.map((marker) => drawMarker(marker, area));
      markers.forEach((marker, i) => {
        drawLabel(marker, rows[i], area);
      });
    },
  };
}

/** Draws the glyph and returns its row on the grid. */
function drawMarker(marker: Marker, area: PaneArea): number {
  const { grid, glyphs, left, x, y } = area;
  const column = left + x.column(marker.index);
  const row = markerRow(marker, column, area);
  const glyph = glyphs.markers[marker.shape];
  const there = grid.glyph(column, row);
  const others = [...Object.values(glyphs.markers), glyphs.mixedMarkers].filter((other) => other !== glyph);
  const mixed = others.includes(there) && grid.style(column, row).bold === true;
  grid.set(column, row, mixed ? glyphs.mixedMarkers : glyph, {
    bold: true,
    color: mixed ? 'purple' : (marker.color ?? COLOR_OF[marker.shape]),
  });
  return Math.min(row, area.top + y.rows - 1);
}

function markerRow({ value, place = 'at' }: Marker, column: number, { grid, top, y }: PaneArea): number {
  const at = y.dotRow(value, 1);
  if (place === 'at') return top + at;
  const direction = place === 'above' ? -1 : 1;
  for (let away = 1; away <= REACH; away++) {
    const row = at + direction * away;
    if (row < 0 || row >= y.rows) break;
    if (grid.isBlank(column, top + row)) return top + row;
  }
  return top + Math.max(0, Math.min(y.rows - 1, at + direction));
}

function drawLabel(marker: Marker, row: number, { grid, tier, left, x }: PaneArea): void {
  const label = textFor(tier, marker.label ?? '');
  if (label === '') return;
  const column = left + x.column(marker.index);
  const length = singleWidth(label).length;
  const right = left + x.columns;
  // A blank lies between a label and whatever is written beside it.
  const isFree = (start: number, end: number) => {
    const from = Math.max(left, start);
    return grid.isBlank(from, row, Math.min(right, end) - from);
  };
  const start = [column + 1, column - length].find(
    (at) =>
      at >= left &&
      at + length <= right &&
      (at > column ? isFree(at, at + length + 1) : isFree(at - 1, at + length)),
  );
  if (start !== undefined) grid.text(start, row, label, { color: marker.color ?? COLOR_OF[marker.shape] });
}
