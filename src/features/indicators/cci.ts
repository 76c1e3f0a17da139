import { z } from 'zod';
import { columnwise, type FeatureDefinition } from '../feature.ts';
import { periodParam } from '../params.ts';
import type { FeatureRequest } from '../request.ts';
import { sma } from './sma.ts';
import { typicalPrice } from './typical-price.ts';

const params = z.strictObject({ period: periodParam(20) });

export const cciFeature: FeatureDefinition<z.output<typeof params>> = {
  type: 'cci',
  description:
    "Lambert's commodity channel index: distance of the typical price from its mean, in 0.015 mean absolute deviations.",
  params,
  inputs: ({ period }) => [typicalPrice(), sma(period, { source: typicalPrice() })],
  outputs: ['value'],
  warmUp: () => 0,
  create: columnwise((from, to, { period }, [price, mean], [value]) => {
    for (let i = from; i < to; i++) value[i] = cciAt(i, period, price, mean[i]);
  }),
};

/** Commodity channel index, about −100 to 100 for most bars; present from index `period − 1`. 0 when nothing moves. */
export function cci(period = 20): FeatureRequest {
  return { type: 'cci', params: { period } };
}

/** The mean moves with every bar, and all distances with it: they have to be added up afresh. */
function cciAt(i: number, period: number, price: Float64Array, mean: number): number {
  if (Number.isNaN(mean)) return Number.NaN;
  // Two sums in turn: an addition to one need not wait for that to the other.
  let distances = 0;
  let others = 0;
  let j = i - period + 1;
  for (; j < i; j += 2) {
    distances += Math.abs(price[j] - mean);
    others += Math.abs(price[j + 1] - mean);
  }
  if (j === i) distances += Math.abs(price[i] - mean);
  const deviation = (distances + others) / period;
  // The mean of equal prices may be off by some last bits, which must not count as a distance.
  if (deviation <= 1e-9 * Math.abs(mean) && allEqual(price, i - period + 1, i)) return 0;
  return (price[i] - mean) / (0.015 * deviation);
}

function allEqual(values: Float64Array, first: number, last: number): boolean {
  for (let j = first; j < last; j++) if (values[j] !== values[last]) return false;
  return true;
}
