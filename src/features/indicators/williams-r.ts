import { z } from 'zod';
import { columnwise, type FeatureDefinition } from '../feature.ts';
import { periodParam } from '../params.ts';
import type { FeatureRequest } from '../request.ts';
import { highest } from './highest.ts';
import { lowest } from './lowest.ts';

const params = z.strictObject({ period: periodParam(14) });

export const williamsRFeature: FeatureDefinition<z.output<typeof params>> = {
  type: 'williams_r',
  description: 'Williams %R, −100 to 0: how far the close is below the high of the last period bars.',
  params,
  inputs: ({ period }) => [highest(period, { source: 'high' }), lowest(period, { source: 'low' }), 'close'],
  outputs: ['value'],
  warmUp: () => 0,
  create: columnwise((from, to, _, [highest, lowest, close], [value]) => {
    for (let i = from; i < to; i++) {
      const range = highest[i] - lowest[i];
      value[i] = range === 0 && !Number.isNaN(close[i]) ? -50 : 100 * ((close[i] - highest[i]) / range);
    }
  }),
};

/** Williams %R, −100 to 0, in percent of the range; present from index `period − 1`. −50 where the range is 0. */
export function williamsR(period = 14): FeatureRequest {
  return { type: 'williams_r', params: { period } };
}
