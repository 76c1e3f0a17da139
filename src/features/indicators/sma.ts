import { z } from 'zod';
import type { FeatureDefinition } from '../feature.ts';
import { periodParam, sourceParam } from '../params.ts';
import type { FeatureRequest, SourceOption } from '../request.ts';
import { RollingMean } from '../rolling-mean.ts';

const params = z.strictObject({ period: periodParam(20), source: sourceParam() });

export const smaFeature: FeatureDefinition<z.output<typeof params>> = {
  type: 'sma',
  description: 'Simple moving average: the mean of the last period values.',
  params,
  inputs: ({ source }) => [source],
  outputs: ['value'],
  warmUp: ({ period }) => period - 1,
  create: ({ period }, [input], [value]) => new RollingMean(period, input, value),
};

/** Simple moving average of the last `period` values; present from index `period − 1`. */
export function sma(period = 20, options: SourceOption = {}): FeatureRequest {
  return { type: 'sma', params: { period, ...options } };
}
