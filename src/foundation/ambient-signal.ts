/**
 * What stops long work that was given no signal of its own: a notebook's Stop button, for what a cell started. Whoever
 * runs other people's code sets `globalThis[Symbol.for('admf.signal')]` to a function that returns the signal of the code
 * that calls it.
 */
export function ambientSignal(): AbortSignal | undefined {
  const find = (globalThis as { [AMBIENT]?: () => AbortSignal | undefined })[AMBIENT];
  return find?.();
}

/**
 * Does a piece of work that looks at its signal when it is done, in a few milliseconds: code of a cell that is called from it is
 * not stopped in the middle, so that what was done stays whole. Whoever runs other people's code sets
 * `globalThis[Symbol.for('admf.heedful')]` to an object with a `depth`, and has patience while it is not 0.
 */
export function heedful<T>(piece: () => T): T {
  const heed = (globalThis as { [HEED]?: { depth: number } })[HEED];
  if (heed === undefined) return piece();
  heed.depth++;
  try {
    return piece();
  } finally {
    heed.depth--;
  }
}

/**
 * Whether whoever has patience (see `heedful`) waits for an end that no signal tells of yet, since the event loop has not turned: what
 * goes on in pieces begins no other one.
 */
export function isAwaited(): boolean {
  const heed = (globalThis as { [HEED]?: { isAwaited?: () => boolean } })[HEED];
  return heed?.isAwaited?.() === true;
}

const HEED: unique symbol = Symbol.for('admf.heedful') as never;
const AMBIENT: unique symbol = Symbol.for('admf.signal') as never;
