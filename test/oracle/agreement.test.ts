import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { violations } from '../invariants/invariants.ts';
import { cases } from './cases.ts';
import { runEngine } from './engine-run.ts';
import { runNaive } from './naive-engine.ts';
import type { PlainResult } from './plain.ts';

/** JSON has no −0, and neither has the comparison. */
const plain = (results: PlainResult[]): unknown => JSON.parse(JSON.stringify(results));

describe('the engine and the naive engine', () => {
  test('agree on every order, fill, round trip and equity value of random cases', () => {
    fc.assert(
      fc.property(cases, (input) => {
        expect(plain(runEngine(input))).toEqual(plain(runNaive(input)));
      }),
      { numRuns: 1_500 },
    );
  });

  test('agree when features are computed bar by bar and every payload is checked by its schema', () => {
    fc.assert(
      fc.property(cases, (input) => {
        const expected = plain(runNaive(input));
        for (const validation of ['boundary', 'all'] as const) {
          expect(plain(runEngine(input, { featureMode: 'incremental', validation }))).toEqual(expected);
        }
      }),
      { numRuns: 150 },
    );
  });
});

test('the invariants hold on every engine run', () => {
  fc.assert(
    fc.property(cases, (input) => {
      expect(violations(input, runEngine(input))).toEqual([]);
    }),
    { numRuns: 500 },
  );
});
