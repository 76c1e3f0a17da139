import type { Branch } from '../branch.ts';

/** Bars (from, to] that one recording ran. */
export interface Stretch {
  readonly branch: Branch;
  readonly from: number;
  readonly to: number;
}

/** Bars (from, to] of a branch, oldest first, each stretch with the branch that ran it: the past of a fork is its parent's. */
export function stretchesOf(branch: Branch, from: number, to: number): Stretch[] {
  const { parent } = branch;
  if (from >= to) return [];
  if (parent === null || from >= branch.from) return [{ branch, from, to }];
  if (to <= branch.from) return stretchesOf(parent, from, to);
  return [...stretchesOf(parent, from, branch.from), { branch, from: branch.from, to }];
}
