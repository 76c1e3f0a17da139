import type { NumberRole } from '../files/bar-table.ts';
import { CHECKS, type Check, type Policy } from './policies.ts';
import { SHOWN_ROWS } from './row-problems.ts';

/** Something odd at a row. */
export interface Finding {
  /** `time` is a time that cannot be read, which no policy lets pass. */
  readonly check: Check | 'time';
  /** In `RawBars`. */
  readonly row: number;
  readonly role: NumberRole | 'time';
  /** Follows the column's name in a sentence; undefined where only the text of the cell tells. */
  readonly problem: string | undefined;
}

/** Findings of one check: all are counted, the first are kept. */
export class Findings {
  readonly #counts = new Map<Finding['check'], number>();
  readonly #first = new Map<Finding['check'], Finding[]>();

  add(finding: Finding): void {
    const { check } = finding;
    const count = (this.#counts.get(check) ?? 0) + 1;
    this.#counts.set(check, count);
    if (count > SHOWN_ROWS) return;
    const first = this.#first.get(check);
    if (first === undefined) this.#first.set(check, [finding]);
    else first.push(finding);
  }

  count(check: Finding['check']): number {
    return this.#counts.get(check) ?? 0;
  }

  first(check: Finding['check']): readonly Finding[] {
    return this.#first.get(check) ?? [];
  }

  /** The first of those that end a load, in the order of rows, and how many there are. */
  errors(policyOf: (check: Check) => Policy): { readonly first: readonly Finding[]; readonly total: number } {
    const checks = ['time' as const, ...CHECKS.filter((check) => policyOf(check) === 'error')];
    return {
      first: checks
        .flatMap((check) => this.first(check))
        .sort((a, b) => a.row - b.row)
        .slice(0, SHOWN_ROWS),
      total: checks.reduce((sum, check) => sum + this.count(check), 0),
    };
  }
}
