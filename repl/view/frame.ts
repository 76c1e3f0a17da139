import type { CellGrid, CellStyle } from '../../src/index.ts';
import { glyphsOf, type Theme } from './theme.ts';

const LEFT = 1;
const UP = 2;
const RIGHT = 4;
const DOWN = 8;

/** Lines of a frame, joined where they meet whatever their order. */
export class Frame {
  readonly #width: number;
  readonly #sides: Uint8Array;

  constructor(width: number, height: number) {
    this.#width = width;
    this.#sides = new Uint8Array(width * height);
  }

  horizontal(row: number, from: number, to: number): void {
    for (let column = from; column <= to; column++) {
      this.#add(column, row, (column > from ? LEFT : 0) | (column < to ? RIGHT : 0));
    }
  }

  vertical(column: number, from: number, to: number): void {
    for (let row = from; row <= to; row++) {
      this.#add(column, row, (row > from ? UP : 0) | (row < to ? DOWN : 0));
    }
  }

  draw(grid: CellGrid, theme: Theme, style: CellStyle = { dim: true }): void {
    const { lines } = glyphsOf(theme);
    this.#sides.forEach((sides, at) => {
      if (sides > 0) grid.set(at % this.#width, Math.floor(at / this.#width), lines[sides], style);
    });
  }

  #add(column: number, row: number, sides: number): void {
    this.#sides[row * this.#width + column] |= sides;
  }
}
