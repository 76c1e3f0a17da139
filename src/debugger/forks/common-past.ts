import type { Branch } from '../branch.ts';
import type { Accepts } from '../event-index.ts';

/** A stretch of bars (from, to] that one branch ran itself. */
export interface Stretch {
  readonly owner: Branch;
  readonly from: number;
  readonly to: number;
}

/** The last bar that two branches have in common; undefined when they come from different runs. */
export function commonPast(a: Branch, b: Branch): number | undefined {
  // A branch, and up to which bar of it the path to the branch in question goes.
  const lineage = new Map<Branch, number>();
  for (const [branch, until] of upwards(a)) lineage.set(branch, until);
  for (const [branch, until] of upwards(b)) {
    const other = lineage.get(branch);
    if (other !== undefined) return Math.min(other, until);
  }
  return undefined;
}

/** The stretches of bars (from, to] of a branch and those it was forked from, in their order. */
export function stretchesOf(branch: Branch, from: number, to: number): Stretch[] {
  const stretches: Stretch[] = [];
  for (const [owner, until] of upwards(branch)) {
    const begin = Math.max(owner.from, from);
    const end = Math.min(until, to);
    if (begin < end) stretches.unshift({ owner, from: begin, to: end });
  }
  return stretches;
}

/** The first bar in (from, to] in which two branches published something different, of these containers. */
export function firstDifference(
  a: Branch,
  b: Branch,
  from: number,
  to: number,
  accepts: Accepts,
): number | undefined {
  for (const mine of stretchesOf(a, from, to)) {
    for (const its of stretchesOf(b, mine.from, mine.to)) {
      if (mine.owner === its.owner) continue;
      const [one, other] = [mine.owner.recording.events, its.owner.recording.events];
      const bar = one.firstDifference(other, its.from, its.to, accepts);
      if (bar !== undefined) return bar;
    }
  }
  return undefined;
}

function* upwards(branch: Branch): Generator<readonly [Branch, number]> {
  let until = Number.POSITIVE_INFINITY;
  for (let at: Branch | null = branch; at !== null; at = at.parent) {
    yield [at, until];
    until = Math.min(until, at.from);
  }
}
