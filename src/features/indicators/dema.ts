import { z } from 'zod';
import { columnwise, type FeatureDefinition } from '../feature.ts';
import { periodParam, sourceParam } from '../params.ts';
import type { FeatureRequest, SourceOption } from '../request.ts';
import { ema } from './ema.ts';

const params = z.strictObject({ period: periodParam(20), source: sourceParam() });

export const demaFeature: FeatureDefinition<z.output<typeof params>> = {
  type: 'dema',
  description: 'Double exponential moving average: 2 EMA − EMA of the EMA, which takes out most of the lag.',
  params,
  inputs: ({ period, source }) => {
    const once = ema(period, { source });
    return [once, ema(period, { source: once })];
  },
  outputs: ['value'],
  warmUp: () => 0,
  create: columnwise((from, to, _, [once, twice], [value]) => {
    for (let i = from; i < to; i++) value[i] = 2 * once[i] - twice[i];
  }),
};

/** Double exponential moving average; present from index `2 (period − 1)`, once both of its averages are seeded. */
export function dema(period = 20, options: SourceOption = {}): FeatureRequest {
  return { type: 'dema', params: { period, ...options } };
}
