import { z } from 'zod';
import { columnwise, type FeatureDefinition } from '../feature.ts';
import { periodParam, sourceParam } from '../params.ts';
import type { FeatureRequest, SourceOption } from '../request.ts';
import { sma } from './sma.ts';
import { turnover } from './turnover.ts';

const params = z.strictObject({ period: periodParam(20), source: sourceParam() });

export const vwmaFeature: FeatureDefinition<z.output<typeof params>> = {
  type: 'vwma',
  description: 'Mean of the last period values, each weighted with the volume of its bar.',
  params,
  inputs: ({ period, source }) => [
    sma(period, { source: turnover({ source }) }),
    sma(period, { source: 'volume' }),
  ],
  outputs: ['value'],
  warmUp: () => 0,
  create: columnwise((from, to, _, [turnover, volume], [value]) => {
    for (let i = from; i < to; i++) value[i] = volume[i] === 0 ? Number.NaN : turnover[i] / volume[i];
  }),
};

/** Volume-weighted moving average; present from index `period − 1`, absent while nothing was traded in the window. */
export function vwma(period = 20, options: SourceOption = {}): FeatureRequest {
  return { type: 'vwma', params: { period, ...options } };
}
