import { z } from 'zod';
import { columnwise, type FeatureDefinition } from '../feature.ts';
import { periodParam } from '../params.ts';
import type { FeatureRequest } from '../request.ts';
import { highest } from './highest.ts';
import { lowest } from './lowest.ts';

const params = z.strictObject({ period: periodParam(14) });

export const fastStochasticFeature: FeatureDefinition<z.output<typeof params>> = {
  type: 'fast_stochastic',
  description: "Unsmoothed stochastic %K, 0 to 100: where the close stands in the last period bars' range.",
  params,
  inputs: ({ period }) => [highest(period, { source: 'high' }), lowest(period, { source: 'low' }), 'close'],
  outputs: ['value'],
  warmUp: () => 0,
  create: columnwise((from, to, _, [highest, lowest, close], [value]) => {
    for (let i = from; i < to; i++) {
      const range = highest[i] - lowest[i];
      value[i] = range === 0 && !Number.isNaN(close[i]) ? 50 : 100 * ((close[i] - lowest[i]) / range);
    }
  }),
};

/** Unsmoothed stochastic %K, 0 to 100; present from index `period − 1`. 50 where the range is 0. */
export function fastStochastic(period = 14): FeatureRequest {
  return { type: 'fast_stochastic', params: { period } };
}
