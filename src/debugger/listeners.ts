/**
 * What is not as it was: the cursor, the containers in focus, whether a motion is under way, the stops, the pinned
 * expressions, the marks.
 */
export type SessionChange = 'cursor' | 'focus' | 'busy' | 'stops' | 'displays' | 'marks';

/** Called with each change, right after it. */
export type ChangeListener<C> = (change: C) => void;

/** Those who want to hear of changes, told at once and in the order in which they came. */
export class Listeners<C> {
  readonly #listeners = new Set<ChangeListener<C>>();

  /** Returns a function that ends it. */
  add(listener: ChangeListener<C>): () => void {
    // The same function may listen twice.
    const own: ChangeListener<C> = (change) => listener(change);
    this.#listeners.add(own);
    return () => {
      this.#listeners.delete(own);
    };
  }

  tell(change: C): void {
    for (const listener of this.#listeners) {
      try {
        listener(change);
      } catch (error) {
        // A mistake of a listener must not leave a motion half done; it is nobody's to catch.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}
