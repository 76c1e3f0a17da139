import { z } from 'zod';
import type { FeatureDefinition } from '../feature.ts';
import { periodParam, sourceParam } from '../params.ts';
import type { FeatureRequest, SourceOption } from '../request.ts';
import { RollingWeightedMean } from '../rolling-weighted-mean.ts';

const params = z.strictObject({ period: periodParam(20), source: sourceParam() });

export const wmaFeature: FeatureDefinition<z.output<typeof params>> = {
  type: 'wma',
  description: 'Weighted moving average: weights rise evenly from 1 for the oldest to period for the newest.',
  params,
  inputs: ({ source }) => [source],
  outputs: ['value'],
  warmUp: ({ period }) => period - 1,
  create: ({ period }, [input], [value]) => new RollingWeightedMean(period, input, value),
};

/** Linearly weighted moving average of the last `period` values; present from index `period − 1`. */
export function wma(period = 20, options: SourceOption = {}): FeatureRequest {
  return { type: 'wma', params: { period, ...options } };
}
