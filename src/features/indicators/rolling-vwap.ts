import { z } from 'zod';
import { columnwise, type FeatureDefinition } from '../feature.ts';
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
  warmUp: () => 0,
  create: columnwise((from, to, _, [average], [value]) => value.set(average.subarray(from, to), from)),
};

/**
 * Volume-weighted average price of the last `period` bars, from their typical prices; present from index `period − 1`,
 * absent while nothing was traded in the window.
 */
export function rollingVwap(period = 20): FeatureRequest {
  return { type: 'rolling_vwap', params: { period } };
}
