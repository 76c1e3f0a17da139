/** Bars a second, from fast backwards to fast forwards: `<` and `>` go along it. */
export const SPEEDS: readonly number[] = [
  -100, -50, -20, -10, -5, -2, -1, -0.5, 0.5, 1, 2, 5, 10, 20, 50, 100,
];

/** Index in `SPEEDS` of the speed at which a player starts: 5 bars a second. */
export const FIRST_SPEED = SPEEDS.indexOf(5);

/** Frames that are worth drawing in a second. */
const FRAMES = 20;

/** How often a frame comes, and how many bars lie between two. */
export interface Pace {
  /** Milliseconds. */
  readonly every: number;
  readonly bars: number;
}

/** How often a frame comes at a speed, and how many bars it goes on. @param step index in `SPEEDS` */
export function paceOf(step: number): Pace {
  const speed = Math.abs(SPEEDS[step]);
  const bars = Math.max(1, speed / FRAMES);
  return { every: (1000 * bars) / speed, bars };
}

/** `5 bars/s`, `2 bars/s back`. */
export function speedText(step: number): string {
  const speed = SPEEDS[step];
  return `${Math.abs(speed)} bars/s${speed < 0 ? ' back' : ''}`;
}
