import { returnMoments } from './return-moments.ts';

/** What `overfittingProbability` finds: how often the best trial was only the luckiest. */
export interface OverfittingEstimate {
  /** Share of the splits in which the best trial of one half was below the median of the other half: 0 to 1. */
  readonly probability: number;
  readonly splits: number;
  /** By split, ascending: ln(rank / (1 − rank)) of the best trial in the half that it was not chosen on. */
  readonly logits: Float64Array;
}

/**
 * Probability of backtest overfitting by combinatorially symmetric cross-validation: periods are cut into blocks, and each half of the
 * blocks chooses the best trial, which is then ranked by the other half. Bailey, Borwein, López de Prado and Zhu, "The Probability of
 * Backtest Overfitting", 2017.
 *
 * @param trials returns by trial, all over the same periods.
 * @param blocks an even number ≥ 2; 16 give 12,870 splits.
 * @param score of returns, higher is better; the Sharpe ratio by default. NaN counts as the worst.
 * @throws RangeError for fewer than two trials, an odd number of blocks, fewer periods than two a block, or trials of different length.
 */
export function overfittingProbability(
  trials: readonly Float64Array[],
  blocks = 16,
  score: (returns: Float64Array) => number = (returns) => returnMoments(returns)?.sharpe ?? Number.NaN,
): OverfittingEstimate {
  const periods = trials[0]?.length ?? 0;
  if (trials.length < 2) throw new RangeError('two trials or more are wanted');
  if (trials.some(({ length }) => length !== periods))
    throw new RangeError('trials of one length are wanted');
  if (blocks < 2 || blocks % 2 !== 0)
    throw new RangeError(`an even number of blocks is wanted, not ${blocks}`);
  if (periods < 2 * blocks)
    throw new RangeError(`${blocks} blocks want ${2 * blocks} periods, found ${periods}`);
  const edges = Array.from({ length: blocks + 1 }, (_, i) => Math.floor((i * periods) / blocks));
  const logits: number[] = [];
  for (const chosen of halves(blocks)) {
    const rest = Array.from({ length: blocks }, (_, i) => i).filter((i) => !chosen.includes(i));
    const scored = (some: readonly number[]) =>
      trials.map((returns) => {
        const value = score(joined(returns, edges, some));
        return Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value;
      });
    const inside = scored(chosen);
    const best = inside.indexOf(Math.max(...inside));
    const outside = scored(rest);
    const below = outside.filter((value) => value < outside[best]).length;
    const equal = outside.filter((value) => value === outside[best]).length;
    // Ranks from 1; those that are alike share the middle one.
    const rank = (below + (equal + 1) / 2) / (trials.length + 1);
    logits.push(Math.log(rank / (1 - rank)));
  }
  const sorted = Float64Array.from(logits).sort();
  return {
    probability: sorted.filter((logit) => logit <= 0).length / sorted.length,
    splits: sorted.length,
    logits: sorted,
  };
}

/** All choices of half of the blocks, in lexical order. */
function* halves(blocks: number): Generator<number[]> {
  const size = blocks / 2;
  const chosen = Array.from({ length: size }, (_, i) => i);
  for (;;) {
    yield [...chosen];
    let i = size - 1;
    while (i >= 0 && chosen[i] === blocks - size + i) i--;
    if (i < 0) return;
    chosen[i]++;
    for (let j = i + 1; j < size; j++) chosen[j] = chosen[j - 1] + 1;
  }
}

function joined(returns: Float64Array, edges: readonly number[], blocks: readonly number[]): Float64Array {
  const parts = blocks.map((block) => returns.subarray(edges[block], edges[block + 1]));
  const all = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
