import { describe, expect, test } from 'vitest';
import { type SavedState, type Stateful, StateReader, StateWriter } from '../../src/foundation/state.ts';

/** One component under test, and what it does next: a value that shows all of its state sooner or later. */
export interface StatefulCase<T extends Stateful> {
  readonly create: () => T;
  readonly advance: (component: T) => unknown;
}

/** What every component with state promises: a restored one goes on exactly as the saved one did. */
export function statefulContract<T extends Stateful>(
  name: string,
  { create, advance }: StatefulCase<T>,
): void {
  const advanced = (component: T, steps: number) => Array.from({ length: steps }, () => advance(component));

  describe(`${name} as a component with state`, () => {
    test.each([0, 1, 2, 7])('goes on after restore as after save, saved after %i steps', (steps) => {
      const original = create();
      advanced(original, steps);
      const saved = save(original);
      const expected = advanced(original, 20);

      const other = create();
      advanced(other, 5);
      restore(other, saved);
      expect(advanced(other, 20)).toEqual(expected);
    });

    test('can be restored from one checkpoint many times', () => {
      const component = create();
      advanced(component, 3);
      const saved = save(component);
      const first = advanced(component, 10);
      restore(component, saved);
      expect(advanced(component, 10)).toEqual(first);
      restore(component, saved);
      expect(advanced(component, 10)).toEqual(first);
    });

    test('saving changes nothing', () => {
      const watched = create();
      const unwatched = create();
      const seen = Array.from({ length: 10 }, () => {
        save(watched);
        return advance(watched);
      });
      expect(seen).toEqual(advanced(unwatched, 10));
    });
  });
}

function save(component: Stateful): SavedState {
  const writer = new StateWriter(1);
  component.save(writer);
  return writer.finish();
}

function restore(component: Stateful, saved: SavedState): void {
  const reader = new StateReader(saved);
  component.restore(reader);
  // Reads all that was written, or the state belongs to something else.
  reader.end();
}
