import { z } from 'zod';
import type { FeatureDefinition } from '../feature.ts';
import { periodParam, sourceParam } from '../params.ts';
import type { FeatureRequest, SourceOption } from '../request.ts';
import { RollingExtreme } from '../rolling-extreme.ts';

const params = z.strictObject({ period: periodParam(20), source: sourceParam() });

export const highestFeature: FeatureDefinition<z.output<typeof params>> = {
  type: 'highest',
  description: 'Largest of the last period values, the current one included.',
  params,
  inputs: ({ source }) => [source],
  outputs: ['value'],
  warmUp: ({ period }) => period - 1,
  create: ({ period }, [input], [value]) => new RollingExtreme(period, 1, input, value),
};

/** Largest of the last `period` values, the current one included; present from index `period − 1`. */
export function highest(period = 20, options: SourceOption = {}): FeatureRequest {
  return { type: 'highest', params: { period, ...options } };
}
