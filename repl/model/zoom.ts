/** How wide a bar is on the chart: whole columns, or several bars in one column. */
export interface Zoom {
  readonly columnsPerBar: number;
  readonly barsPerColumn: number;
}

const WIDE = [5, 3, 2, 1];
const CROWDED = [2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000];

/** From near to far. */
export const ZOOMS: readonly Zoom[] = [
  ...WIDE.map((columnsPerBar) => ({ columnsPerBar, barsPerColumn: 1 })),
  ...CROWDED.map((barsPerColumn) => ({ columnsPerBar: 1, barsPerColumn })),
];

export const DEFAULT_ZOOM = 2;

/** The farthest zoom that is of use: the whole run fits in. */
export function farthestZoom(bars: number, columns: number): number {
  const fits = ZOOMS.findIndex(({ columnsPerBar, barsPerColumn }) => {
    return (columns * barsPerColumn) / columnsPerBar >= bars;
  });
  return fits < 0 ? ZOOMS.length - 1 : fits;
}

/** Bars that so many columns hold. */
export function barsIn(columns: number, zoom: number): number {
  const { columnsPerBar, barsPerColumn } = ZOOMS[zoom];
  return Math.floor(columns / columnsPerBar) * barsPerColumn;
}
