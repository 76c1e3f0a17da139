import type { LevelLayer } from './layers.ts';
import type { PaneArea, PreparedLayer } from './pane.ts';
import { singleWidth } from './single-width.ts';

export function prepareLevel(layer: LevelLayer): PreparedLayer {
  const fits = layer.fit !== false && Number.isFinite(layer.value);
  return {
    low: fits ? layer.value : Number.NaN,
    high: fits ? layer.value : Number.NaN,
    draw: (area) => drawLevel(layer, area),
  };
}

function drawLevel(layer: LevelLayer, area: PaneArea): void {
  const { grid, glyphs, left, top, y } = area;
  if (!Number.isFinite(layer.value) || !y.contains(layer.value)) return;
  const row = top + y.dotRow(layer.value, 1);
  const [first, last] = columnsOf(layer, area);
  for (let column = left + first; column <= left + last; column++) {
    if (grid.isBlank(column, row)) grid.set(column, row, glyphs.level, levelStyle(layer));
  }
}

/** Columns the level spans; none (last < first) when it begins after what may be seen. */
function columnsOf({ from, to }: LevelLayer, { x }: PaneArea): [number, number] {
  const all: [number, number] = [0, x.columns - 1];
  if (from !== undefined && from >= x.end) return [0, -1];
  if (to !== undefined && to < x.from) return [0, -1];
  if (from !== undefined && from > x.from) all[0] = x.column(from);
  // Where it ends is not known yet at a bar before: the future must not show through.
  if (to !== undefined && to < x.end) all[1] = x.column(to);
  return all;
}

function levelStyle(layer: LevelLayer) {
  return layer.color === undefined ? { dim: true } : { color: layer.color };
}

/** Writes the level's name and value on its line, or just above or below, wherever it hides nothing. */
export function drawLevelLabel(layer: LevelLayer, label: string, area: PaneArea): void {
  const { grid, glyphs, left, top, y } = area;
  if (label === '' || !Number.isFinite(layer.value) || !y.contains(layer.value)) return;
  const [first, last] = columnsOf(layer, area);
  const text = ` ${label} `;
  const length = singleWidth(text).length;
  if (last - first + 1 < length) return;
  const at = y.dotRow(layer.value, 1);
  for (const row of [at, at - 1, at + 1]) {
    if (row < 0 || row >= y.rows) continue;
    for (const start of [left + last + 1 - length, left + first]) {
      const free = Array.from({ length }, (_, i) => grid.glyph(start + i, top + row));
      if (!free.every((glyph) => glyph === ' ' || glyph === glyphs.level)) continue;
      grid.text(start, top + row, text, levelStyle(layer));
      return;
    }
  }
}
