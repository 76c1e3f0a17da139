import { z } from 'zod';
import type { FeatureDefinition } from '../feature.ts';
import { periodParam, sourceParam } from '../params.ts';
import type { FeatureRequest, SourceOption } from '../request.ts';
import { RollingDeviation } from '../rolling-deviation.ts';

const params = z.strictObject({ period: periodParam(20), source: sourceParam() });

export const stdDevFeature: FeatureDefinition<z.output<typeof params>> = {
  type: 'std_dev',
  description: 'Population standard deviation (ddof 0) of the last period values.',
  params,
  inputs: ({ source }) => [source],
  outputs: ['value'],
  warmUp: ({ period }) => period - 1,
  create: ({ period }, [input], [value]) => new RollingDeviation(period, input, value),
};

/** Population standard deviation (ddof 0) of the last `period` values, in their unit; present from index `period − 1`. */
export function stdDev(period = 20, options: SourceOption = {}): FeatureRequest {
  return { type: 'std_dev', params: { period, ...options } };
}
