/** How much of a run a chart shows. */
export interface ChartWindow {
  readonly bars: number;
  /** Bars that share an entry. */
  readonly step: number;
}

const CLOSE = [24, 48, 96, 180];
const STEPS = [2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000];
const ENTRIES = 180;

/** From near to far. */
export const WINDOWS: readonly ChartWindow[] = [
  ...CLOSE.map((bars) => ({ bars, step: 1 })),
  ...STEPS.map((step) => ({ bars: ENTRIES * step, step })),
];

export const FIRST_WINDOW = 2;

/** The farthest window that is of use: the whole run fits in. */
export function farthestWindow(bars: number): number {
  const fits = WINDOWS.findIndex((window) => window.bars >= bars);
  return fits < 0 ? WINDOWS.length - 1 : fits;
}
