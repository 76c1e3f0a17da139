import type { Periods } from '../engines/crossover.ts';

/** Periods of portfolio i. A fill about every 24 bars; 80 averages. */
export const busy = (i: number): Periods => ({ fast: 5 + (i % 20), slow: 40 + ((i * 7) % 60) });
/** A fill about every 170 bars; 150 averages. */
export const calm = (i: number): Periods => ({ fast: 50 + (i % 51), slow: 200 + ((i * 7) % 201) });
