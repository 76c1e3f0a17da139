import { z } from 'zod';
import { columnwise, type FeatureDefinition } from '../feature.ts';
import { periodParam, sourceParam } from '../params.ts';
import type { FeatureRequest, SourceOption } from '../request.ts';
import { ema } from './ema.ts';

const params = z.strictObject({ period: periodParam(20), source: sourceParam() });

export const temaFeature: FeatureDefinition<z.output<typeof params>> = {
  type: 'tema',
  description: 'Triple exponential moving average: 3 EMA − 3 EMA of the EMA + EMA of that.',
  params,
  inputs: ({ period, source }) => {
    const once = ema(period, { source });
    const twice = ema(period, { source: once });
    return [once, twice, ema(period, { source: twice })];
  },
  outputs: ['value'],
  warmUp: () => 0,
  create: columnwise((from, to, _, [once, twice, thrice], [value]) => {
    for (let i = from; i < to; i++) value[i] = 3 * (once[i] - twice[i]) + thrice[i];
  }),
};

/** Triple exponential moving average; present from index `3 (period − 1)`, once its three averages are seeded. */
export function tema(period = 20, options: SourceOption = {}): FeatureRequest {
  return { type: 'tema', params: { period, ...options } };
}
