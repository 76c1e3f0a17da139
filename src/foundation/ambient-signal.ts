/**
 * What stops long work that was given no signal of its own: a notebook's Stop button, for what a cell started. Whoever
 * runs other people's code sets `globalThis[Symbol.for('admf.signal')]` to a function that returns the signal of the code
 * that calls it.
 */
export function ambientSignal(): AbortSignal | undefined {
  const find = (globalThis as { [AMBIENT]?: () => AbortSignal | undefined })[AMBIENT];
  return find?.();
}

const AMBIENT: unique symbol = Symbol.for('admf.signal') as never;
