import { mean, quantile } from './distribution.ts';

/** Share of periods that are called the tail, and how many values a fit needs at least. */
const TAIL = 0.1;
const LEAST = 20;
/** Below this shape there is no regular maximum: the likelihood grows without bound. */
const SMALLEST_SHAPE = -0.5;
const GRID = 200;
const STEPS = 80;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** P(X > x) = (1 + shape × x / scale)^(−1 / shape), or e^(−x / scale) where the shape is 0. */
export interface GeneralisedPareto {
  readonly shape: number;
  readonly scale: number;
}

/** What a fitted tail says of losses that are rarer than any that were seen, as returns. */
export interface TailEstimate extends GeneralisedPareto {
  /** The return that `share` of periods fall short of. */
  readonly valueAtRisk: number;
  /** Mean of the returns that do; null where the tail is so heavy that it has none. */
  readonly expectedShortfall: number | null;
}

/**
 * Peaks over threshold (McNeil, Frey, Embrechts, Quantitative Risk Management, 2005, 7.2): a generalised Pareto distribution is
 * fitted to how far the worst tenth of returns lie beyond the 10th percentile. Null for a tail of fewer than 20 returns.
 *
 * @param sorted returns, ascending.
 * @param share smaller than a tenth.
 */
export function tailEstimate(sorted: Float64Array, share: number): TailEstimate | null {
  if (sorted.length === 0) return null;
  const threshold = -quantile(sorted, TAIL);
  const beyond = sorted.filter((r) => -r > threshold).map((r) => -r - threshold);
  const fitted = beyond.length < LEAST ? null : fitGeneralisedPareto(beyond);
  if (fitted === null) return null;
  const { shape, scale } = fitted;
  const rarity = share / (beyond.length / sorted.length);
  const loss =
    threshold + (isZero(shape) ? -scale * Math.log(rarity) : (scale / shape) * (rarity ** -shape - 1));
  const shortfall = shape < 1 ? (loss + scale - shape * threshold) / (1 - shape) : null;
  return {
    ...fitted,
    valueAtRisk: -loss,
    expectedShortfall: shortfall === null ? null : -shortfall,
  };
}

/**
 * By maximum likelihood, over one parameter (Grimshaw, Technometrics 35, 1993): given θ = shape / scale, the best shape is the mean of
 * log(1 + θ x). Null where all values are the same.
 *
 * @param values above 0.
 */
export function fitGeneralisedPareto(values: Float64Array): GeneralisedPareto | null {
  const unit = mean(values);
  const scaled = values.map((value) => value / unit);
  const most = scaled.reduce((a, b) => Math.max(a, b));
  if (!(most - 1 > 1e-9)) return null;
  const shapeAt = (theta: number) => mean(scaled.map((x) => Math.log1p(theta * x)));
  // Log-likelihood of one value; its constant part is that of the exponential distribution.
  const likelihoodAt = (theta: number) => {
    const shape = shapeAt(theta);
    if (shape < SMALLEST_SHAPE) return Number.NEGATIVE_INFINITY;
    return isZero(theta) ? -1 : -Math.log(shape / theta) - shape - 1;
  };
  // Thetas are more than −1 / most; their logarithms from there on are spread evenly.
  const end = Math.log(100);
  const start = Math.log(1e-6 / most);
  const thetaAt = (place: number) => Math.exp(start + (place / GRID) * (end - start)) - 1 / most;
  let best = 0;
  for (let place = 1; place <= GRID; place++) {
    if (likelihoodAt(thetaAt(place)) > likelihoodAt(thetaAt(best))) best = place;
  }
  let [low, high] = [Math.max(0, best - 1), Math.min(GRID, best + 1)];
  for (let step = 0; step < STEPS; step++) {
    const width = GOLDEN * (high - low);
    const [left, right] = [high - width, low + width];
    if (likelihoodAt(thetaAt(left)) > likelihoodAt(thetaAt(right))) high = right;
    else low = left;
  }
  const theta = thetaAt((low + high) / 2);
  const shape = shapeAt(theta);
  return { shape, scale: unit * (isZero(theta) ? 1 : shape / theta) };
}

function isZero(value: number): boolean {
  return Math.abs(value) < 1e-9;
}
