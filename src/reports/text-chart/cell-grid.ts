import type { Color } from './palette.ts';
import { isSingleWidth, singleWidth } from './single-width.ts';

/** How a cell is shown; everything left out is the terminal's own default. */
export interface CellStyle {
  readonly color?: Color;
  readonly bold?: boolean;
  readonly dim?: boolean;
  /** Foreground and background exchanged: what is selected. */
  readonly inverse?: boolean;
  readonly underline?: boolean;
}

const BLANK = ' ';
const PLAIN: CellStyle = {};

/**
 * A picture made of characters: `width` × `height` cells of one single-width glyph and a style, all blank at first.
 * Column 0 is left, row 0 is on top. Writing outside of the grid is clipped, so that whoever draws need not care.
 */
export class CellGrid {
  readonly width: number;
  readonly height: number;
  readonly #glyphs: string[];
  readonly #styles: CellStyle[];

  /** @throws RangeError unless both are whole numbers of at least 1. */
  constructor(width: number, height: number) {
    for (const [name, size] of Object.entries({ width, height })) {
      if (!Number.isInteger(size) || size < 1)
        throw new RangeError(`${name} of a grid must be a whole number of at least 1, found ${size}`);
    }
    this.width = width;
    this.height = height;
    this.#glyphs = Array<string>(width * height).fill(BLANK);
    this.#styles = Array<CellStyle>(width * height).fill(PLAIN);
  }

  /** Writes one glyph. What does not fill exactly one cell (wide, combining, control) becomes `?`. */
  set(column: number, row: number, glyph: string, style: CellStyle = PLAIN): void {
    if (!this.#contains(column, row)) return;
    this.#glyphs[row * this.width + column] = isSingleWidth(glyph) ? glyph : '?';
    this.#styles[row * this.width + column] = style;
  }

  /** Writes text from `column` to the right; returns the column after its last glyph. */
  text(column: number, row: number, text: string, style: CellStyle = PLAIN): number {
    let at = column;
    for (const glyph of singleWidth(text)) this.set(at++, row, glyph, style);
    return at;
  }

  /** The glyph of a cell, a space when the cell is blank or outside. */
  glyph(column: number, row: number): string {
    return this.#contains(column, row) ? this.#glyphs[row * this.width + column] : BLANK;
  }

  style(column: number, row: number): CellStyle {
    return this.#contains(column, row) ? this.#styles[row * this.width + column] : PLAIN;
  }

  /** Whether `length` cells from `column` to the right lie inside of the grid and are blank. */
  isBlank(column: number, row: number, length = 1): boolean {
    for (let at = column; at < column + length; at++) {
      if (!this.#contains(at, row) || this.#glyphs[row * this.width + at] !== BLANK) return false;
    }
    return true;
  }

  /** Copies another grid, with its top left cell at a place of this one; blanks too. */
  paste(column: number, row: number, from: CellGrid): void {
    const left = Math.max(0, -column);
    const right = Math.min(from.width, this.width - column);
    const bottom = Math.min(from.height, this.height - row);
    for (let y = Math.max(0, -row); y < bottom; y++) {
      const to = (row + y) * this.width + column;
      const source = y * from.width;
      for (let x = left; x < right; x++) {
        this.#glyphs[to + x] = from.#glyphs[source + x];
        this.#styles[to + x] = from.#styles[source + x];
      }
    }
  }

  /** The first column from `from` on in which a row is not what it is in another grid of this size; the width when there is none. */
  differsFrom(other: CellGrid, row: number, from = 0): number {
    const start = row * this.width;
    for (let column = from; column < this.width; column++) {
      const at = start + column;
      if (this.#glyphs[at] !== other.#glyphs[at] || !sameStyle(this.#styles[at], other.#styles[at]))
        return column;
    }
    return this.width;
  }

  #contains(column: number, row: number): boolean {
    return column >= 0 && column < this.width && row >= 0 && row < this.height;
  }
}

function sameStyle(a: CellStyle, b: CellStyle): boolean {
  return (
    a === b ||
    (a.color === b.color &&
      a.bold === b.bold &&
      a.dim === b.dim &&
      a.inverse === b.inverse &&
      a.underline === b.underline)
  );
}
