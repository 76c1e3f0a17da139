import { z } from 'zod';
import { columnwise, type FeatureDefinition } from '../feature.ts';
import { periodParam } from '../params.ts';
import type { FeatureRequest } from '../request.ts';
import { moneyFlow } from './money-flow.ts';
import { sma } from './sma.ts';

const params = z.strictObject({ period: periodParam(14) });

export const mfiFeature: FeatureDefinition<z.output<typeof params>> = {
  type: 'mfi',
  description:
    'Money flow index, 0 to 100: the share of rising bars in the value traded in the last period bars.',
  params,
  inputs: ({ period }) => [
    sma(period, { source: moneyFlow().positive }),
    sma(period, { source: moneyFlow().negative }),
  ],
  outputs: ['value'],
  warmUp: () => 0,
  create: columnwise((from, to, _, [positive, negative], [value]) => {
    for (let i = from; i < to; i++) {
      const all = positive[i] + negative[i];
      value[i] = all === 0 ? 50 : 100 * (positive[i] / all);
    }
  }),
};

/** Money flow index, 0 to 100; present from index `period`. 50 when no price moved or nothing was traded. */
export function mfi(period = 14): FeatureRequest {
  return { type: 'mfi', params: { period } };
}
