import { z } from 'zod';
import type { FeatureDefinition } from '../feature.ts';
import { periodParam, sourceParam } from '../params.ts';
import type { FeatureRequest, SourceOption } from '../request.ts';
import { type Moments, RollingPairs } from '../rolling-pairs.ts';

const params = z.strictObject({ period: periodParam(100, 3, 'number of pairs'), source: sourceParam() });

export const halfLifeFeature: FeatureDefinition<z.output<typeof params>> = {
  type: 'half_life',
  description:
    'Bars in which half of a distance from the mean is expected to be gone, from a regression of each value on the one before.',
  params,
  inputs: ({ source }) => [source],
  outputs: ['value'],
  warmUp: ({ period }) => period,
  create: ({ period }, [input], [value]) => new RollingPairs(period, 1, halfLifeOf, input, input, value),
};

/**
 * Half-life of mean reversion, in bars: −ln 2 / ln φ, φ the slope of each value on the one before over the last `period` pairs.
 * Absent where it does not revert (φ ≥ 1) or overshoots (φ ≤ 0).
 */
export function halfLife(period = 100, options: SourceOption = {}): FeatureRequest {
  return { type: 'half_life', params: { period, ...options } };
}

function halfLifeOf({ xy, yy }: Moments): number {
  const slope = xy / yy;
  return slope > 0 && slope < 1 ? -Math.LN2 / Math.log(slope) : Number.NaN;
}
