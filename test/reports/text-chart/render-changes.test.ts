import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CellGrid, type CellStyle, renderChanges } from '../../../src/reports/text-chart/index.ts';

const COLUMNS = 24;
const ROWS = 5;

// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what is read
const TOKEN = /\u001b\[(?:(\d+);(\d+)H|H|J|0m|0;([\d;]+)m)|[^\u001b]/g;

interface Cell {
  glyph: string;
  sgr: string;
}

/** A terminal that knows what `renderChanges` may send it, and nothing else. */
class Terminal {
  cells: Cell[] = Array.from({ length: COLUMNS * ROWS }, () => ({ glyph: '?', sgr: '31' }));
  sgr = '';
  #at = 0;

  write(text: string): void {
    for (const [token, row, column, style] of text.matchAll(TOKEN)) {
      if (row !== undefined) this.#at = (Number(row) - 1) * COLUMNS + Number(column) - 1;
      else if (token === '\u001b[H') this.#at = 0;
      else if (token === '\u001b[J') this.cells = this.cells.map(() => ({ glyph: ' ', sgr: '' }));
      else if (token === '\u001b[0m') this.sgr = '';
      else if (style !== undefined) this.sgr = style;
      else this.cells[this.#at++] = { glyph: token, sgr: this.sgr };
    }
  }
}

const style = fc.constantFrom<CellStyle>(
  {},
  { dim: true },
  { color: 'blue', bold: true },
  { inverse: true },
  { color: 'orange' },
);
const writing = fc.record({
  column: fc.nat(COLUMNS - 1),
  row: fc.nat(ROWS - 1),
  text: fc.string({ unit: fc.constantFrom('a', 'b', ' ', '│', '⣿'), maxLength: 12 }),
  style,
});

function drawn(writings: readonly { column: number; row: number; text: string; style: CellStyle }[]) {
  const grid = new CellGrid(COLUMNS, ROWS);
  for (const one of writings) grid.text(one.column, one.row, one.text, one.style);
  return grid;
}

test('changes written over what a terminal shows leave on it what it would show if all were drawn anew', () => {
  fc.assert(
    fc.property(fc.array(fc.array(writing, { maxLength: 6 }), { minLength: 1, maxLength: 4 }), (frames) => {
      const changed = new Terminal();
      let before: CellGrid | null = null;
      for (const frame of frames) {
        const after = drawn(frame);
        changed.write(renderChanges(before, after, { colors: '16' }));
        const anew = new Terminal();
        anew.write(renderChanges(null, after, { colors: '16' }));
        expect(changed.cells).toEqual(anew.cells);
        expect(changed.sgr).toBe('');
        for (let row = 0; row < ROWS; row++) {
          for (let column = 0; column < COLUMNS; column++) {
            expect(anew.cells[row * COLUMNS + column].glyph).toBe(after.glyph(column, row));
          }
        }
        before = after;
      }
    }),
    { numRuns: 60 },
  );
});

test('a screen that stays costs nothing, and one cell that changes costs that cell', () => {
  const before = drawn([{ column: 0, row: 1, text: 'equity 100', style: { bold: true } }]);
  const after = drawn([{ column: 0, row: 1, text: 'equity 103', style: { bold: true } }]);
  expect(renderChanges(before, before, { colors: '16' })).toBe('');
  expect(renderChanges(before, after, { colors: '16' })).toBe('\u001b[2;10H\u001b[0;1m3\u001b[0m');
});
