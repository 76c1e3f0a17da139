import { z } from 'zod';
import type { FeatureDefinition } from '../feature.ts';
import { periodParam, sourceParam } from '../params.ts';
import type { FeatureRequest, SourceOption } from '../request.ts';
import { RollingPairs } from '../rolling-pairs.ts';
import { correlationOf } from './correlation.ts';
import { returns } from './returns.ts';

const params = z.strictObject({
  period: periodParam(60, 2, 'number of pairs'),
  lag: periodParam(1, 1, 'number of bars between the two of a pair'),
  source: sourceParam(returns(), 'whose autocorrelation: another feature, or a bar field'),
});

export const autocorrelationFeature: FeatureDefinition<z.output<typeof params>> = {
  type: 'autocorrelation',
  description:
    "Pearson's correlation of the last period values with those lag bars before; of returns by default.",
  params,
  inputs: ({ source }) => [source],
  outputs: ['value'],
  warmUp: ({ period, lag }) => period - 1 + lag,
  create: ({ period, lag }, [input], [value]) =>
    new RollingPairs(period, lag, correlationOf, input, input, value),
};

/** Autocorrelation of a feature, −1 to 1, of returns by default; absent while it does not move. */
export function autocorrelation(period = 60, lag = 1, options: SourceOption = {}): FeatureRequest {
  return { type: 'autocorrelation', params: { period, lag, ...options } };
}
