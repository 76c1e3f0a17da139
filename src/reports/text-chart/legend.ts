import type { CellGrid } from './cell-grid.ts';
import { GLYPHS, type GlyphSet, type Tier } from './glyphs.ts';
import type { Layer } from './layers.ts';
import type { Color } from './palette.ts';
import { singleWidth, textFor } from './single-width.ts';

/** One layer in the legend, with wordings from long to short. */
export interface LegendEntry {
  readonly key: string;
  readonly color: Color;
  readonly texts: readonly string[];
}

/**
 * The entry of a layer, or undefined when it has no name. `write` turns a value of its pane into text.
 *
 * @param at the bar whose values are told; of a layer that does not come so far, its last one.
 */
export function legendEntry(
  layer: Layer,
  color: Color,
  at: number,
  glyphs: GlyphSet,
  write: (value: number) => string,
): LegendEntry | undefined {
  if (layer.type === 'markers' || layer.type === 'level' || layer.label === undefined) return undefined;
  const { label } = layer;
  if (layer.type === 'candles') {
    const { open, high, low, close } = layer;
    const index = Math.min(at, close.length - 1);
    const [o, h, l, c] = [open, high, low, close].map((values) => values[index]);
    const texts = [o, h, l, c].every(Number.isFinite)
      ? [`${label} O ${write(o)} H ${write(h)} L ${write(l)} C ${write(c)}`, `${label} ${write(c)}`]
      : [];
    return { key: glyphs.candles.up[8], color: layer.upColor ?? 'blue', texts: [...texts, label] };
  }
  const value = layer.values[Math.min(at, layer.values.length - 1)];
  return {
    key: layer.type === 'line' ? glyphs.line : glyphs.rising[7],
    color: layer.type === 'histogram' ? (layer.color ?? 'blue') : color,
    texts: Number.isFinite(value) ? [`${label} ${write(value)}`, label] : [label],
  };
}

/** Writes title and entries into one row; wordings get shorter, then entries are left out, until they fit. */
export function drawHeader(
  grid: CellGrid,
  row: number,
  tier: Tier,
  title: string | undefined,
  entries: readonly LegendEntry[],
): void {
  const clean = (text: string) => textFor(tier, text);
  const shown = cut(clean(title ?? ''), grid.width, GLYPHS[tier].ellipsis);
  let column = grid.text(0, row, shown, { bold: true });
  const room = grid.width - column;
  const chosen = chooseTexts(
    entries.map((entry) => entry.texts.map(clean)),
    room,
    column > 0,
  );
  chosen.forEach((text, i) => {
    if (column > 0) column += 2;
    const { key, color } = entries[i];
    column = grid.text(column, row, key, { color });
    column = grid.text(column + 1, row, text);
  });
}

function chooseTexts(entries: readonly string[][], room: number, afterTitle: boolean): string[] {
  const longest = Math.max(0, ...entries.map((texts) => texts.length));
  for (let count = entries.length; count > 0; count--) {
    for (let shorter = 0; shorter < longest; shorter++) {
      const texts = entries.slice(0, count).map((all) => all[Math.min(shorter, all.length - 1)]);
      const width = texts.reduce((sum, text) => sum + singleWidth(text).length + 4, afterTitle ? 0 : -2);
      if (width <= room) return texts;
    }
  }
  return [];
}

function cut(text: string, width: number, ellipsis: string): string {
  const glyphs = singleWidth(text);
  if (glyphs.length <= width) return text;
  return glyphs.slice(0, width - 1).join('') + ellipsis;
}
