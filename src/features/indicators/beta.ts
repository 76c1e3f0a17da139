import type { z } from 'zod';
import type { FeatureDefinition } from '../feature.ts';
import type { FeatureRequest, FeatureSource } from '../request.ts';
import { RollingPairs } from '../rolling-pairs.ts';
import { pairParams } from './correlation.ts';

const params = pairParams();

export const betaFeature: FeatureDefinition<z.output<typeof params>> = {
  type: 'beta',
  description:
    'Slope of a regression of source on other over the last period bars: their covariance by the variance of other.',
  params,
  inputs: ({ source, other }) => [source, other],
  outputs: ['value'],
  warmUp: ({ period }) => period - 1,
  create: ({ period }, [x, y], [value]) => new RollingPairs(period, 0, ({ xy, yy }) => xy / yy, x, y, value),
};

/** Slope of a regression of `source` on `other`, both of one symbol, in units of source per unit of other; absent while `other` does not move. */
export function beta(source: FeatureSource, other: FeatureSource, period = 60): FeatureRequest {
  return { type: 'beta', params: { period, source, other } };
}
