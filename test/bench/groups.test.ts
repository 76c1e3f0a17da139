import { describe, expect, test } from 'vitest';
import { checkAgreement } from '../../bench/harness/agreement.ts';
import type { BenchGroup, Outcome } from '../../bench/harness/case.ts';
import { timed } from '../../bench/harness/measure.ts';
import { QUICK } from '../../bench/harness/scale.ts';
import { TABLES } from '../../bench/tables/index.ts';

async function runAll(group: BenchGroup): Promise<Map<string, Outcome>> {
  const outcomes = new Map<string, Outcome>();
  for (const each of group.cases) {
    const { outcome } = await timed(await each.setUp(QUICK));
    outcomes.set(each.id, outcome);
  }
  return outcomes;
}

describe.each(TABLES.filter(({ groups }) => groups.length > 0))('the table $name', ({ groups }) => {
  test.each(groups)('compares cases in $id that come to the same answer', async (group) => {
    const outcomes = await runAll(group);
    expect([...outcomes.keys()]).toContain(group.reference);
    expect(() => checkAgreement(group, outcomes)).not.toThrow();
    for (const { work, answers } of outcomes.values()) {
      expect(work).toBeGreaterThan(0);
      expect(answers.length).toBeGreaterThan(0);
    }
  });
});

test('engine, naive engine and loop make the same fills, and make some', async () => {
  const [single] = TABLES;
  const outcomes = await runAll(single.groups[0]);
  for (const id of ['run', 'engine', 'naive', 'loop']) {
    const [[fills, equity]] = outcomes.get(id)?.answers ?? [[0, 0]];
    // Of this run of 20,000 bars of the random walk with seed 7.
    expect([id, fills]).toEqual([id, 313]);
    expect(equity).toBe(outcomes.get('naive')?.answers[0][1]);
  }
});

describe('the check of agreement', () => {
  const group: BenchGroup = { id: 'g', title: '', cases: [], reference: 'a', tolerance: 0 };
  const outcome = (...answers: number[][]): Outcome => ({ work: 1, events: null, answers });
  const check = (a: Outcome, b: Outcome, tolerance = 0) =>
    checkAgreement(
      { ...group, tolerance },
      new Map([
        ['a', a],
        ['b', b],
      ]),
    );

  test('accepts equal rows, also where one case has more of them, and NaN for NaN', () => {
    expect(() => check(outcome([1, Number.NaN], [2]), outcome([1, Number.NaN]))).not.toThrow();
  });

  test('names the cases, the row and both answers where they differ in the last bit', () => {
    expect(() => check(outcome([1], [0.3]), outcome([1], [0.1 + 0.2]))).toThrow(
      'g: a and b disagree in row 1, value 0: 0.3 and 0.30000000000000004',
    );
  });

  test('accepts a relative difference up to the tolerance, and no value for a missing one', () => {
    expect(() => check(outcome([1000]), outcome([1000.5]), 1e-3)).not.toThrow();
    expect(() => check(outcome([1000]), outcome([1002]), 1e-3)).toThrow('disagree');
    expect(() => check(outcome([1]), outcome([Number.NaN]), 1e-3)).toThrow('disagree');
  });

  test('refuses cases without an answer in common', () => {
    expect(() => check(outcome([1]), outcome())).toThrow('no answer in common');
  });
});
