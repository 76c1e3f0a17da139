import { z } from 'zod';
import { columnwise, type FeatureDefinition } from '../feature.ts';
import { periodParam, sourceParam } from '../params.ts';
import type { FeatureRequest, SourceOption } from '../request.ts';
import { sma } from './sma.ts';
import { stdDev } from './std-dev.ts';

const params = z.strictObject({ period: periodParam(20), source: sourceParam() });

export const zScoreFeature: FeatureDefinition<z.output<typeof params>> = {
  type: 'z_score',
  description:
    'Distance from the mean of the last period values, in population standard deviations (ddof 0).',
  params,
  inputs: ({ period, source }) => [source, sma(period, { source }), stdDev(period, { source })],
  outputs: ['value'],
  warmUp: () => 0,
  create: columnwise((from, to, _, [input, mean, deviation], [value]) => {
    for (let i = from; i < to; i++) {
      value[i] = deviation[i] === 0 ? 0 : (input[i] - mean[i]) / deviation[i];
    }
  }),
};

/** Distance from the mean, in standard deviations; present from index `period − 1`. 0 when nothing moves. */
export function zScore(period = 20, options: SourceOption = {}): FeatureRequest {
  return { type: 'z_score', params: { period, ...options } };
}
