import type { BenchGroup, Outcome } from './case.ts';

/**
 * A ratio between two programs means nothing unless both do the same work.
 *
 * @throws Error naming group, cases, row and values when the cases of a group came to different answers.
 */
export function checkAgreement(group: BenchGroup, outcomes: ReadonlyMap<string, Outcome>): void {
  const [first, ...others] = outcomes;
  for (const [id, { answers }] of others) {
    const rows = Math.min(answers.length, first[1].answers.length);
    if (rows === 0) throw new Error(`${group.id}: ${first[0]} and ${id} have no answer in common`);
    for (let row = 0; row < rows; row++) {
      const [a, b] = [first[1].answers[row], answers[row]];
      if (a.length === b.length && a.every((value, i) => isClose(value, b[i], group.tolerance))) continue;
      const at = Math.max(
        0,
        a.findIndex((value, i) => !isClose(value, b[i], group.tolerance)),
      );
      throw new Error(
        `${group.id}: ${first[0]} and ${id} disagree in row ${row}, value ${at}: ${a[at]} and ${b[at]}`,
      );
    }
  }
}

function isClose(a: number, b: number, tolerance: number): boolean {
  return Object.is(a, b) || Math.abs(a - b) <= tolerance * Math.max(Math.abs(a), Math.abs(b));
}
