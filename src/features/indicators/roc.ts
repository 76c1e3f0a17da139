import { z } from 'zod';
import { columnwise, type FeatureDefinition } from '../feature.ts';
import { periodParam, sourceParam } from '../params.ts';
import type { FeatureRequest, SourceOption } from '../request.ts';

const params = z.strictObject({ period: periodParam(10), source: sourceParam() });

export const rocFeature: FeatureDefinition<z.output<typeof params>> = {
  type: 'roc',
  description: 'Rate of change over period bars, in percent.',
  params,
  inputs: ({ source }) => [source],
  outputs: ['value'],
  warmUp: ({ period }) => period,
  create: columnwise((from, to, { period }, [input], [value]) => {
    for (let i = from; i < to; i++) {
      const base = i < period ? Number.NaN : input[i - period];
      value[i] = base === 0 ? Number.NaN : 100 * ((input[i] - base) / base);
    }
  }),
};

/** Rate of change over `period` bars, in percent; present from index `period`, absent where it starts from 0. */
export function roc(period = 10, options: SourceOption = {}): FeatureRequest {
  return { type: 'roc', params: { period, ...options } };
}
