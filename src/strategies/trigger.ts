import { COLUMN, type FeatureSeries } from './feature-series.ts';

/**
 * When a strategy wants to be asked. One that only ever acts on such bars may say so, and is not asked at others: the
 * engine finds the bars itself, many times faster than asking. It never sees more for it.
 */
export type Trigger =
  /** Two features, or a feature and a level, change sides: over or under. */
  | { readonly kind: 'cross'; readonly left: string; readonly right: string | number }
  /** The first bar of the run. */
  | { readonly kind: 'first_bar' };

/** The bars at which `left` crosses `right`, a feature's name or a level, in either direction. */
export function crosses(left: string, right: string | number): Trigger {
  return { kind: 'cross', left, right };
}

export function atFirstBar(): Trigger {
  return { kind: 'first_bar' };
}

/** Finds the bars of a set of triggers. */
export class TriggerScan {
  readonly #scans: readonly ((from: number, to: number) => number)[];
  // The answer of the last search, which covers every start between `#from` and `#found`.
  #from = 0;
  #found = -1;
  #to = -1;

  /** @param features what the strategy reads, by the names it uses. */
  constructor(
    triggers: readonly Trigger[],
    features: Readonly<Record<string, FeatureSeries>>,
    first: number,
  ) {
    this.#scans = triggers.map((trigger) => {
      if (trigger.kind === 'first_bar')
        return (from: number, to: number) => (from <= first && first < to ? first : to);
      const left = columnOf(trigger.left, features);
      if (typeof trigger.right === 'number') {
        const level = trigger.right;
        return (from: number, to: number) => nextLevelCross(left, level, Math.max(from, first + 1), to);
      }
      const right = columnOf(trigger.right, features);
      return (from: number, to: number) => nextCross(left, right, Math.max(from, first + 1), to);
    });
  }

  /** The first bar in [from, to) with a trigger; `to` when there is none. */
  next(from: number, to: number): number {
    if (to === this.#to && from >= this.#from && from <= this.#found) return this.#found;
    let found = to;
    for (const scan of this.#scans) found = Math.min(found, scan(from, found));
    this.#from = from;
    this.#found = found;
    this.#to = to;
    return found;
  }
}

function columnOf(name: string, features: Readonly<Record<string, FeatureSeries>>): Float64Array {
  if (!Object.hasOwn(features, name))
    throw new Error(`a trigger names "${name}", which is not among the features`);
  return features[name][COLUMN];
}

// A comparison with NaN is false, so nothing crosses while a feature warms up.

// The values of a bar are the previous ones of the next: kept in variables, they are read once.

function nextCross(left: Float64Array, right: Float64Array, from: number, to: number): number {
  if (from >= to) return to;
  let leftBefore = left[from - 1];
  let rightBefore = right[from - 1];
  for (let i = from; i < to; i++) {
    const l = left[i];
    const r = right[i];
    if (l > r ? leftBefore <= rightBefore : l < r && leftBefore >= rightBefore) return i;
    leftBefore = l;
    rightBefore = r;
  }
  return to;
}

function nextLevelCross(left: Float64Array, level: number, from: number, to: number): number {
  if (from >= to) return to;
  let before = left[from - 1];
  for (let i = from; i < to; i++) {
    const l = left[i];
    if (l > level ? before <= level : l < level && before >= level) return i;
    before = l;
  }
  return to;
}
