import { z } from 'zod';
import { type FeatureDefinition, stateless } from '../feature.ts';
import { periodParam } from '../params.ts';
import type { FeatureRequest } from '../request.ts';
import { typicalPrice } from './typical-price.ts';
import { vwma } from './vwma.ts';

const params = z.strictObject({ period: periodParam(20) });

export const rollingVwapFeature: FeatureDefinition<z.output<typeof params>> = {
  type: 'rolling_vwap',
  description: 'Volume-weighted average price of the last period bars, from their typical prices.',
  params,
  inputs: ({ period }) => [vwma(period, { source: typicalPrice() })],
  outputs: ['value'],
  shared: () => ({ value: 0 }),
  warmUp: () => 0,
  create: () => stateless(() => {}),
};

/**
 * Volume-weighted average price of the last `period` bars, from their typical prices; present from index `period − 1`,
 * absent while nothing was traded in the window.
 */
export function rollingVwap(period = 20): FeatureRequest {
  return { type: 'rolling_vwap', params: { period } };
}
