import { CellGrid, type CellStyle } from '../../src/index.ts';
import type { PaneInput } from './pane-input.ts';
import { wrap, write } from './text.ts';

/** The causes of an event, or what kept one from happening. */
export function drawWhy({ view, ui, theme, area }: PaneInput): CellGrid {
  const lines = whyLines(view.why.lines, area.width - 1);
  const isTold = view.why.title !== '';
  return drawLines(lines, ui.whyTop, { theme, area }, (line, number) =>
    isTold && number === 0 ? { bold: true } : styleOfCause(line),
  );
}

/** The lines as they are shown, so that they can be counted: of the sentence that sums up, each cause has its own. */
export function whyLines([sum = '', ...lines]: readonly string[], width: number): string[] {
  const causes = sum
    .replaceAll(' ← ', '\n← ')
    .replaceAll(/; (?=(?:sizing|risk):)/g, '\n')
    .split('\n');
  return [...causes, ...lines].flatMap((line) => wrap(line, width));
}

/** What was done, as calls of the typed API; the newest at the bottom. */
export function drawLog({ view, ui, theme, area }: PaneInput): CellGrid {
  const lines = view.calls.flatMap((call) => wrap(call, area.width - 1));
  const top = Math.max(0, lines.length - area.height - ui.logTop);
  return drawLines(lines, top, { theme, area }, () => ({}));
}

function drawLines(
  lines: readonly string[],
  top: number,
  { theme, area }: Pick<PaneInput, 'theme' | 'area'>,
  styleOf: (line: string, number: number) => CellStyle,
): CellGrid {
  const grid = new CellGrid(area.width, area.height);
  lines.slice(top, top + area.height).forEach((line, row) => {
    write(grid, theme, { column: 1, row, width: area.width - 1 }, line, styleOf(line, top + row));
  });
  return grid;
}

/** Headings of the chain stand out: they begin with the type of an event. */
function styleOfCause(line: string): CellStyle {
  return /^[\s└├│]*[A-Z_]{3,} \S+\/\S+/.test(line) ? { bold: true, color: 'cyan' } : {};
}
