import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Evidence, EvidenceCopy } from '../../src/events/evidence.ts';
import { Conditions, named } from '../../src/strategies/conditions.ts';

/** What a strategy may read and test at a bar: values that may be absent, comparisons, a reason of its own or none. */
const bars = fc.array(
  fc.record({
    values: fc.array(fc.oneof(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), fc.constant(Number.NaN)), {
      minLength: 2,
      maxLength: 2,
    }),
    tested: fc.array(fc.constantFrom('above', 'below', 'crossover', 'crossunder', 'is'), { maxLength: 4 }),
    reason: fc.option(fc.constantFrom('because', ''), { nil: undefined }),
  }),
  { minLength: 1, maxLength: 12 },
);

test('a copy of evidence stays as it was when the strategy goes on, however often it is filled', () => {
  fc.assert(
    fc.property(bars, (list) => {
      const when = new Conditions();
      const read = [
        { name: 'fast', now: 0 },
        { name: 'slow', now: 0 },
      ];
      const evidence = new Evidence(when.tested, read);
      const told = (of: Evidence) => [of.conditions(), of.values(), of.reason()];
      const used = new EvidenceCopy();
      let before: unknown;
      for (const { values, tested, reason } of list) {
        when.clear();
        when.keepUnmet = true;
        for (const [i, value] of values.entries()) read[i].now = value;
        const [left, right] = [named('fast', values[0], values[1]), named('slow', values[1], values[0])];
        for (const test of tested) {
          if (test === 'is') when.is('Monday', values[0] > 0);
          else when[test as 'above' | 'below'](left, right);
        }
        evidence.given = reason;
        // What was copied at the last bar has not followed.
        if (before !== undefined) expect(told(used)).toEqual(before);
        evidence.copyTo(used);
        before = told(evidence);
        expect(told(used)).toEqual(before);
      }
    }),
  );
});
