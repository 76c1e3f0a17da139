/** The longest time that work keeps the event loop waiting, in milliseconds: an interrupt is heard within it. */
const TURN_MS = 20;

/**
 * Works through `steps`, each well under 20 ms long, giving the event loop a turn in between, so that long work can be
 * interrupted. Resolves to what the generator returns.
 *
 * @throws `signal.reason` when the signal is aborted.
 */
export async function inTurns<T>(steps: Iterator<void, T>, signal?: AbortSignal): Promise<T> {
  let turn = performance.now();
  for (;;) {
    signal?.throwIfAborted();
    const step = steps.next();
    if (step.done === true) return step.value;
    if (performance.now() - turn >= TURN_MS) {
      await new Promise((resolve) => setImmediate(resolve));
      turn = performance.now();
    }
  }
}

/** Works through `steps` without a pause. */
export function atOnce<T>(steps: Iterator<void, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
