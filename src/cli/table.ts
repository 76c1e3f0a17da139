/** One column of a table. */
export interface TableColumn {
  readonly heading: string;
  readonly align: 'left' | 'right';
}

const GAP = '  ';

/**
 * Lines of a table with a heading, each column as wide as its widest cell. Columns at the right that have no room in
 * `width` characters are left out whole: half a number would be a wrong one.
 */
export function tableLines(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  width: number,
): string[] {
  const widths = columns.map(({ heading }, i) =>
    Math.max(heading.length, ...rows.map((row) => row[i].length)),
  );
  let shown = columns.length;
  const total = (count: number) =>
    widths.slice(0, count).reduce((sum, w) => sum + w + GAP.length, -GAP.length);
  while (shown > 1 && total(shown) > width) shown--;
  return [columns.map((column) => column.heading), ...rows].map((cells) =>
    cells
      .slice(0, shown)
      .map((cell, i) => (columns[i].align === 'left' ? cell.padEnd(widths[i]) : cell.padStart(widths[i])))
      .join(GAP)
      .trimEnd(),
  );
}
