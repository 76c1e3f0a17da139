import { z } from 'zod';
import type { FeatureDefinition } from '../feature.ts';
import { periodParam, sourceParam } from '../params.ts';
import type { FeatureRequest, FeatureSource } from '../request.ts';
import { type Moments, RollingPairs } from '../rolling-pairs.ts';
import { returns } from './returns.ts';

/** Parameters of a feature of two others. */
export const pairParams = () =>
  z.strictObject({
    period: periodParam(60, 2),
    source: sourceParam(returns(), 'one of the two: another feature, or a bar field'),
    other: sourceParam(returns(1, { source: 'volume' }), 'the other one: another feature, or a bar field'),
  });

const params = pairParams();

export const correlationFeature: FeatureDefinition<z.output<typeof params>> = {
  type: 'correlation',
  description:
    "Pearson's correlation of two features over the last period bars; of price and volume changes by default.",
  params,
  inputs: ({ source, other }) => [source, other],
  outputs: ['value'],
  warmUp: ({ period }) => period - 1,
  create: ({ period }, [x, y], [value]) => new RollingPairs(period, 0, correlationOf, x, y, value),
};

/** Pearson's correlation of two features of one symbol, −1 to 1; absent while one of them does not move. */
export function correlation(source: FeatureSource, other: FeatureSource, period = 60): FeatureRequest {
  return { type: 'correlation', params: { period, source, other } };
}

export function correlationOf({ xx, yy, xy }: Moments): number {
  // Two roots: the product of two small sums of squares could underflow. Rounding may pass 1 by a last bit.
  return Math.max(-1, Math.min(1, xy / Math.sqrt(xx) / Math.sqrt(yy)));
}
