import { z } from 'zod';
import type { FeatureCalculator, FeatureDefinition } from '../feature.ts';
import type { FeatureRequest } from '../request.ts';

const params = z.strictObject({});

export const trueRangeFeature: FeatureDefinition<z.output<typeof params>> = {
  type: 'true_range',
  description: "Range of a bar including the gap to the previous bar's close.",
  params,
  inputs: () => ['high', 'low', 'close'],
  outputs: ['value'],
  // The first bar has no previous close; high − low there would be another quantity.
  warmUp: () => 1,
  create: (_, [high, low, close], [value]) => trueRangeCalculator(high, low, close, value),
};

/** Range of a bar, in price, including the gap to the previous close; present from index 1. */
export function trueRange(): FeatureRequest {
  return { type: 'true_range', params: {} };
}

/** max(high, previous close) − min(low, previous close): Wilder's largest of three distances, in one. */
export function trueRangeOf(high: number, low: number, previousClose: number): number {
  return Math.max(high, previousClose) - Math.min(low, previousClose);
}

function trueRangeCalculator(
  high: Float64Array,
  low: Float64Array,
  close: Float64Array,
  output: Float64Array,
): FeatureCalculator {
  return {
    run(from, to) {
      let previousClose = from > 0 ? close[from - 1] : Number.NaN;
      for (let i = from; i < to; i++) {
        output[i] = trueRangeOf(high[i], low[i], previousClose);
        previousClose = close[i];
      }
    },
    save() {},
    restore() {},
  };
}
