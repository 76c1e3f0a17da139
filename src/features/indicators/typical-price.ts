import { z } from 'zod';
import { columnwise, type FeatureDefinition } from '../feature.ts';
import type { FeatureRequest } from '../request.ts';

const params = z.strictObject({});

export const typicalPriceFeature: FeatureDefinition<z.output<typeof params>> = {
  type: 'typical_price',
  description: 'Mean of high, low and close.',
  params,
  inputs: () => ['high', 'low', 'close'],
  outputs: ['value'],
  warmUp: () => 0,
  create: columnwise((from, to, _, [high, low, close], [value]) => {
    for (let i = from; i < to; i++) value[i] = (high[i] + low[i] + close[i]) / 3;
  }),
};

/** Mean of a bar's high, low and close, in price; present from index 0. */
export function typicalPrice(): FeatureRequest {
  return { type: 'typical_price', params: {} };
}
