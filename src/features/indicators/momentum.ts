import { z } from 'zod';
import { columnwise, type FeatureDefinition } from '../feature.ts';
import { periodParam, sourceParam } from '../params.ts';
import type { FeatureRequest, SourceOption } from '../request.ts';

const params = z.strictObject({ period: periodParam(10), source: sourceParam() });

export const momentumFeature: FeatureDefinition<z.output<typeof params>> = {
  type: 'momentum',
  description: 'Change over period bars, in the unit of the source.',
  params,
  inputs: ({ source }) => [source],
  outputs: ['value'],
  warmUp: ({ period }) => period,
  create: columnwise((from, to, { period }, [input], [value]) => {
    for (let i = from; i < to; i++) value[i] = i < period ? Number.NaN : input[i] - input[i - period];
  }),
};

/** Change over `period` bars, in the unit of the source; present from index `period`. */
export function momentum(period = 10, options: SourceOption = {}): FeatureRequest {
  return { type: 'momentum', params: { period, ...options } };
}
