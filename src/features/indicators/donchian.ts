import { z } from 'zod';
import { columnwise, type FeatureDefinition } from '../feature.ts';
import { periodParam } from '../params.ts';
import { type FeatureRequest, outputsOf } from '../request.ts';
import { highest } from './highest.ts';
import { lowest } from './lowest.ts';

const params = z.strictObject({
  period: periodParam(20),
  lag: z
    .int()
    .min(0)
    .max(100_000)
    .default(0)
    .describe('bars between the channel and the current bar; 1 leaves the current bar out of it'),
});

const OUTPUTS = ['middle', 'upper', 'lower'] as const;

export const donchianFeature: FeatureDefinition<z.output<typeof params>> = {
  type: 'donchian',
  description: 'Donchian channel: highest high and lowest low of period bars, and the middle between them.',
  params,
  inputs: ({ period }) => [highest(period, { source: 'high' }), lowest(period, { source: 'low' })],
  outputs: OUTPUTS,
  warmUp: ({ lag }) => lag,
  create: columnwise((from, to, { lag }, [highest, lowest], [middle, upper, lower]) => {
    for (let i = from; i < to; i++) {
      const high = i < lag ? Number.NaN : highest[i - lag];
      const low = i < lag ? Number.NaN : lowest[i - lag];
      upper[i] = high;
      lower[i] = low;
      middle[i] = (high + low) / 2;
    }
  }),
};

/**
 * Donchian channel, one request per column, in price; present from index `period − 1 + lag`. With `lag` 1 the channel is
 * that of the bars before, which the current bar can break out of; with 0 it never can.
 */
export function donchian(period = 20, lag = 0): Readonly<Record<(typeof OUTPUTS)[number], FeatureRequest>> {
  return outputsOf('donchian', { period, lag }, OUTPUTS);
}
