import { z } from 'zod';
import { type FeatureDefinition, stateless } from '../feature.ts';
import { periodParam } from '../params.ts';
import { type FeatureRequest, outputsOf } from '../request.ts';
import { fastStochastic } from './fast-stochastic.ts';
import { sma } from './sma.ts';

const params = z.strictObject({
  period: periodParam(14, 1, 'number of bars of the range'),
  smooth_k: periodParam(3, 1, 'bars of the mean that %K is; 1 for the fast stochastic'),
  smooth_d: periodParam(3, 1, 'bars of the mean of %K that %D is'),
});

const OUTPUTS = ['k', 'd'] as const;

export const stochasticFeature: FeatureDefinition<z.output<typeof params>> = {
  type: 'stochastic',
  description:
    "Stochastic oscillator, 0 to 100: where the close stands in the last bars' range, and its mean.",
  params,
  inputs: ({ period, smooth_k, smooth_d }) => {
    const k = sma(smooth_k, { source: fastStochastic(period) });
    return [k, sma(smooth_d, { source: k })];
  },
  outputs: OUTPUTS,
  shared: () => ({ k: 0, d: 1 }),
  warmUp: () => 0,
  create: () => stateless(() => {}),
};

/**
 * Stochastic oscillator, one request per column, 0 to 100: `k` present from index `period + smoothK − 2`, `d` from
 * `smoothD − 1` bars later.
 */
export function stochastic(
  period = 14,
  smoothK = 3,
  smoothD = 3,
): Readonly<Record<(typeof OUTPUTS)[number], FeatureRequest>> {
  return outputsOf('stochastic', { period, smooth_k: smoothK, smooth_d: smoothD }, OUTPUTS);
}
